"""Text of shapes: paragraphs with their level and number; superscripts and struck words marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from lxml.etree import _Element as Element

from qa_bot.reading.formats.equations import equation_text
from qa_bot.reading.formats.numerals import write_number
from qa_bot.reading.formats.office import chosen, tag
from qa_bot.reading.superscripts import lower_text, part_fractions, raise_text, strike_text

_LEVELS = 9
_KINDS = {
    "arabic": "decimal", "alphaLc": "lowerLetter", "alphaUc": "upperLetter",
    "romanLc": "lowerRoman", "romanUc": "upperRoman", "circleNum": "decimalEnclosedCircle",
    "ea1": "chineseCounting", "hebrew2": "hebrew2", "arabic1": "arabicAlpha",
}  # fmt: skip
_SCHEME = re.compile(
    r"(arabic1|arabic|alphaLc|alphaUc|romanLc|romanUc|circleNum|ea1|hebrew2)"
    r"\w*?(ParenBoth|ParenR|Period|Plain|Minus)?$"
)
_SHAPES = {"ParenBoth": "({})", "ParenR": "{})", "Period": "{}.", "Minus": "{}-"}
_RUNS = frozenset({tag("a:r"), tag("a:fld")})
_PROPERTIES = tag("a:pPr")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a shape."""

    text: str
    level: int = 0
    marker: str | None = None
    """Its number or "-" for a bullet; empty where it has none; None where its shape decides."""


def read_paragraphs(body: Element, styles: Sequence[Element] = ()) -> list[Paragraph]:
    """The paragraphs of a `txBody` that hold text.

    Args:
        body: the text of a shape.
        styles: list styles that it inherits, the nearer ones first.
    """
    own = body.find(tag("a:lstStyle"))
    chain = [style for style in (own, *styles) if style is not None]
    counts: list[int | None] = [None] * _LEVELS
    paragraphs = []
    for element in body.findall(tag("a:p")):
        text = paragraph_text(element)
        properties = element.find(_PROPERTIES)
        level = _level(properties)
        if text.strip():
            marker = _marker(_bullet(properties, chain, level), counts, level)
            paragraphs.append(Paragraph(text, level, marker))
    return paragraphs


def paragraph_text(paragraph: Element) -> str:
    """A paragraph's text; line breaks stay."""
    text = ""
    for (script, struck), group in groupby(_pieces(paragraph), lambda piece: piece[1:]):
        joined = "".join(piece[0] for piece in group)
        joined = raise_text(joined) if script > 0 else lower_text(joined) if script < 0 else joined
        text += strike_text(joined) if struck else joined
    return part_fractions(text)


def _pieces(paragraph: Element) -> Iterator[tuple[str, int, bool]]:
    """Text, whether it is raised (1) or lowered (-1), and whether it is struck."""
    for child in chosen(paragraph):
        if child.tag in _RUNS:
            if child.tag == tag("a:fld") and child.get("type") == "slidenum":
                continue
            setting = child.find(tag("a:rPr"))
            raised = setting.get("baseline", "0") if setting is not None else "0"
            baseline = _number(raised.partition(".")[0].rstrip("%"))  # "30000", or "30%" in strict
            struck = setting is not None and setting.get("strike", "noStrike") != "noStrike"
            yield child.findtext(tag("a:t")) or "", (baseline > 0) - (baseline < 0), struck
        elif child.tag == tag("a:br"):
            yield "\n", 0, False
        elif child.tag != _PROPERTIES:
            yield equation_text(child), 0, False


def _bullet(properties: Element | None, chain: list[Element], level: int) -> Element | None:
    """What is said of the bullet of a paragraph, by itself or by a style."""
    styled = [style.find(tag(f"a:lvl{level + 1}pPr")) for style in chain]
    for holder in (properties, *styled):
        for child in holder if holder is not None else ():
            if child.tag in (tag("a:buAutoNum"), tag("a:buChar"), tag("a:buNone"), tag("a:buBlip")):
                return child
    return None


def _marker(bullet: Element | None, counts: list[int | None], level: int) -> str | None:
    """A paragraph's marker; counts it."""
    counts[level + 1 :] = [None] * (_LEVELS - level - 1)
    if bullet is None or bullet.tag != tag("a:buAutoNum"):
        counts[level] = None
        if bullet is None:
            return None
        return "" if bullet.tag == tag("a:buNone") else "-"
    before = counts[level]
    count = _number(bullet.get("startAt", "1")) if before is None else before + 1
    counts[level] = count
    scheme = _SCHEME.match(bullet.get("type", "arabicPeriod"))
    number = write_number(count, _KINDS[scheme[1]] if scheme else "decimal")
    return _SHAPES.get(scheme[2] if scheme else "Period", "{}").format(number)


def _level(properties: Element | None) -> int:
    level = _number(properties.get("lvl", "0")) if properties is not None else 0
    return max(0, min(level, _LEVELS - 1))


def _number(text: str) -> int:
    return int(text) if text.lstrip("-").isdecimal() else 0
