"""Read files in worker processes, in order; no file can stop the others.

Parsers run in worker processes, a few side by side. A worker that dies or takes too long costs the
file that it was reading and is replaced. Short plain texts, which no parser touches and which are
read in no time, are read here: a folder of them needs no process at all.
"""

from __future__ import annotations

import json
import queue
import stat
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from qa_bot.models.cores import usable_cores
from qa_bot.reading.errors import ReadingError
from qa_bot.reading.files import Reading, load_data, read_data, report_from_dict, source_of
from qa_bot.reading.formats.detect import detect_format
from qa_bot.reading.parsed import RawFile
from qa_bot.reading.report import ReadingReport
from qa_bot.reading.sandbox.launch import worker_command, worker_environment
from qa_bot.reading.sandbox.limits import Limits
from qa_bot.types import Document, Page, Section

_READ_HERE = frozenset((".txt", ".text", ".md", ".markdown"))
_PLAIN = ("text", "markdown")
_SHORT = 100_000
"""Bytes up to which a text is read in this process: too few to take long."""
_MOST_WORKERS = 4
_AHEAD = 16
"""Files that are read before the one that is wanted next: their texts are in memory meanwhile."""
_READ_DATA = "qa_bot.reading.files:read_data"


def read_files(
    paths: Sequence[Path],
    corpus: Path,
    limits: Limits,
    passwords: Sequence[str] = (),
    function: str = _READ_DATA,
) -> Iterator[Reading]:
    """Read files side by side.

    Args:
        paths: the files, all below `corpus`.
        corpus: the folder that their sources are relative to.
        limits: what a file may cost.
        passwords: tried on every locked file.
        function: what a worker calls, as "module:name".
    """
    workers: queue.SimpleQueue[Worker] = queue.SimpleQueue()
    count = max(1, min(usable_cores(), _MOST_WORKERS, len(paths)))
    started = [Worker(limits, passwords, function) for _ in range(count)]
    for worker in started:
        workers.put(worker)

    def read(path: Path) -> Reading:
        source = source_of(path, corpus)
        if source != path.relative_to(corpus).as_posix():
            return _skip(source, "has a name that is not valid Unicode; rename it")
        reading = _read_here(path, source, limits)
        if reading is not None:
            return reading
        worker = workers.get()
        try:
            return worker.read(path, source)
        finally:
            workers.put(worker)

    executor = ThreadPoolExecutor(count)
    try:
        yield from _read_ahead(executor, read, paths)
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
        for worker in started:
            worker.stop()


def _read_ahead(
    executor: ThreadPoolExecutor, read: Callable[[Path], Reading], paths: Sequence[Path]
) -> Iterator[Reading]:
    """The readings in order; only some files are read before the one that is wanted next."""
    waiting: deque[Future[Reading]] = deque()
    for path in paths:
        waiting.append(executor.submit(read, path))
        if len(waiting) > _AHEAD:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _read_here(path: Path, source: str, limits: Limits) -> Reading | None:
    """The reading of a short plain text or of a file over the size limit; None for all others."""
    try:
        state = path.stat()
        size = state.st_size
        if not stat.S_ISREG(state.st_mode):
            link = path.is_symlink() and path.is_dir()
            what = "is a link to a folder" if link else "is not a regular file"
            raise ReadingError(f"{what}; put a copy into the folder")
        if size > limits.file_mb * 1_000_000:
            raise ReadingError(
                f"has {size / 1e6:,.0f} MB, over the limit of {limits.file_mb} MB; split it or "
                "raise QA_BOT_READING_FILE_MB"
            )
        if path.suffix.lower() not in _READ_HERE or size > _SHORT:
            return None
        data = load_data(path)
        if data.strip() and detect_format(data, source) not in _PLAIN:
            return None
    except OSError as error:
        return _skip(source, f"can't be opened ({error.strerror}); check its permissions")
    except ReadingError as error:
        return _skip(source, str(error))
    return read_data(RawFile(source, data))


class Worker:
    """A process that reads one file at a time; started when first needed, replaced when it dies."""

    def __init__(self, limits: Limits, passwords: Sequence[str], function: str) -> None:
        self._limits = limits
        self._passwords = list(passwords)
        self._function = function
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, path: Path, source: str) -> Reading:
        """Read one file, whatever it does to the process."""
        process = self._process = self._process or self._start()
        timed_out = threading.Event()

        def end() -> None:
            timed_out.set()
            process.kill()

        _send(process, {"path": str(path.absolute()), "source": source})
        answer: dict[str, Any] = {"alive": True}
        while "alive" in answer:  # each picture has the time that a file has
            timer = threading.Timer(self._limits.seconds, end)
            timer.start()
            try:
                answer = _receive(process)
            finally:
                timer.cancel()
        if "report" in answer:
            return _from_dict(answer)
        self.stop()
        return _skip(source, self._explain(answer, timed_out.is_set()))

    def stop(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            worker_command("qa_bot.reading.sandbox.worker", self._function),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={
                **worker_environment(),
                "OPENBLAS_NUM_THREADS": "1",  # each of its threads reserves memory
            },
        )
        _send(process, {"limits": asdict(self._limits), "passwords": self._passwords})
        return process

    def _explain(self, answer: dict[str, Any], timed_out: bool) -> str:
        if timed_out:
            return (
                f"took longer than {self._limits.seconds:g} s; split it or raise "
                "QA_BOT_READING_SECONDS"
            )
        if answer.get("memory"):
            return (
                f"needs more than {self._limits.memory_mb} MB of memory; split it or raise "
                "QA_BOT_READING_MEMORY_MB"
            )
        return f"made its reader fail ({answer.get('failed', 'the process died')}); save it anew"


def _send(process: subprocess.Popen[bytes], message: dict[str, Any]) -> None:
    """Send a line; a process that died shows when it is asked for one."""
    assert process.stdin is not None
    with suppress(OSError):
        process.stdin.write(json.dumps(message).encode("ascii") + b"\n")
        process.stdin.flush()


def _receive(process: subprocess.Popen[bytes]) -> dict[str, Any]:
    """Wait for a line; empty where the process died."""
    assert process.stdout is not None
    with suppress(OSError):
        line = process.stdout.readline()
        if line.endswith(b"\n"):
            answer: dict[str, Any] = json.loads(line)
            return answer
    return {}


def _skip(source: str, reason: str) -> Reading:
    return Reading(ReadingReport(source, "skipped", reason))


def _from_dict(answer: dict[str, Any]) -> Reading:
    report = report_from_dict(answer["report"])
    document = answer["document"]
    if document is not None:
        document["pages"] = tuple(Page(**page) for page in document["pages"])
        document["sections"] = tuple(Section(**section) for section in document["sections"])
    return Reading(report, Document(**document) if document else None)
