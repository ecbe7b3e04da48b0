"""The one error of this stage."""

from __future__ import annotations

from collections.abc import Sequence


class ReadingError(Exception):
    """One file can't be read; the message says why and what to do."""


def password_needed(tried: Sequence[str]) -> ReadingError:
    """The error for a locked file that none of the passwords opens."""
    if tried:
        return ReadingError(
            "is protected by a password, and none of those in the password file opens it; add it"
        )
    return ReadingError(
        "is protected by a password; write it on a line of a text file and build with "
        "--password-file FILE"
    )
