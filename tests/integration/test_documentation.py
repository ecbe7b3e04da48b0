"""README and docs: their commands and Python blocks run as written, their links lead somewhere."""

from __future__ import annotations

import importlib.util
import re
import shlex
import shutil
import subprocess
import sys

import pytest

from tests.conftest import ESSAY, ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCKS = [
    pytest.param(block, id=f"{page.stem}-{number}")
    for page in PAGES
    for number, block in enumerate(
        re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    )
]
COMMANDS = sorted(
    {
        command
        for page in PAGES
        for command in re.findall(r"^qa-bot (ask \".*)$", page.read_text("utf-8"), re.MULTILINE)
    }
)


@pytest.fixture
def folder(tmp_path, essay_index, monkeypatch):
    """A folder with the essay and its index, the current one."""
    shutil.copytree(ESSAY, tmp_path / "corpus")
    shutil.copytree(essay_index, tmp_path / "index")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("block", BLOCKS)
def test_a_python_block_prints_what_it_says(block, folder, capsys):
    exec(compile(block, "block", "exec"), {})
    printed = capsys.readouterr().out
    assert printed
    for line in re.findall(r"print\(.*\)  # (.*)", block):
        assert line in printed


def test_the_first_answer_is_the_one_that_the_readme_promises(folder, capsys):
    exec(compile(BLOCKS[0].values[0], "README.md", "exec"), {})
    printed = capsys.readouterr().out
    assert "operates the Global Response Center" in printed
    assert "international-institutions-and-cybersecurity.txt Information Sharing" in printed


@pytest.mark.parametrize("command", COMMANDS)
def test_a_question_from_the_terminal_is_answered(command, folder):
    words = [sys.executable, "-m", "qa_bot", *shlex.split(command)]
    done = subprocess.run(words, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert "INTERPOL" in done.stdout


def test_links_and_named_scripts_exist():
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
        missing = [link for link in links if not (page.parent / link).exists()]
        named = re.findall(r"(?:scripts|benchmarks)/\w+\.py", text)
        assert missing + [name for name in named if not (ROOT / name).is_file()] == [], page


def test_the_readme_stays_short():
    assert len((ROOT / "README.md").read_bytes()) <= 5_000


@pytest.mark.parametrize("page", ["cli", "settings"])
def test_a_reference_says_what_the_code_does(page):
    spec = importlib.util.spec_from_file_location("reference", ROOT / "scripts" / "reference.py")
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    made = {"cli": reference.describe_commands, "settings": reference.describe_settings}[page]()
    written = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    assert made == written, "run: python scripts/reference.py"
