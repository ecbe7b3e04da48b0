"""Rebuilds: the next generation is built in a process of its own, one at a time.

The process has a lower priority, so that it never starves answers; a thread reads its progress.
A rebuild can be asked for at once, or a moment after the last of several changes.
"""

from __future__ import annotations

import json
import os
import subprocess
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from qa_bot.errors import BusyError
from qa_bot.reading.sandbox.launch import worker_command, worker_environment

_REMEMBERED = 100
SETTLING_SECONDS = 1.0
"""How long nothing may change before a rebuild that changes asked for starts."""
SILENCE_SECONDS = 120.0
"""How long a worker may say nothing; it says that it lives every few seconds."""


@dataclass(frozen=True, slots=True)
class RebuildResult:
    """What a rebuild made."""

    generation: str
    documents: int
    passages: int
    sentences: int
    seconds: float
    notes: tuple[str, ...] = ()
    """The files that were skipped or read in part, and why."""
    changed: bool = True
    """False where nothing had changed and the live generation stayed."""


@dataclass(frozen=True, slots=True)
class Job:
    """A rebuild: running, done, failed or cancelled."""

    job_id: str
    state: Literal["running", "done", "failed", "cancelled"] = "running"
    done: int = 0
    """Files read so far, then passages and sentences encoded so far."""
    total: int = 0
    reading: str = ""
    """The file that is read now; empty once all are."""
    result: RebuildResult | None = None
    error: str = ""
    failure: str = ""
    """The kind of the error, as `qa_bot.errors` names it."""


class Rebuilds:
    """The rebuilds of one index, one at a time; the last hundred are remembered.

    Args:
        places: gives the folders of the documents and of the index.
    """

    def __init__(self, places: Callable[[], tuple[Path, Path]]) -> None:
        self._places = places
        self._jobs: dict[str, Job] = {}
        self._lock = threading.RLock()
        self._process: subprocess.Popen[str] | None = None
        self._timer: threading.Timer | None = None
        self._again = False

    def start(self) -> Job:
        """Start a rebuild.

        Raises:
            BusyError: one is running.
        """
        with self._lock:
            if self.count("running"):
                raise BusyError("a rebuild is running; wait until it is done")
            job = Job(uuid.uuid4().hex)
            self._jobs[job.job_id] = job
            while len(self._jobs) > _REMEMBERED:
                del self._jobs[next(iter(self._jobs))]
            self._process = _start_worker(*self._places())
        threading.Thread(
            target=self._follow, args=(job.job_id, self._process), name="rebuild", daemon=True
        ).start()
        return job

    def request(self) -> None:
        """Start a rebuild a moment after the last call; after the one that runs, if one does."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            self._timer = threading.Timer(SETTLING_SECONDS, self._start_requested)
            self._timer.daemon = True
            self._timer.start()

    def _start_requested(self) -> None:
        with self._lock:
            self._timer = None
            self._again = self.count("running") > 0
            if not self._again:
                self.start()

    def cancel(self) -> None:
        """End the rebuild that runs, and start none that was asked for; the live index stays."""
        with self._lock:
            self._again = False
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
            for job in self._jobs.values():
                if job.state == "running":
                    self._jobs[job.job_id] = replace(job, state="cancelled")
            if self._process is not None and self._process.poll() is None:
                self._process.terminate()

    def job(self, job_id: str) -> Job | None:
        """A job as it stands."""
        return self._jobs.get(job_id)

    @property
    def latest(self) -> Job | None:
        """The job that was started last."""
        return next(reversed(list(self._jobs.values())), None)

    @property
    def is_pending(self) -> bool:
        """Whether a rebuild runs or is about to."""
        return self._timer is not None or self._again or self.count("running") > 0

    def count(self, state: str) -> int:
        """How many of the remembered jobs are in a state."""
        return sum(job.state == state for job in list(self._jobs.values()))

    def close(self) -> None:
        """End a rebuild that is running; the live index stays."""
        self.cancel()
        if self._process is not None:
            self._process.wait()

    def _follow(self, job_id: str, process: subprocess.Popen[str]) -> None:
        """Read what a worker says until it ends; whatever happens, the job ends with it."""
        error = "the rebuild ended early; try again"
        with process:
            try:
                while line := _read_line(process):
                    self._advance(job_id, json.loads(line))
            except (ValueError, KeyError, TypeError):
                error = "the rebuild's process failed; try again"
            finally:
                process.kill()
                self._advance(job_id, {"error": error})
        with self._lock:
            if self._again:
                self._again = False
                self.start()

    def _advance(self, job_id: str, said: dict[str, Any]) -> None:
        with self._lock:
            if self._jobs[job_id].state == "running":
                self._jobs[job_id] = _advance(self._jobs[job_id], said)


def _read_line(process: subprocess.Popen[str]) -> str:
    """The next line; empty where the process has ended or is ended because it is silent."""
    assert process.stdout is not None
    timer = threading.Timer(SILENCE_SECONDS, process.kill)
    timer.start()
    try:
        return process.stdout.readline()
    finally:
        timer.cancel()


def rebuild_command(corpus: Path, index_dir: Path) -> list[str]:
    """The command of the process that builds."""
    return worker_command("qa_bot.web.library.rebuild_worker", str(corpus), str(index_dir))


def _start_worker(corpus: Path, index_dir: Path) -> subprocess.Popen[str]:
    lower = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0) if os.name == "nt" else 0
    return subprocess.Popen(
        rebuild_command(corpus, index_dir),
        env=worker_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        creationflags=lower,
    )


def _advance(job: Job, said: dict[str, Any]) -> Job:
    if not said:
        return job
    if "total" in said:
        name = str(said.get("reading", ""))
        return replace(job, done=said["done"], total=said["total"], reading=name)
    if "error" in said:
        failure = str(said.get("failure", ""))
        return replace(job, state="failed", error=said["error"], failure=failure)
    result = RebuildResult(**{**said, "notes": tuple(said["notes"])})
    return replace(job, state="done", result=result)
