"""A ceiling for the memory of a process that answers: refused at the start, kept after questions.

What counts is the resident memory, as the system tells it. Most of it that grows is pages of the
index's files, which can be let go and fetched again.
"""

from __future__ import annotations

import ctypes
import logging
import os
from functools import lru_cache
from pathlib import Path

from qa_bot.errors import QABotError
from qa_bot.index.folder import Index
from qa_bot.models.encoder import Encoder
from qa_bot.models.reader import OFF, Reader, ReaderInput

ROOM_MB = 20
"""What a question may take on top of what is open, in millions of bytes."""
_STATUS = Path("/proc/self/statm")
logger = logging.getLogger(__name__)


def require_memory(limit_mb: int, index: Index, encoder: Encoder, reader: Reader | None) -> None:
    """Load all that answering takes, and refuse where that is over the ceiling.

    Args:
        limit_mb: the ceiling in millions of bytes; 0 for none.
        index: the generation that is to answer.
        encoder: the embedding model.
        reader: the reader, if there is one.

    Raises:
        QABotError: it takes more, or the system does not tell.
    """
    if not limit_mb:
        return
    encoder.count_tokens(["memory"])
    encoder.encode_questions(["memory"])
    if reader is not None:
        reader.read("memory", [ReaderInput("Some memory.", ((0, 12),))])
    index.let_go()
    _return_free()
    taken = measure_resident()
    if taken is None:
        raise QABotError("this system does not tell a process's memory; unset QA_BOT_MEMORY_MB")
    needed = round(taken / 1e6) + ROOM_MB
    if needed > limit_mb:
        less = "" if reader is None else f", or set QA_BOT_READER={OFF}"
        raise QABotError(
            f"answering takes {needed} MB here, and QA_BOT_MEMORY_MB allows {limit_mb}; "
            f"raise it{less}"
        )


def keep_memory(limit_mb: int, index: Index) -> None:
    """Let go of what can be fetched again where the process comes near the ceiling.

    Args:
        limit_mb: the ceiling in millions of bytes; 0 for none.
        index: the generation that answers.
    """
    if not limit_mb or _is_within(limit_mb - ROOM_MB):
        return
    index.let_go()
    _return_free()
    if not _is_within(limit_mb):
        _warn(limit_mb)


def measure_resident() -> int | None:
    """The bytes that this process holds; None where the system does not tell."""
    try:
        pages = int(_STATUS.read_text(encoding="ascii").split()[1])
    except OSError:
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")


def _is_within(megabytes: int) -> bool:
    taken = measure_resident()
    return taken is None or taken <= megabytes * 1_000_000


def _return_free() -> None:
    """Have the C library give freed memory back to the system, where it can."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if os.name == "posix" else None
    if trim is not None:
        trim(0)


@lru_cache(maxsize=1)
def _warn(limit_mb: int) -> None:
    logger.warning("this process holds more than the %d MB of QA_BOT_MEMORY_MB", limit_mb)
