"""The server under load: `python benchmarks/load.py INDEX [--clients 50] [--seconds 60]`.

Starts `qa-bot serve` on this machine, lets clients ask through REST one question after the other,
and says how long answers took, what failed and how the server's memory grew. Before that it asks
the engine the same questions directly: what share of its speed is left over REST? That is told by
the clock (the clients take their part of the cores) and by processor time, which a busy machine
changes less.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import numpy as np

from qa_bot import QABot

API = "/api/v1"
ADDED = 500
"""Documents that a rebuild reads and encodes."""
QUESTIONS = (
    "What does INTERPOL do?",
    "Who runs the Global Response Center?",
    "What does the World Bank pay for?",
    "What is ENISA?",
    "Which organization sets telecommunication standards?",
    "Who won the football championship in Uruguay?",
    "How do institutions share information about threats?",
    "What is capacity building?",
)


Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass
class Tally:
    """What the clients saw."""

    seconds: list[float] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)

    def note(self, status: str, seconds: float) -> None:
        """One reply."""
        self.seconds.append(seconds)
        self.statuses[status] = self.statuses.get(status, 0) + 1


async def ask_on(address: str, number: int, until: float, tally: Tally) -> None:
    """One client: asks on a connection of its own, waits for the answer, asks the next.

    It speaks HTTP by itself: a library's client takes the processor for as long as an answer does.
    """
    host, port = address.removeprefix("http://").split(":")
    connection = await asyncio.open_connection(host, int(port))
    while time.perf_counter() < until:
        number += 1
        body = json.dumps({"question": QUESTIONS[number % len(QUESTIONS)]})
        started = time.perf_counter()
        try:
            status = await post(connection, f"{host}:{port}", f"{API}/answer", body)
        except (OSError, asyncio.IncompleteReadError) as error:
            status = type(error).__name__
            connection = await asyncio.open_connection(host, int(port))
        tally.note(status, time.perf_counter() - started)
    connection[1].close()


async def post(connection: Connection, host: str, path: str, body: str) -> str:
    """Post JSON and read the whole reply; gives its status."""
    reader, writer = connection
    head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
    writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode())
    answered = await reader.readuntil(b"\r\n\r\n")
    await reader.readexactly(int(answered.lower().partition(b"content-length:")[2].split()[0]))
    return answered.split()[1].decode()


async def load(address: str, clients: int, seconds: float, memory: list[float], pid: int) -> Tally:
    """All clients at once, the server's memory noted each second."""
    tally = Tally()
    until = time.perf_counter() + seconds

    async def watch() -> None:
        while time.perf_counter() < until:
            memory.append(resident(pid))
            await asyncio.sleep(1)

    asking = [ask_on(address, number, until, tally) for number in range(clients)]
    await asyncio.gather(watch(), *asking)
    return tally


def resident(pid: int) -> float:
    """A process's resident memory in MB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def processor_seconds(pid: int) -> float:
    """The processor time that a process has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def start_server(index: Path, workers: int) -> tuple[subprocess.Popen[bytes], str, float]:
    """The server's process, its address, and the seconds until its page was there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["serve", "--index", str(index), "--port", str(port), "--workers", str(workers)]
    started = time.perf_counter()
    server = subprocess.Popen([sys.executable, "-m", "qa_bot", *words], stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    while True:
        try:
            httpx2.get(f"{address}/", timeout=30)
            return server, address, time.perf_counter() - started
        except httpx2.HTTPError:
            if server.poll() is not None:
                sys.exit("the server ended at once")
            time.sleep(0.05)


def ask_directly(index: Path, seconds: float, workers: int) -> tuple[float, float]:
    """The engine's answers a second, and its processor seconds an answer.

    It has as many threads as the server.
    """
    with QABot.open(index) as bot, ThreadPoolExecutor(workers) as threads:
        for question in QUESTIONS * 5:
            bot.answer(question)
        started = time.perf_counter()

        def ask(number: int) -> int:
            count = 0
            while time.perf_counter() - started < seconds:
                bot.answer(QUESTIONS[(number + count) % len(QUESTIONS)])
                count += 1
            return count

        spent = time.process_time()
        count = sum(threads.map(ask, range(workers)))
        taken = time.perf_counter() - started
        return count / taken, (time.process_time() - spent) / count


def add_documents(index: Path, texts: Path) -> None:
    """Write documents of a set into the folder that an index was built from."""
    with QABot.open(index) as bot:
        folder = bot.index.sources
    if folder is None:
        sys.exit(f"the folder that {index} was built from is not here")
    lines = texts.read_text(encoding="utf-8").splitlines()[:ADDED]
    for number, line in enumerate(lines):
        row = json.loads(line)
        path = folder / f"added-{number:03}.txt"
        path.write_text(f"{row['title']}\n\n{row['text']}\n", encoding="utf-8")


def main() -> None:
    """Measure, and print JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("index", type=Path)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument(
        "--rebuild",
        type=Path,
        metavar="CORPUS.JSONL",
        help="Add 500 documents of a set to the index's folder, and rebuild meanwhile.",
    )
    given = parser.parse_args()
    direct, spent_directly = ask_directly(given.index, min(given.seconds, 20), given.workers)
    if given.rebuild:
        add_documents(given.index, given.rebuild)
    server, address, ready = start_server(given.index, given.workers)
    memory: list[float] = []
    try:
        asyncio.run(load(address, 4, 5, [], server.pid))
        job = httpx2.post(f"{address}{API}/rebuild").json() if given.rebuild else None
        spent, own = processor_seconds(server.pid), time.process_time()
        tally = asyncio.run(load(address, given.clients, given.seconds, memory, server.pid))
        spent = (processor_seconds(server.pid) - spent) / len(tally.seconds)
        own = (time.process_time() - own) / len(tally.seconds)
        if job:
            job = httpx2.get(f"{address}{API}/jobs/{job['job_id']}").json()
    finally:
        server.terminate()
        server.wait()
    rate = len(tally.seconds) / given.seconds
    p50, p95 = np.percentile(tally.seconds, [50, 95])
    early, late = np.mean(memory[5:10]), np.mean(memory[-5:])
    figures = {
        "clients": given.clients,
        "seconds": given.seconds,
        "statuses": tally.statuses,
        "p50_ms": round(1000 * p50),
        "p95_ms": round(1000 * p95),
        "answers_a_second": round(rate, 1),
        "engine_answers_a_second": round(direct, 1),
        "share": round(rate / direct, 2),
        "processor_ms": round(1000 * spent, 1),
        "clients_processor_ms": round(1000 * own, 1),
        "engine_processor_ms": round(1000 * spent_directly, 1),
        "share_by_processor_time": round(spent_directly / spent, 2),
        "memory_mb": [round(early), round(late)],
        "memory_growth": round(late / early - 1, 3),
        "page_ready_s": round(ready, 1),
        "rebuild": job,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
