"""Cores are counted as the process may use them: affinity and control groups' quotas."""

from __future__ import annotations

import math
import os
import subprocess
import sys

import pytest

from qa_bot.models.cores import cgroup_quota, usable_cores


@pytest.fixture
def membership(tmp_path):
    return tmp_path / "cgroup"


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_the_quota_of_a_group_is_found(membership, tmp_path):
    membership.write_text("0::/service\n")
    write(tmp_path / "fs/service/cpu.max", "150000 100000\n")
    assert cgroup_quota(membership, tmp_path / "fs") == 1.5


def test_the_least_quota_of_the_groups_above_counts(membership, tmp_path):
    membership.write_text("0::/slice/service\n")
    write(tmp_path / "fs/slice/service/cpu.max", "max 100000\n")
    write(tmp_path / "fs/slice/cpu.max", "200000 100000\n")
    write(tmp_path / "fs/cpu.max", "800000 100000\n")
    assert cgroup_quota(membership, tmp_path / "fs") == 2.0


def test_a_container_that_sees_only_its_own_group_has_its_quota(membership, tmp_path):
    membership.write_text("0::/system/container-4711\n")
    write(tmp_path / "fs/cpu.max", "50000 100000\n")
    assert cgroup_quota(membership, tmp_path / "fs") == 0.5


def test_version_1_has_two_files(membership, tmp_path):
    membership.write_text("5:memory:/a\n4:cpu,cpuacct:/a\n0::/\n")
    write(tmp_path / "fs/cpu/a/cpu.cfs_quota_us", "300000\n")
    write(tmp_path / "fs/cpu/a/cpu.cfs_period_us", "100000\n")
    write(tmp_path / "fs/cpu/cpu.cfs_quota_us", "-1\n")
    write(tmp_path / "fs/cpu/cpu.cfs_period_us", "100000\n")
    assert cgroup_quota(membership, tmp_path / "fs") == 3.0


@pytest.mark.parametrize("text", ["0::/\n", "", "4:cpu:/none\n"])
def test_without_a_quota_there_is_no_limit(membership, tmp_path, text):
    membership.write_text(text)
    assert cgroup_quota(membership, tmp_path / "fs") == math.inf
    assert cgroup_quota(tmp_path / "missing", tmp_path / "fs") == math.inf


def test_at_least_one_core_is_usable():
    assert 1 <= usable_cores() <= (os.cpu_count() or 1)


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="only Linux binds processes")
def test_a_process_bound_to_one_core_uses_one():
    code = (
        "import os; os.sched_setaffinity(0, [min(os.sched_getaffinity(0))]); "
        "from qa_bot.models.cores import usable_cores; print(usable_cores())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"
