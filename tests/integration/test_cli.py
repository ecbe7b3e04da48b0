"""The command as a person runs it, in a process of its own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys

import pytest

import qa_bot
from tests.conftest import ROOT

pytestmark = pytest.mark.slow


def run(*words, stdin="", cwd=ROOT):
    return subprocess.run(
        [sys.executable, "-m", "qa_bot", *map(str, words)],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        timeout=120,
        check=False,
    )


def test_version():
    assert run("--version").stdout == f"qa-bot {qa_bot.__version__}\n"


@pytest.mark.parametrize("command", ["build", "ask", "serve", "documents", "eval", "mcp"])
def test_help_has_an_example(command):
    assert f"Example: qa-bot {command}" in run(command, "--help").stdout


def test_ask_answers_with_code_0(essay_index):
    done = run("ask", "What does INTERPOL do?", "--index", essay_index)
    assert done.returncode == 0, done.stderr
    assert "(INTERPOL)" in done.stdout
    assert "[1] International institutions and cybersecurity · Incident Response" in done.stdout
    assert "\x1b" not in done.stdout


def test_ask_as_json(essay_index):
    done = run("ask", "What does INTERPOL do?", "--index", essay_index, "--json", "-k", 1)
    given = json.loads(done.stdout)
    assert given["answered"] is True
    assert given["citations"][0]["quote"] in given["text"]


def test_not_in_the_documents_is_code_3(essay_index):
    done = run("ask", "Who won the football championship?", "--index", essay_index)
    assert done.returncode == 3
    assert "don't answer this" in done.stdout


def test_a_conversation_on_standard_input(essay_index):
    done = run("ask", "--index", essay_index, stdin="What is ENISA?\nWhat does it provide?\n")
    assert done.returncode == 0
    assert "Asked as: What does ENISA provide?" in done.stdout


def test_usage_errors_are_code_2():
    assert run("ask", "x", "-k", "0").returncode == 2
    assert run("nonsense").returncode == 2


def test_build_and_documents(tmp_path):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "sky.txt").write_text("The sky is blue.")
    (tmp_path / "corpus" / "bad.txt").write_bytes(b"\x00\x01\x02")
    built = run("build", "--corpus", tmp_path / "corpus", "--index", tmp_path / "index")
    assert built.returncode == 0, built.stderr
    assert "Indexed 1 documents" in built.stdout
    assert "Skipped bad.txt: is not text" in built.stdout
    listed = run("documents", "--index", tmp_path / "index").stdout
    assert "sky.txt: Sky (1 passages" in listed
    assert "skipped bad.txt" in listed


def one_line_error(done):
    assert done.returncode == 1
    assert done.stdout == ""
    lines = [line for line in done.stderr.splitlines() if line.startswith("qa-bot: ")]
    assert len(lines) == 1
    assert "Traceback" not in done.stderr
    return lines[0]


def test_errors_are_one_line_with_the_remedy(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "x").write_text("x")
    assert "qa-bot build" in one_line_error(run("ask", "x", "--index", tmp_path / "none"))
    assert "--corpus" in one_line_error(run("build", "--corpus", tmp_path / "none"))
    build = run("build", "--corpus", "corpus", "--index", tmp_path / "mine")
    assert "--index" in one_line_error(build)


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no write bit on Windows")
def test_a_folder_that_cannot_be_written_is_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    done = run("build", "--corpus", "corpus", "--index", tmp_path / "file" / "index")
    assert "can't be written" in one_line_error(done)


def test_a_port_in_use_is_one_line(essay_index):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("serve", "--index", essay_index, "--port", taken.getsockname()[1])
    assert "--port" in one_line_error(done)
