"""What a build finds out about each document's text, kept so that the next one need not."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Self

SELECT = (
    "SELECT rowid, doc_id, digest, signature, acronyms FROM facts "
    "WHERE rowid > ? ORDER BY rowid LIMIT ?"
)
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

    @classmethod
    def of_row(cls, digest: bytes, signature: bytes, acronyms: str) -> Self:
        """What `to_row` gave."""
        found = json.loads(acronyms) if acronyms else []
        return cls(digest, signature, [(short, long) for short, long in found])
