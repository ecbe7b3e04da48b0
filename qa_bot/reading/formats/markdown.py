"""Markdown: its headings, as a parser sees them (so a `#` in a code block is not one)."""

from __future__ import annotations

from itertools import accumulate, pairwise

from markdown_it import MarkdownIt

from qa_bot.reading.formats.plain import decode_plain, find_question_pairs
from qa_bot.reading.parsed import Parsed, RawFile
from qa_bot.reading.sections import close_sections
from qa_bot.types import Section


def read_markdown(file: RawFile) -> Parsed:
    """Read a Markdown text as it is written; its first top heading is its title."""
    text = decode_plain(file.data)
    sections = find_markdown_sections(text)
    top = [section.title for section in sections if section.level == 1]
    return Parsed(text, top[0] if top else "", sections=sections)


def find_markdown_sections(text: str) -> tuple[Section, ...]:
    r"""The sections of a Markdown text, in order; `text` uses `\\n` line ends."""
    line_starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
    tokens = MarkdownIt("commonmark").parse(text)
    sections = []
    for opening, inline in pairwise(tokens):
        if opening.type != "heading_open" or opening.map is None or not inline.content.strip():
            continue
        start, body = line_starts[opening.map[0]], line_starts[opening.map[1]]
        title = " ".join(inline.content.split())
        sections.append(Section(title, start, min(body, len(text)), len(text), int(opening.tag[1])))
    return close_sections([*sections, *find_question_pairs(text)], text)
