"""Write the references of the command line and of the settings: docs/cli.md and docs/settings.md.

    python scripts/reference.py

Run it after a command or a setting has changed; a test fails where the pages differ from the code.
"""

from __future__ import annotations

import ast
import inspect
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from pydantic.fields import FieldInfo

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from qa_bot.config import Settings  # noqa: E402

_CLI_HEAD = """# The command line

Exit codes: 0 answered or done, 1 error, 2 usage, 3 not in the documents. `qa-bot ask` without a
question is a small prompt that understands follow-up questions. What is printed for programs
(`--json`) stays the same between versions but for new fields.

This page is written by `scripts/reference.py`.

"""
_SETTINGS_HEAD = """# Settings

Environment variables, or `Settings(name=…)` in Python; a name that does not exist is refused there.
An index is built again where a setting that it depends on has changed.

Beside these: `QA_BOT_INDEX` is the index folder (else `index/` here, then the user's data folder),
`QA_BOT_USERS` the file of accounts, `QA_BOT_MODEL_CACHE` the folder of exported models.

This page is written by `scripts/reference.py`.

| variable | default | what it does |
|---|---|---|
"""


def main() -> int:
    """Write both pages."""
    (ROOT / "docs" / "cli.md").write_text(describe_commands(), encoding="utf-8")
    (ROOT / "docs" / "settings.md").write_text(describe_settings(), encoding="utf-8")
    return 0


def describe_commands() -> str:
    """Every command with its options, as typer writes them."""
    command = [sys.executable, "-m", "typer", "qa_bot.cli.app", "utils", "docs", "--name", "qa-bot"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=True
    )
    _, _, commands = done.stdout.partition("\n## ")
    return f"{_CLI_HEAD}## {commands.rstrip()}\n"


def describe_settings() -> str:
    """Every setting with its default, its bounds and its docstring."""
    meanings = dict(_docstrings(Settings))
    rows = (_row(name, field, meanings[name]) for name, field in Settings.model_fields.items())
    return _SETTINGS_HEAD + "".join(rows)


def _row(name: str, field: FieldInfo, meaning: str) -> str:
    bounds = [
        f"{words} {getattr(limit, kind)}"
        for limit in field.metadata
        for kind, words in _BOUNDS
        if hasattr(limit, kind)
    ]
    limits = f" ({', '.join(bounds)})" if bounds else ""
    default = f"`{field.default}`" if str(field.default) else ""
    return f"| `QA_BOT_{name.upper()}` | {default} | {meaning.rstrip('.')}{limits}. |\n"


_BOUNDS = (("ge", "at least"), ("gt", "over"), ("le", "at most"))


def _docstrings(settings: type[Settings]) -> Iterator[tuple[str, str]]:
    """The string under each field, in one line."""
    (declared,) = ast.parse(inspect.getsource(settings)).body
    body = declared.body if isinstance(declared, ast.ClassDef) else []
    for field, under in pairwise(body):
        match field, under:
            case ast.AnnAssign(ast.Name(name)), ast.Expr(ast.Constant(str(meaning))):
                yield name, " ".join(meaning.split())


if __name__ == "__main__":
    sys.exit(main())
