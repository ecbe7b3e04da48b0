"""The README's quickstart, executed as written."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys

import pytest

from qa_bot.answering.bot import QABot
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_python_quickstart_runs(essay_index, monkeypatch, capsys):
    monkeypatch.setenv("QA_BOT_INDEX", str(essay_index))
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL)[1]
    exec(compile(code, "README.md", "exec"), {})
    printed = capsys.readouterr().out
    assert "operates the Global Response Center" in printed
    assert "international-institutions-and-cybersecurity.txt Information Sharing" in printed


def test_the_follow_up_example_runs(essay_index, monkeypatch, capsys):
    monkeypatch.setenv("QA_BOT_INDEX", str(essay_index))
    code = re.findall(r"```python\n(.*?)```", README, re.DOTALL)[1]
    exec(compile(code, "README.md", "exec"), {})
    assert capsys.readouterr().out == re.search(r"# (.*)", code)[1] + "\n"


@pytest.mark.parametrize("command", re.findall(r"^qa-bot (ask \".*)$", README, re.MULTILINE))
def test_the_terminal_quickstart_runs(command, essay_index, monkeypatch):
    monkeypatch.setenv("QA_BOT_INDEX", str(essay_index))
    words = [sys.executable, "-m", "qa_bot", *shlex.split(command)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert "INTERPOL" in done.stdout


def test_the_two_scripts_and_the_screenshot_exist():
    for path in re.findall(r"(?:python3 |\()((?:scripts|docs|qa_bot)/[\w./-]+)", README):
        assert (ROOT / path).is_file(), path
    assert set(dir(QABot)) >= {"open", "answer", "search", "documents", "source"}
