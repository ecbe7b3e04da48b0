"""How many cores this process may use, which on a shared machine or in a container is fewer."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

_MEMBERSHIP, _GROUPS = Path("/proc/self/cgroup"), Path("/sys/fs/cgroup")
_VERSION_1 = ("cpu.cfs_quota_us", "cpu.cfs_period_us")


@lru_cache(maxsize=1)
def usable_cores() -> int:
    """Cores by the process's affinity and its control groups' quotas; at least one."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, math.ceil(min(cores or 1, cgroup_quota(_MEMBERSHIP, _GROUPS))))


def cgroup_quota(membership: Path, groups: Path) -> float:
    """The least processor quota of the process's control groups, in cores; infinite without one.

    Args:
        membership: the file that names the process's groups (`/proc/self/cgroup`).
        groups: where the groups' files are mounted.
    """
    try:
        lines = membership.read_text(encoding="utf-8").splitlines()
    except OSError:
        return math.inf
    return min((quota for line in lines for quota in _quotas_of(line, groups)), default=math.inf)


def _quotas_of(line: str, groups: Path) -> Iterator[float]:
    """The quotas of one group and all above it; version 2 has one file, version 1 two."""
    _, controllers, path = line.split(":", 2)
    if controllers and "cpu" not in controllers.split(","):
        return
    root = groups / "cpu" if controllers else groups
    group = root / path.strip("/")
    for folder in (group, *group.parents):
        try:
            if controllers:
                numbers = [(folder / name).read_text() for name in _VERSION_1]
            else:
                numbers = (folder / "cpu.max").read_text().split()
            quota, period = map(int, numbers)
        except (OSError, ValueError):  # no such file, or "max"
            pass
        else:
            if quota > 0 and period > 0:
                yield quota / period
        if folder == root:
            return
