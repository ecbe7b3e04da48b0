"""Blocks of HTML that are read in a way of their own: numbered lists and preformatted text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from qa_bot.reading.formats.html_text import INLINE
from qa_bot.reading.formats.main_content import NO_TEXT
from qa_bot.reading.formats.numerals import letters_as_digits, roman

_INTEGER = re.compile(r"\s*([+-]?\d{1,9})")
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.IGNORECASE)
_GUTTER = re.compile(r"(?:^|[\s_-])(?:line-?nos?|line-?numbers?|gutter)(?:$|[\s_-])", re.IGNORECASE)
_MORE_THAN_NUMBERS = re.compile(r"[^\s\d]")
_EDGE = "\x1e"
_EDGES = re.compile("\n*\x1e[\n\x1e]*")
"""Where a line begins or ends; line feeds beside an edge are the same line's."""
_STYLES = {
    "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman", "1": "decimal",
    "lower-latin": "lower-alpha", "upper-latin": "upper-alpha",
}  # fmt: skip


def item_markers(items: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """The children of a list, each item with the number or bullet that the page shows."""
    numbered = items.tag == "ol"
    is_reversed = "reversed" in items.attrib
    step = -1 if is_reversed else 1
    count = sum(child.tag == "li" for child in items)
    number = _integer(items.get("start"), count if is_reversed else 1)
    style = _list_style(items, "decimal")
    for child in items:
        if child.tag != "li":
            yield child, ""
            continue
        number = _integer(child.get("value"), number)
        yield child, f"{_write(number, _list_style(child, style))}." if numbered else "-"
        number += step


def is_gutter(element: HtmlElement) -> bool:
    """Whether an element holds the line numbers beside a listing, and nothing else."""
    if not _GUTTER.search(element.get("class", "")):
        return False
    return not _MORE_THAN_NUMBERS.search("".join(element.itertext()))


def preformatted_text(element: HtmlElement) -> str:
    """The text with its lines: those in it, line breaks, and blocks or elements that are a line."""
    text = _lines_of(element)
    if "\n" in text.strip("\n"):
        return text
    holder = element
    while len(holder) == 1 and not (holder.text or "").strip():
        holder = holder[0]
    kinds = {(child.tag, child.get("class")) for child in holder}
    if len(holder) > 1 and len(kinds) == 1 and not any((c.tail or "").strip() for c in holder):
        return "\n".join(_lines_of(child) for child in holder)
    return text


def _lines_of(element: HtmlElement) -> str:
    text = "".join(_pieces(element))
    return _EDGES.sub(lambda found: "\n" * max(1, found[0].count("\n")), text)


def _pieces(element: HtmlElement) -> Iterator[str]:
    """Text, with an edge around each block."""
    yield element.text or ""
    for child in element:
        if child.tag == "br":
            yield "\n"
        elif isinstance(child.tag, str) and child.tag not in NO_TEXT and not is_gutter(child):
            edge = "" if child.tag in INLINE else _EDGE
            yield edge
            yield from _pieces(child)
            yield edge
        yield child.tail or ""


def _list_style(element: HtmlElement, otherwise: str) -> str:
    found = _STYLE.search(element.get("style", ""))
    style = found[1] if found else element.get("type", "")
    return _STYLES.get(style, style.lower()) or otherwise


def _write(number: int, style: str) -> str:
    if style in ("lower-alpha", "upper-alpha") and number > 0:
        letters = letters_as_digits(number)
        return letters.upper() if style.startswith("upper") else letters
    if style in ("lower-roman", "upper-roman"):
        return roman(number) if style.startswith("upper") else roman(number).lower()
    return f"{number:02}" if style == "decimal-leading-zero" else str(number)


def _integer(text: str | None, otherwise: int) -> int:
    found = _INTEGER.match(text or "")
    return int(found[1]) if found else otherwise
