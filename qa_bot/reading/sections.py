"""Sections: headings with their offsets come in, sections with their ends go out."""

from __future__ import annotations

from collections.abc import Sequence

from qa_bot.types import Section


def close_sections(
    sections: Sequence[Section], text: str, breaks: tuple[int, ...] = ()
) -> tuple[Section, ...]:
    """Give each section its end: the next of the same or a higher level, or a break."""
    ordered = sorted(sections, key=lambda section: section.start)
    closed = []
    for position, section in enumerate(ordered):
        ends = [s.start for s in ordered[position + 1 :] if s.level <= section.level][:1]
        ends += [b for b in breaks if b > section.body][:1]
        end = min(ends, default=len(text))
        closed.append(Section(section.title, section.start, section.body, end, section.level))
    return tuple(closed)
