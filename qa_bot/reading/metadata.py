"""Bring the author and date that a file states into one spelling."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import replace

from qa_bot.reading.parsed import Parsed, squeeze

_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?!\d)")
_PDF = re.compile(r"(?:D:)?(\d{4})(\d\d)?(\d\d)?")
_LONGEST = 300
_PROGRAMS = frozenset({
    "python-docx", "python-pptx", "unknown", "admin", "user", "microsoft office user",
})  # fmt: skip
"""What programs write where they don't know who wrote."""


def credit(
    parsed: Parsed, authors: Iterable[str | None], date: str | datetime.date | None
) -> Parsed:
    """A document with its authors (joined by "; ") and its date, as far as they can be read.

    Args:
        parsed: what was read.
        authors: each a name, or several joined by ";".
        date: ISO, as PDFs write it, or a date; anything else counts as none.
    """
    names = [squeeze(name) for names in authors for name in (names or "").split(";")]
    known = [name for name in dict.fromkeys(names) if name and name.casefold() not in _PROGRAMS]
    return replace(parsed, author="; ".join(known)[:_LONGEST], date=_write_date(date))


def _write_date(date: str | datetime.date | None) -> str:
    """A date as YYYY, YYYY-MM or YYYY-MM-DD; empty where there is none."""
    text = str(date or "").strip()
    found = _ISO.match(text) or _PDF.match(text)
    parts = [part for part in found.groups() if part] if found else []
    try:
        datetime.date(*map(int, [*parts, "1", "1"][:3]))
    except (TypeError, ValueError):
        return ""
    return "-".join(parts)
