"""Rebuilds: whatever their worker does, a job ends and the next one may start."""

from __future__ import annotations

import subprocess
import sys
import threading
import time

import pytest

from qa_bot.errors import BusyError
from qa_bot.web.library import rebuilding
from qa_bot.web.library.rebuilding import Rebuilds

DONE = '{"generation":"1-a","documents":1,"passages":2,"sentences":3,"seconds":1,"notes":[]}'


def say(*lines, then=""):
    """A worker that writes lines to standard output."""
    written = "".join(f"{line}\n" for line in lines)
    return f"import sys\nsys.stdout.write({written!r})\nsys.stdout.flush()\n{then}"


def until(condition):
    for _ in range(1_000):
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError("it never happened")


@pytest.fixture
def rebuild(tmp_path, monkeypatch):
    """Runs a rebuild whose worker is a script; gives its job as it ended."""
    rebuilds = Rebuilds(lambda: (tmp_path / "corpus", tmp_path / "index"))

    def run(script):
        monkeypatch.setattr(
            rebuilding, "rebuild_command", lambda *_: [sys.executable, "-c", script]
        )
        job = rebuilds.start()
        for thread in threading.enumerate():
            if thread.name == "rebuild":
                thread.join(30)
        return rebuilds.job(job.job_id)

    yield run
    rebuilds.close()


def test_a_job_is_followed_to_its_result(rebuild):
    job = rebuild(say("{}", '{"done": 1, "total": 4}', "{}", DONE))
    assert (job.state, job.result.documents, job.done, job.total) == ("done", 1, 1, 4)


@pytest.mark.parametrize(
    "script",
    [
        say("Loading weights …", then="import time; time.sleep(60)"),
        say('["a list"]', then="import time; time.sleep(60)"),
        say('{"done": 1'),
        say('{"other": 1}'),
        say('{"done": 1, "total": 4}', then="import os; os.kill(os.getpid(), 9)"),
        "raise MemoryError",
        "",
    ],
    ids=["not JSON", "not an object", "half a line", "unknown", "killed", "error", "nothing"],
)
def test_a_worker_that_fails_ends_its_job_and_the_next_one_works(rebuild, script):
    failed = rebuild(script)
    assert failed.state == "failed"
    assert "try again" in failed.error
    assert rebuild(say(DONE)).state == "done"


def test_a_silent_worker_is_ended(rebuild, monkeypatch):
    monkeypatch.setattr(rebuilding, "SILENCE_SECONDS", 0.5)
    assert rebuild("import time; time.sleep(60)").state == "failed"
    assert rebuild(say(DONE)).state == "done"


def test_one_rebuild_runs_at_a_time(tmp_path, monkeypatch):
    waiting = [sys.executable, "-c", "import time; time.sleep(60)"]
    monkeypatch.setattr(rebuilding, "rebuild_command", lambda *_: waiting)
    rebuilds = Rebuilds(lambda: (tmp_path, tmp_path))
    job = rebuilds.start()
    with pytest.raises(BusyError):
        rebuilds.start()
    rebuilds.close()
    assert rebuilds.job(job.job_id).state == "cancelled"


def test_changes_start_one_rebuild_a_moment_after_the_last(tmp_path, monkeypatch):
    monkeypatch.setattr(rebuilding, "SETTLING_SECONDS", 0.2)
    command = [sys.executable, "-c", say(DONE)]
    monkeypatch.setattr(rebuilding, "rebuild_command", lambda *_: command)
    rebuilds = Rebuilds(lambda: (tmp_path, tmp_path))
    for _ in range(5):
        rebuilds.request()
        assert rebuilds.is_pending
    until(lambda: not rebuilds.is_pending)
    assert rebuilds.count("done") == 1


def test_a_change_during_a_rebuild_starts_another_after_it(tmp_path, monkeypatch):
    monkeypatch.setattr(rebuilding, "SETTLING_SECONDS", 0.01)
    gate = tmp_path / "gate"
    wait = f"import os, time\nwhile not os.path.exists({str(gate)!r}): time.sleep(0.02)"
    command = [sys.executable, "-c", f"{wait}\n{say(DONE)}"]
    monkeypatch.setattr(rebuilding, "rebuild_command", lambda *_: command)
    rebuilds = Rebuilds(lambda: (tmp_path, tmp_path))
    rebuilds.start()
    rebuilds.request()
    until(lambda: rebuilds._again)
    gate.touch()
    until(lambda: rebuilds.count("done") == 2)
    assert not rebuilds.is_pending


def test_a_cancelled_rebuild_ends_and_the_one_that_was_asked_for_does_not_start(
    tmp_path, monkeypatch
):
    waiting = [sys.executable, "-c", "import time; time.sleep(60)"]
    monkeypatch.setattr(rebuilding, "rebuild_command", lambda *_: waiting)
    rebuilds = Rebuilds(lambda: (tmp_path, tmp_path))
    job = rebuilds.start()
    rebuilds.request()
    rebuilds.cancel()
    assert not rebuilds.is_pending
    until(lambda: rebuilds._process.poll() is not None)
    assert rebuilds.job(job.job_id).state == "cancelled"
    assert rebuilds.latest.job_id == job.job_id


NOISY = """
import os
from qa_bot.errors import QABotError
from qa_bot.web.library import rebuild_worker

def build(corpus, index, progress, options):
    os.write(1, b"a library says hello\\n")
    options.on_read(0, 1, "a.txt")
    progress(1, 2)
    raise QABotError("no")

rebuild_worker.build_index = build
rebuild_worker.main("corpus", "index")
"""


def test_what_a_library_prints_does_not_reach_the_server():
    done = subprocess.run([sys.executable, "-c", NOISY], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        '{"done": 0, "total": 1, "reading": "a.txt"}',
        '{"done": 1, "total": 2}',
        '{"error": "no", "failure": "QABotError"}',
    ]
    assert "hello" in done.stderr
