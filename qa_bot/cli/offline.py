"""Offline: proof that a build and an answer connect to nothing beyond this machine.

`find_connections` runs both in a process of its own, which runs this module's `main`, and in which
every attempt of Python code to reach another machine is refused and noted. Readers run in workers
that refuse the same (see `reading/sandbox/limits.py`). Calls that native code makes by itself are
not seen.
"""

from __future__ import annotations

import ipaddress
import json
import subprocess
import sys
import tempfile
import urllib.parse
from pathlib import Path

from qa_bot.errors import QABotError
from qa_bot.reading.sandbox.launch import worker_command, worker_environment
from qa_bot.reading.sandbox.limits import NETWORK_EVENTS

_QUESTION = "What colour is the sky over Lisbon?"
_TEXTS = {
    "sky.txt": "The sky over Lisbon is blue.",
    "sea.html": '<title>Sea</title><link rel="stylesheet" href="https://example.org/a.css">'
    '<p>The sea is green.</p><img src="https://example.org/a.png">',
}


def find_connections(index_dir: Path) -> list[str]:
    """What a build and an answer tried to reach beyond this machine.

    Args:
        index_dir: the index that is asked; the build is of two small files, elsewhere.

    Raises:
        QABotError: the build or the answer failed for another reason.
    """
    done = subprocess.run(
        worker_command("qa_bot.cli.offline", str(index_dir.absolute())),
        env=worker_environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    attempts = json.loads(done.stdout.splitlines()[-1]) if done.stdout else []
    if done.returncode and not attempts:
        reason = (done.stderr.strip().splitlines() or ["the process died"])[-1]
        raise QABotError(
            f"the offline check itself failed ({reason}); run: qa-bot check, and mend what it finds"
        )
    return [str(attempt) for attempt in attempts]


def main() -> None:
    """Build and ask with the network refused; the last line printed is a JSON list of attempts."""
    attempts: list[str] = []

    def refuse(event: str, given: tuple[object, ...]) -> None:
        if event in NETWORK_EVENTS and (target := _target(event, given)) is not None:
            attempts.append(f"{event} {target}")
            raise PermissionError(f"{event} {target} is refused")

    sys.addaudithook(refuse)
    try:
        _build_and_ask(Path(sys.argv[1]))
    finally:
        sys.stdout.write(json.dumps(attempts) + "\n")


def _build_and_ask(index_dir: Path) -> None:
    from qa_bot import QABot, build_index
    from qa_bot.config import Settings

    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus")
        corpus.mkdir()
        for name, text in _TEXTS.items():
            (corpus / name).write_text(text, encoding="utf-8")
        settings = Settings().model_copy(update={"store": "auto"})  # never in place of a live index
        build_index(corpus, Path(folder, "index"), settings=settings)
        with QABot.open(Path(folder, "index"), settings=settings) as bot:
            bot.answer(_QUESTION)
    with QABot.open(index_dir) as bot:
        bot.answer(_QUESTION)


def _target(event: str, given: tuple[object, ...]) -> str | None:
    """The host that an event is about; None where it is this machine."""
    if event == "urllib.Request":
        host: object = urllib.parse.urlsplit(str(given[0])).hostname
    else:
        address = given[0] if event.startswith("socket.get") else given[1]
        host = address[0] if isinstance(address, tuple) else address
        if isinstance(address, str | bytes) and not event.startswith("socket.get"):
            return None  # a socket of this machine by its path
    if host is None:
        return None
    name = str(host)
    try:
        return None if ipaddress.ip_address(name).is_loopback else name
    except ValueError:
        return None if name == "localhost" else name


if __name__ == "__main__":
    main()
