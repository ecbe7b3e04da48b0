"""Options: how the server runs, as the command line gives them."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path

WORKERS = 2
WAITING = 64
LOCAL_NAMES = frozenset({"localhost"})


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """What may be uploaded."""

    file_mb: int = 50
    """Size of one file, in millions of bytes."""
    files: int = 20
    """Files in one request."""
    corpus_files: int = 10_000
    """Files that the corpus may come to hold."""

    @property
    def request_bytes(self) -> int:
        """Size of one request; the files' parts have a little around them."""
        return self.file_mb * 1_000_000 * 2 + 100_000


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """Where the server listens and what it serves."""

    index: Path | None = None
    """The index folder; by default the one `default_index_dir` finds."""
    corpus: Path | None = None
    """The folder that a rebuild reads; by default the one the index was built from."""
    host: str = "127.0.0.1"
    port: int = 7860
    accounts: Path | None = None
    """The file of those who may ask and edit; None lets everyone in."""
    certfile: Path | None = None
    keyfile: Path | None = None
    allowed_hosts: tuple[str, ...] = ()
    """Names that the server goes by beside this machine's own."""
    root_path: str = ""
    """The path under which a proxy shows the server, and which it takes off."""
    workers: int = WORKERS
    """Threads that answer."""
    waiting: int = WAITING
    """Questions that may wait for a thread."""
    uploads: UploadLimits = field(default_factory=UploadLimits)

    @property
    def hosts(self) -> frozenset[str] | None:
        """The names that a request may call the server by; None where any will do.

        A name that an attacker points at the server brings no session along, so that any will do
        where everyone must sign in.
        """
        if self.allowed_hosts or self.accounts is None or is_loopback(self.host):
            return LOCAL_NAMES | frozenset(self.allowed_hosts)
        return None


def is_loopback(host: str) -> bool:
    """Whether a host is this machine only."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
