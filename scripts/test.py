"""Install what is missing, then lint, check the types and run the tests.

python3 scripts/test.py                   everything that takes seconds
python3 scripts/test.py tests/unit -k q   the words go to pytest
python3 scripts/test.py -m faults         full disks, kills and races: minutes
python3 scripts/test.py -m slow           what takes longer still, or needs an extra
"""

from __future__ import annotations

import subprocess
import sys

from _environment import ROOT, ensure_environment


def main() -> int:
    """Run ruff, mypy and pytest; the first failure ends the run."""
    python = str(ensure_environment("dev"))
    steps = [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
        ["pytest", *sys.argv[1:]],
    ]
    for step in steps:
        print("$", *step, flush=True)
        done = subprocess.run([python, "-m", *step], cwd=ROOT, check=False)
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
