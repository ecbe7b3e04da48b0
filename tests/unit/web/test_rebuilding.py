"""Rebuilds: whatever their worker does, a job ends and the next one may start."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from qa_bot.errors import BusyError
from qa_bot.web.library import rebuilding
from qa_bot.web.library.rebuilding import Rebuilds

DONE = '{"generation":"1-a","documents":1,"passages":2,"sentences":3,"seconds":1,"notes":[]}'


def say(*lines, then=""):
    """A worker that writes lines to standard output."""
    written = "".join(f"{line}\n" for line in lines)
    return f"import sys\nsys.stdout.write({written!r})\nsys.stdout.flush()\n{then}"


@pytest.fixture
def rebuild(tmp_path, monkeypatch):
    """Runs a rebuild whose worker is a script; gives its job as it ended."""
    rebuilds = Rebuilds()

    def run(script):
        monkeypatch.setattr(rebuilding, "worker_command", lambda *_: [sys.executable, "-c", script])
        job = rebuilds.start(tmp_path / "corpus", tmp_path / "index")
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
    monkeypatch.setattr(rebuilding, "worker_command", lambda *_: waiting)
    rebuilds = Rebuilds()
    rebuilds.start(tmp_path, tmp_path)
    with pytest.raises(BusyError):
        rebuilds.start(tmp_path, tmp_path)
    rebuilds.close()


NOISY = """
import os
from qa_bot.errors import QABotError
from qa_bot.web.library import rebuild_worker

def build(corpus, index, progress):
    os.write(1, b"a library says hello\\n")
    progress(1, 2)
    raise QABotError("no")

rebuild_worker.build_index = build
rebuild_worker.main("corpus", "index")
"""


def test_what_a_library_prints_does_not_reach_the_server():
    done = subprocess.run([sys.executable, "-c", NOISY], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ['{"done": 1, "total": 2}', '{"error": "no"}']
    assert "hello" in done.stderr
