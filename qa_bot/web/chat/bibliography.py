"""Writes a record of the document that a citation names, as BibTeX or CSL-JSON.

Both name what the file says of itself: title, author and date; the quote and its place are a note.
"""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import PurePosixPath
from typing import Any

from qa_bot.types import Citation
from qa_bot.web.chat.quoting import describe_inside

_SPECIAL = {ord(sign): f"\\{sign}" for sign in "#$%&_"} | {
    ord("\\"): r"\textbackslash{}", ord("~"): r"\textasciitilde{}", ord("^"): r"\textasciicircum{}",
    ord("{"): r"\textbraceleft{}", ord("}"): r"\textbraceright{}",
}  # fmt: skip
"""BibTeX counts braces also after a backslash: a single one would swallow the rest of the file."""
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def has_record(citation: Citation) -> bool:
    """Whether the document says who made it or when."""
    return bool(citation.author or citation.date)


def write_bibtex(citation: Citation) -> str:
    """An entry of type `misc`."""
    year, month, *_ = (*_date(citation), "", "")
    fields = {
        "title": f"{{{_escape(citation.title)}}}",
        "author": " and ".join(f"{{{_escape(name)}}}" for name in _authors(citation)),
        "year": year,
        "howpublished": _escape(citation.source),
        "note": _escape(_note(citation)),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    if month:
        lines.append(f"  month = {_MONTHS[int(month) - 1]}")
    return f"@misc{{{_key(citation)},\n" + ",\n".join(lines) + "\n}\n"


def write_csl(citation: Citation) -> str:
    """A CSL-JSON list of one item of type `document`."""
    item: dict[str, Any] = {
        "id": _key(citation),
        "type": "document",
        "title": citation.title,
        "author": [{"literal": name} for name in _authors(citation)],
        "source": citation.source,
        "note": _note(citation),
    }
    if parts := _date(citation):
        item["issued"] = {"date-parts": [[int(part) for part in parts]]}
    return json.dumps([item], ensure_ascii=False, indent=2)


def _authors(citation: Citation) -> list[str]:
    return [name for name in citation.author.split("; ") if name]


def _date(citation: Citation) -> list[str]:
    """Year, month and day as far as they are known; what a browser kept may say anything."""
    return citation.date.split("-") if _DATE.fullmatch(citation.date) else []


def _key(citation: Citation) -> str:
    """The file's name in plain letters, with the year."""
    stem = unicodedata.normalize("NFKD", PurePosixPath(citation.source).stem)
    letters = re.sub(r"[^a-z0-9]+", "-", stem.encode("ascii", "ignore").decode().lower())
    return f"{letters.strip('-') or 'document'}{''.join(_date(citation)[:1])}"


def _note(citation: Citation) -> str:
    quote = " ".join(citation.quote.split())
    return ", ".join([*describe_inside(citation), f"“{quote}”"])


def _escape(text: str) -> str:
    return " ".join(text.split()).translate(_SPECIAL)
