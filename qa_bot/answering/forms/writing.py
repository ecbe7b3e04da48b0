"""Answers of several parts as text."""

from __future__ import annotations

from collections.abc import Sequence

from qa_bot.types import Citation, Part


def write_parts(notice: str, parts: Sequence[Part], citations: Sequence[Citation]) -> str:
    """The parts of an answer as text, each quote with its marker."""
    quotes = {citation.number: citation.quote for citation in citations}
    blocks = [notice] if notice else []
    for part in parts:
        lines = [part.title] if part.title else []
        lines += [f"“{quotes[number]}” [{number}]" for number in part.citations]
        lines += [part.message] if part.message else []
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)
