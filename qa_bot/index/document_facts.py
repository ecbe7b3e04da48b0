"""What a build finds out about each document's text, kept so that the next one need not."""

from __future__ import annotations

import json
from dataclasses import dataclass

SELECT_MARKS = (
    "SELECT rowid, doc_id, digest, signature FROM facts WHERE rowid > ? ORDER BY rowid LIMIT ?"
)
SELECT_ACRONYMS = "SELECT acronyms FROM facts WHERE acronyms != '' ORDER BY rowid"
READ_AT_ONCE = 1_000
"""Rows of facts."""


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What is known of one document's text."""

    digest: bytes
    """Its checksum."""
    signature: bytes
    """What texts that are nearly the same share much of; empty for a short text."""
    acronyms: list[tuple[str, str]]
    """The acronyms that it defines with what they stand for, in order."""

    def to_row(self) -> tuple[bytes, bytes, str]:
        """The columns of a row of facts, behind the document's id."""
        return self.digest, self.signature, json.dumps(self.acronyms) if self.acronyms else ""


def read_acronyms(kept: str) -> list[tuple[str, str]]:
    """The acronyms of a row of facts."""
    return [(short, long) for short, long in json.loads(kept)]
