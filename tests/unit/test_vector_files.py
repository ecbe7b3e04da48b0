"""Pages of mapped vectors are let go and come back."""

from __future__ import annotations

import mmap
from pathlib import Path

import numpy as np
import pytest

from qa_bot.index.array_files import forget_pages

STATUS = Path("/proc/self/smaps")


def resident_kb(file):
    """How much of a file this process holds."""
    _, _, after = STATUS.read_text().partition(f"{file}\n")
    return int(after.partition("Rss:")[2].split()[0])


@pytest.mark.skipif(
    not STATUS.exists() or not hasattr(mmap, "MADV_DONTNEED"), reason="only Linux tells"
)
def test_pages_that_were_read_are_let_go_and_read_the_same_again(tmp_path):
    path = tmp_path / "vectors.npy"
    np.save(path, np.arange(1_000_000, dtype=np.float32).reshape(1000, 1000))
    rows = np.load(path, mmap_mode="r")
    total = float(rows.sum(dtype=np.float64))
    assert resident_kb(path) > 3_000
    forget_pages(rows)
    assert resident_kb(path) > 3_000, "a small file is left as it is"
    forget_pages(rows, large=1_000_000)
    assert resident_kb(path) < 100
    assert float(rows.sum(dtype=np.float64)) == total


def test_an_array_in_memory_is_left_as_it_is():
    rows = np.ones((3, 4), np.float32)
    forget_pages(rows, large=1)
    assert rows.sum() == 12
