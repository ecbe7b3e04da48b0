"""Read damaged files for a while: nothing may crash a build or hang, and every file is reported.

python benchmarks/fuzz.py FOLDER [--seconds 600] [--seed 0]

Files of FOLDER are damaged at random (bytes flipped, cut off, taken out, joined with another's)
and read in batches as a build reads them. Exits 1 if a file is missing in the reports, a limit of
time or memory is met, or a reader fails in a way that is not one of its own errors; those files are
kept in the folder that is printed.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from qa_bot.reading import Limits, read_files

BATCH = 24
LARGEST = 2_000_000
LIMITS = Limits(seconds=30, memory_mb=2_000, file_mb=20)
FAILURES = ("made its reader fail", "took longer than", "MB of memory")


def main() -> int:
    """Damage and read until the time is over."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    paths = sorted(p for p in given.folder.rglob("*") if p.is_file())
    seeds = [(p.suffix, p.read_bytes()) for p in paths if 0 < p.stat().st_size <= LARGEST]
    if not seeds:
        sys.exit(f"{given.folder} holds no files to damage")
    kept = Path(tempfile.mkdtemp(prefix="fuzz-"))
    chance = random.Random(given.seed)
    counts: Counter[str] = Counter()
    failures = 0
    end = time.monotonic() + given.seconds
    while time.monotonic() < end:
        failures += read_batch([damage(seeds, chance) for _ in range(BATCH)], kept, counts)
    print(f"{counts.total()} files: {dict(counts)}; {failures} failures, kept in {kept}")
    return 1 if failures else 0


def damage(seeds: list[tuple[str, bytes]], chance: random.Random) -> tuple[str, bytes]:
    """One file, damaged; its suffix may be another's."""
    suffix, data = chance.choice(seeds)
    other_suffix, other = chance.choice(seeds)
    way = chance.choice(("flip", "flip", "cut", "gap", "join", "name"))
    place = chance.randrange(len(data))
    if way == "flip":
        flipped = bytearray(data)
        for _ in range(chance.choice((1, 4, 16, 256))):
            flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
        return suffix, bytes(flipped)
    if way == "cut":
        return suffix, data[:place]
    if way == "gap":
        return suffix, data[:place] + data[place + chance.randrange(1, 5_000) :]
    if way == "join":
        return suffix, data[:place] + other[chance.randrange(len(other)) :]
    return other_suffix, data


def read_batch(files: list[tuple[str, bytes]], kept: Path, counts: Counter[str]) -> int:
    """Read files as a build does; the number of failures."""
    failures = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = []
        for number, (suffix, data) in enumerate(files):
            paths.append(folder / f"{number:03}{suffix}")
            paths[-1].write_bytes(data)
        reports = [reading.report for reading in read_files(paths, folder, LIMITS)]
        missing = {path.name for path in paths} - {report.source for report in reports}
        for report in reports:
            counts[report.status] += 1
            if any(words in report.reason for words in FAILURES):
                print(f"{report.format or '?'}: {report.reason}")
                missing.add(report.source)
        for source in missing:
            failures += 1
            shutil.copy(folder / source, kept / f"{counts.total():06}-{source}")
    return failures


if __name__ == "__main__":
    sys.exit(main())
