"""Markdown: its text as it is written, but tables row by row, with its headings as sections.

Front matter (YAML between `---` lines) is metadata: a line of facts, and the title, author and
date. What stands in code blocks is left alone. All is done line by line, in linear time.
"""

from __future__ import annotations

import re
from dataclasses import replace

from qa_bot.reading.bold_lines import bold_headings
from qa_bot.reading.formats.front_matter import split_front_matter
from qa_bot.reading.formats.markdown_blocks import mark_code, rewrite_tables
from qa_bot.reading.formats.markdown_inline import without_marks
from qa_bot.reading.formats.plain import decode_plain, find_question_pairs
from qa_bot.reading.metadata import credit
from qa_bot.reading.parsed import Parsed, RawFile, TextWriter
from qa_bot.reading.sections import close_sections
from qa_bot.types import Section

_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_NO_PARAGRAPH = re.compile(r"\s*(?:[-*+>|#]|\d+[.)]\s|$)| {4}|\t")
_BOLD_LINE = re.compile(r"(\*\*|__)(?!\s)(?:(?!\1).)+\1(?:\\|\s*)$")
"""A line that is bold as a whole."""
_ATTRIBUTES = re.compile(r"\s*\{[^{}]*\}$")


def read_markdown(file: RawFile) -> Parsed:
    """Read a Markdown text; its title is the front matter's, or its first top heading."""
    text, guess = decode_plain(file.data)
    front, body = split_front_matter(text)
    writer = TextWriter()
    if front.facts:
        writer.table([list(front.facts), list(front.facts.values())], header=True)
    rewrite_tables(body, writer)
    parsed = writer.finish(front.title)
    sections = find_markdown_sections(parsed.text)
    top = [section.title for section in sections if section.level == 1]
    title = parsed.title or (top[0] if top else "")
    details = replace(parsed.details, encoding=guess)
    parsed = replace(parsed, title=title, sections=sections, details=details)
    return credit(parsed, [front.author], front.date)


def find_markdown_sections(text: str) -> tuple[Section, ...]:
    r"""The sections of a Markdown text, in order; `text` uses `\\n` line ends."""
    sections: list[Section] = []
    bold: list[tuple[int, int]] = []
    start, before = 0, ""
    for line, is_code in mark_code(text):
        end = start + len(line)
        body = min(end + 1, len(text))
        atx = None if is_code else _ATX.match(line)
        if atx and (title := _plain(atx[2] or "")):
            sections.append(Section(title, start, body, len(text), len(atx[1])))
        elif not is_code and before and (under := _UNDERLINE.match(line)):
            level = 1 if under[1][0] == "=" else 2
            first = start - 1 - len(before)
            sections.append(Section(_plain(before), first, body, len(text), level))
        if not is_code and _BOLD_LINE.match(line):
            bold.append((start, body))
        before = "" if is_code or atx or _NO_PARAGRAPH.match(line) else line
        start = end + 1
    sections += bold_headings(text, bold, sections)
    return close_sections([*sections, *find_question_pairs(text)], text)


def _plain(title: str) -> str:
    """A heading without the marks of links and emphasis."""
    return " ".join(without_marks(_ATTRIBUTES.sub("", title)).split())
