"""Rebuilding: a request to rebuild comes in, a job to follow goes out.

The build runs in a process of its own with lower priority, so that it never starves answers; a
thread reads its progress.
"""

from __future__ import annotations

import json
import os
import subprocess
import threading
import uuid
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from qa_bot.errors import BusyError
from qa_bot.reading.sandbox.launch import worker_command, worker_environment

_REMEMBERED = 100
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
    """A rebuild: running, done or failed."""

    job_id: str
    state: Literal["running", "done", "failed"] = "running"
    done: int = 0
    """Passages and sentences encoded so far."""
    total: int = 0
    result: RebuildResult | None = None
    error: str = ""


class Rebuilds:
    """The rebuilds of one index, one at a time; the last hundred are remembered."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None

    def start(self, corpus: Path, index_dir: Path) -> Job:
        """Start a rebuild.

        Raises:
            BusyError: one is running.
        """
        with self._lock:
            if any(job.state == "running" for job in self._jobs.values()):
                raise BusyError("a rebuild is running; wait until it is done")
            job = Job(uuid.uuid4().hex)
            self._jobs[job.job_id] = job
            while len(self._jobs) > _REMEMBERED:
                del self._jobs[next(iter(self._jobs))]
            self._process = _start_worker(corpus, index_dir)
        threading.Thread(
            target=self._follow, args=(job.job_id, self._process), name="rebuild", daemon=True
        ).start()
        return job

    def job(self, job_id: str) -> Job | None:
        """A job as it stands."""
        return self._jobs.get(job_id)

    def count(self, state: str) -> int:
        """How many of the remembered jobs are in a state."""
        return sum(job.state == state for job in list(self._jobs.values()))

    def close(self) -> None:
        """End a rebuild that is running; the live index stays."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait()

    def _follow(self, job_id: str, process: subprocess.Popen[str]) -> None:
        """Read what a worker says until it ends; whatever happens, the job ends with it."""
        error = "the rebuild ended early; try again"
        with process:
            try:
                while line := _read_line(process):
                    self._jobs[job_id] = _advance(self._jobs[job_id], json.loads(line))
            except (ValueError, KeyError, TypeError):
                error = "the rebuild's process failed; try again"
            finally:
                process.kill()
                if self._jobs[job_id].state == "running":
                    self._jobs[job_id] = replace(self._jobs[job_id], state="failed", error=error)


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
        return replace(job, done=said["done"], total=said["total"])
    if "error" in said:
        return replace(job, state="failed", error=said["error"])
    result = RebuildResult(**{**said, "notes": tuple(said["notes"])})
    return replace(job, state="done", result=result)
