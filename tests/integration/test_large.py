"""Very many files and very long ones: nothing is lost, and memory stays below 2 GB.

Each build runs in a process of its own with the fake encoder, which reports its peak memory.
"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from qa_bot.index.checking import check_generation
from qa_bot.index.folder import Index
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="peaks are counted in kilobytes on Linux only"
)
MOST = 2_000
"""Millions of bytes."""


def build(folder):
    command = [sys.executable, "-m", "tests.building", folder / "corpus", folder / "index"]
    done = subprocess.run(
        [*map(str, command)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def write_small_files(folder, count):
    for number in range(count):
        place = folder / f"{number % 100:02}"
        place.mkdir(parents=True, exist_ok=True)
        text = f"Fact {number} is kept in room {7 * number}. Clerk {13 * number} found it."
        (place / f"{number}.txt").write_text(text)


def write_long_text(path, megabytes):
    """Paragraphs that all differ, of some 600 characters."""
    path.parent.mkdir(parents=True, exist_ok=True)
    sentence = "The council of the city decided in case {} that rooms are cleaned by their users. "
    with path.open("w") as file:
        number = 0
        while file.tell() < megabytes * 1_000_000:
            file.write("".join(sentence.format(number + n) for n in range(8)) + "\n\n")
            number += 8


def check_small_files(folder, count):
    write_small_files(folder / "corpus", count)
    found = build(folder)
    assert (found["files"], found["documents"], found["skipped"]) == (count, count, {})
    assert found["megabytes"] < MOST
    with Index.open(folder / "index") as index:
        assert index.documents.count("documents") == count
        assert check_generation(index) == []
        last = index.documents.document(f"{(count - 1) % 100:02}/{count - 1}.txt")
    assert last is not None
    assert last.text.startswith(f"Fact {count - 1} ")
    return found


def check_too_long_text(folder, megabytes):
    write_long_text(folder / "corpus" / "long.txt", megabytes)
    (folder / "corpus" / "short.txt").write_text("The sky over Lisbon is blue.")
    found = build(folder)
    assert found["documents"] == 1
    reason = found["skipped"]["long.txt"]
    assert reason == "holds more than 60,000,000 characters of text; split it into parts"
    assert max(found["megabytes"], found["worker_megabytes"]) < MOST
    return found


def test_two_thousand_small_files(tmp_path):
    found = check_small_files(tmp_path, 2_000)
    assert found["megabytes"] < 400


def test_a_text_over_the_limit_is_reported_and_the_rest_is_indexed(tmp_path):
    check_too_long_text(tmp_path, 61)


@pytest.mark.slow
def test_a_hundred_thousand_small_files(tmp_path):
    check_small_files(tmp_path, 100_000)


@pytest.mark.slow
def test_a_text_of_500_megabytes(tmp_path):
    check_too_long_text(tmp_path, 499)


@pytest.mark.slow
def test_a_text_near_the_limit_is_indexed_whole(tmp_path):
    write_long_text(tmp_path / "corpus" / "long.txt", 49)
    found = build(tmp_path)
    assert (found["documents"], found["skipped"]) == (1, {})
    assert max(found["megabytes"], found["worker_megabytes"]) < MOST
    with Index.open(tmp_path / "index") as index:
        assert check_generation(index) == []
