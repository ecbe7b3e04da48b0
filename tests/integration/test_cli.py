"""The command as a person runs it, in a process of its own."""

from __future__ import annotations

import json
import os
import queue
import re
import signal
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager

import pytest
from typer.testing import CliRunner

import qa_bot
from qa_bot import QABot, build_index
from qa_bot.cli.app import app
from tests.conftest import ROOT
from tests.fakes import FakeEncoder

ASK_WITH_A_FAKE = """
import sys
from unittest.mock import patch
from qa_bot.cli.app import main
from tests.fakes import FakeEncoder
index, *words = sys.argv[1:]
sys.argv = ["qa-bot", "ask", "What colour is the sky?", "--index", index, *words]
with patch("qa_bot.answering.bot.open_encoder", lambda *_: FakeEncoder()):
    main()
"""


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


@pytest.mark.parametrize(
    "command", ["build", "ask", "serve", "documents", "eval", "calibrate", "mcp"]
)
def test_help_has_an_example(command):
    assert f"Example: qa-bot {command}" in run(command, "--help").stdout


@pytest.mark.parametrize(
    "command", ["add", "remove", "generations", "rollback", "check", "export", "import"]
)
def test_help_of_the_library_commands_has_an_example(command):
    done = CliRunner().invoke(app, [command, "--help"])
    assert f"Example: qa-bot {command}" in done.output


def test_a_library_from_its_first_file_to_another_machine(tmp_path, monkeypatch):
    def qa_bot(*words, code=0):
        done = CliRunner().invoke(app, [*map(str, words)])
        assert done.exit_code == code, (done.output, done.exception)
        return " ".join(done.output.split())

    monkeypatch.chdir(tmp_path)
    (tmp_path / "sky.txt").write_text("The sky over Lisbon is blue.")
    (tmp_path / "sea.txt").write_text("The sea near Porto is green.")
    assert "Indexed 2 documents" in qa_bot("add", "sky.txt", "sea.txt")
    assert "Nothing has changed" in qa_bot("build")
    assert qa_bot("build", "--if-needed") == ""
    assert "Moved to" in qa_bot("remove", "sea.txt")
    qa_bot("ask", "What colour is the sea near Porto?", code=3)
    assert len(re.findall(r"\d{6}-", qa_bot("generations"))) == 2
    assert "2 documents" in qa_bot("rollback")
    assert "sea.txt is gone since it was indexed; run: qa-bot build" in qa_bot("check", code=1)
    qa_bot("build")
    assert qa_bot("check") == "Nothing is wrong."
    assert "Wrote sky.qabot: 1 documents" in qa_bot("export", "sky.qabot")
    assert "Live now" in qa_bot("import", "sky.qabot", "--index", "other")
    assert "blue" in qa_bot("ask", "What colour is the sky?", "--index", "other")


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


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-16-le", "utf-8"])
def test_the_quote_survives_whatever_encoding_the_environment_names(tmp_path, encoding):
    (tmp_path / "sky.txt").write_text("Žofie’s sky over Lisbon — 空 — is blue.", encoding="utf-8")
    build_index(tmp_path, tmp_path / "index", encoder=FakeEncoder())
    for words in ((), ("--json",)):
        done = subprocess.run(
            [sys.executable, "-c", ASK_WITH_A_FAKE, str(tmp_path / "index"), *words],
            capture_output=True,
            env=os.environ
            | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "QA_BOT_STRICTNESS": "1"},
            check=True,
        )
        text = done.stdout.decode("utf-8")
        shown = json.loads(text)["citations"][0]["quote"] if words else text
        assert "Žofie’s sky over Lisbon — 空 — is blue." in shown
        assert not words or encoding == "utf-8" or text.isascii()


def test_ask_gives_as_many_excerpts_as_the_settings_say(essay_index, monkeypatch):
    monkeypatch.setenv("QA_BOT_MAX_CITATIONS", "1")
    question = "What do ENISA and INTERPOL do?"
    for words, most in (((), 1), (("-k", 2), 2)):
        given = json.loads(run("ask", question, "--index", essay_index, "--json", *words).stdout)
        excerpts = [c for c in given["citations"] if c["same_as"] is None]
        assert len(excerpts or given["nearest"]) == most


def test_not_in_the_documents_is_code_3(essay_index):
    done = run("ask", "Who won the football championship?", "--index", essay_index)
    assert done.returncode == 3
    assert "don't answer this" in done.stdout


def test_timings_name_every_stage(essay_index):
    done = run("ask", "What does INTERPOL do?", "--index", essay_index, "--timings")
    stages = ("querying", "retrieval", "reading", "evidence", "answering")
    assert all(f"{stage}: " in done.stderr for stage in stages)


def test_explain_says_how_the_answer_came_about(essay_index):
    done = run("ask", "What does INTERPOL do?", "--index", essay_index, "--explain")
    assert "Decision: answered" in done.stdout
    words = ("ask", "Who won the football championship?", "--index", essay_index, "--explain")
    refused = json.loads(run(*words, "--json").stdout)
    assert refused["reason"] == "off_topic"
    assert refused["trace"]["decided_by"] in ("topic", "reading")


def test_the_strictest_answers_least(essay_index):
    question = "Who gives scientific advice on the environment?"
    loose = run("ask", question, "--index", essay_index, "--strictness", 1)
    strict = run("ask", question, "--index", essay_index, "--strictness", 100)
    assert (loose.returncode, strict.returncode) == (0, 3)


def test_calibrating_without_thumbs_is_one_line(essay_index):
    done = run("calibrate", "--index", essay_index)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "qa-bot serve" in done.stderr


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
    assert "Indexed 1 document:" in built.stdout
    assert "Skipped bad.txt: is not text" in built.stdout
    listed = run("documents", "--index", tmp_path / "index").stdout
    shown = run("documents", "--index", tmp_path / "index", "--text", "sky.txt").stdout
    assert shown == "The sky is blue.\n"
    assert "sky.txt: Sky (1 passages" in listed
    assert "Skipped bad.txt" in listed


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


@contextmanager
def running(*words):
    """The command while it runs; its lines come through a queue. Interrupted at the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "qa_bot", *map(str, words)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        preexec_fn=heed_interrupts,
    )
    lines = queue.Queue()
    reader = threading.Thread(target=lambda: [lines.put(line) for line in process.stdout])
    reader.start()
    try:
        yield lines, process
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=60)
        finally:
            process.kill()
        reader.join(timeout=60)
        process.stdout.close()


def heed_interrupts():
    """What a shell that runs the tests in the background has switched off."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def next_line(lines, words):
    while words not in (line := lines.get(timeout=90)):
        pass
    return line


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send")
@pytest.mark.parametrize("command", ["build", "serve"])
def test_the_index_follows_its_folder(command, tmp_path, encoder):
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    (corpus / "sky.txt").write_text("The sky is blue.")
    build_index(corpus, index, encoder=encoder)
    port = ["--port", free_port()] if command == "serve" else []
    with running(command, "--watch", "--corpus", corpus, "--index", index, *port) as (lines, done):
        next_line(lines, "Watching")
        (corpus / "sea.txt").write_text("The sea is green.")
        next_line(lines, "Indexed 2 documents")
    assert done.returncode in (0, 130)
    with QABot.open(index, encoder=encoder) as bot:
        assert len(bot.documents()) == 2


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
