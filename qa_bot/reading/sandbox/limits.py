"""Limits: what reading one file may cost, and how the worker process keeps to it.

Memory and processor time are limited by the operating system where it can (Linux; macOS in part);
on Windows a file's size, the checks of archives and the clock of the parent process remain.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

NETWORK_EVENTS = frozenset((
    "socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr",
    "socket.sendto", "socket.sendmsg", "urllib.Request",
))  # fmt: skip
"""Python's audit events of calls that reach another machine."""
_PATIENCE = 10


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one file; `qa_bot.config.Settings` has the defaults."""

    seconds: float
    memory_mb: int
    file_mb: int
    recognition_seconds: float = 0.0
    """On top of `seconds`, for recognising the text of pictures, each within `seconds`."""


def limit_memory(megabytes: int) -> None:
    """Make this process fail where it asks for more memory."""
    if sys.platform != "win32":
        import resource

        wanted = megabytes * 1_000_000
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        if most != resource.RLIM_INFINITY:
            wanted = min(wanted, most)
        try:
            resource.setrlimit(resource.RLIMIT_AS, (wanted, most))
        except (ValueError, OSError):
            return


def limit_processor(seconds: float) -> None:
    """Make the system end this process after so much more processor time.

    The parent ends it earlier by the clock; this is for a worker whose parent is gone.
    """
    if sys.platform != "win32":
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        spent = used.ru_utime + used.ru_stime
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        wanted = int(spent + seconds * 4) + _PATIENCE
        if most == resource.RLIM_INFINITY or wanted <= most:
            resource.setrlimit(resource.RLIMIT_CPU, (wanted, most))


def forbid_network() -> None:
    """Refuse every connection that this process's Python code tries to make."""

    def refuse(event: str, _: object) -> None:
        if event in NETWORK_EVENTS:
            raise PermissionError(f"reading a file must not reach the network ({event})")

    sys.addaudithook(refuse)
