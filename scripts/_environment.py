"""The virtual environment that the two scripts share; standard library only."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
CONSTRAINTS = ROOT / "constraints.txt"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST = (3, 11)


def ensure_environment(extra: str = "") -> Path:
    """Make `.venv` with the package (and an extra) where it is missing or out of date.

    Returns the environment's Python. What is installed already is not looked at again: a stamp in
    `.venv` remembers the files that decide what gets installed.
    """
    if sys.version_info < OLDEST:
        sys.exit(
            f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed, this is {sys.version.split()[0]}"
        )
    wanted = hashlib.sha256(
        b"".join((ROOT / name).read_bytes() for name in ("pyproject.toml", "constraints.txt"))
    ).hexdigest()
    stamp = VENV / f"installed{'-' + extra if extra else ''}"
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return PYTHON
    print("Installing into .venv (a few minutes the first time) …", flush=True)
    if not PYTHON.exists():
        venv.create(VENV, with_pip=True)
    install("torch")
    install("-e", f"{ROOT}[{extra}]" if extra else str(ROOT))
    stamp.write_text(wanted)
    return PYTHON


def install(*what: str) -> None:
    """Install with the pinned versions; torch comes first, so that nothing widens its version."""
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*command, "-c", str(CONSTRAINTS), *what], check=False)
    if done.returncode:
        sys.exit(
            "The installation failed; its reason stands above. Run this again once it is mended."
        )
