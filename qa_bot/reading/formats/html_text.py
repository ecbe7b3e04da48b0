"""Text of a line of HTML as the page shows it: raised, lowered, struck words, readings, formulas.

Marks of notes stand apart ("4,120[3]"), powers are raised ("10⁶"), struck words lie between tildes,
and the readings over East Asian words (ruby) follow the line, so that the words stay whole.
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from qa_bot.reading.formats.main_content import NO_TEXT
from qa_bot.reading.formats.mathml import math_text
from qa_bot.reading.formats.ruby import Readings
from qa_bot.reading.parsed import squeeze
from qa_bot.reading.superscripts import lower_text, part_fractions, raise_text, strike_text

INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "button", "cite", "code", "data", "del",
    "dfn", "em", "font", "i", "input", "ins", "kbd", "label", "mark", "math", "nobr",
    "output", "q", "ruby", "rp", "rt", "rb", "rtc", "s", "samp", "select", "small", "span",
    "strike", "strong", "sub", "sup", "textarea", "time", "tt", "u", "var", "wbr",
))  # fmt: skip
Skipped = frozenset[HtmlElement]
_GAP = "\x1f"
"""A space where a letter or digit follows."""
_GAPS = re.compile(f"{_GAP}(?=\\w)")
_NOTE_NAME = re.compile(r"(?:^|[\s_-])(?:foot|end|side)?(?:note|fn|fnref|reference|cite|ref)", re.I)
_NOTE_TEXT = re.compile(r"\[?(?:\d{1,3}(?:\s?[,–-]\s?\d{1,3})*|[a-z])\]?")
_SCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ₀₁₂₃₄₅₆₇₈₉₊₋"
_UNIT = re.compile(r"(?:^|[\W\d_])(?:[a-zA-Zµ]|[cdkmnµ]m|ft|in|yd|mi|sec|min|mol|kg|Hz|kW?)$")
_WORD = re.compile(r"[^\W\d_]{2,}[.,;:!?\"'”’)]*$|[^\W\d_][.,;:!?][\"'”’)]*$")
_FORMULA = re.compile(r"[=+−×·]\s?[a-zA-Zα-ωΑ-Ω]{1,2}$")
"""A letter or two behind a sign of arithmetic."""
_LARGE = re.compile(r"(?:\d{4,}|\d[.,\u202f\xa0]\d{3}|%)[.,;:]?$")
_BEFORE = 24


class Line:
    """A line in the making."""

    def __init__(self, skipped: Skipped = frozenset()) -> None:
        self.skipped = skipped
        self._pieces: list[str] = []
        self.bold_depth = 0
        """How many bold elements the text to come is inside of."""
        self.opens_bold: bool | None = None
        """Whether the first line so far is bold; None before its first letter."""
        self._readings = Readings()

    def add(self, text: str | None) -> None:
        """Text between elements."""
        if text:
            if text.strip():
                self._readings.close()
                if "\v" not in self._pieces:
                    self.opens_bold = self.bold_depth > 0 and self.opens_bold is not False
            self._pieces.append(text)

    def before(self) -> str:
        """The last characters so far."""
        return "".join(self._pieces[-8:])[-_BEFORE:]

    def add_element(self, element: HtmlElement) -> bool:
        """Add an element that is shown in a way of its own; False for all others."""
        writer = _note_mark if _is_note_link(element) else _WRITERS.get(element.tag)
        if element in self.skipped or (writer is None and element.get("aria-hidden") == "true"):
            return True
        if writer is None:
            return False
        text = writer(element, self.before())
        if element.tag == "ruby":
            self._pieces.append(text)
            self._readings.add(squeeze(text), _reading(element))
        else:
            self.add(text)
        return True

    def finish(self) -> str:
        """The text, with its lines apart; the line is empty again."""
        text = part_fractions("".join(self._pieces).replace("⁄", "/"))
        readings = self._readings.finish()
        self._pieces.clear()
        self.opens_bold = None
        if not text.strip():
            return ""
        if _GAP in text:
            text = _GAPS.sub(" ", text).replace(_GAP, "")
        text = "\n".join(filter(None, map(squeeze, text.split("\v"))))
        return f"{text}{readings}" if text else ""


def flat_text(element: HtmlElement, skipped: Skipped = frozenset()) -> str:
    """All text of an element on one line; blocks inside it part words, list items get commas."""
    line = Line(skipped)
    _flatten(element, line)
    return squeeze(line.finish()).replace(" , ", ", ")


def _flatten(element: HtmlElement, line: Line) -> None:
    if element.tag in NO_TEXT or element in line.skipped:
        return
    is_block = element.tag not in INLINE
    is_next_item = element.tag == "li" and element.getprevious() is not None
    line.add(", " if is_next_item else " " if is_block else "")
    line.add((element.text or "").lstrip() if is_next_item else element.text)
    for child in element:
        if isinstance(child.tag, str) and not (child.tag in INLINE and line.add_element(child)):
            _flatten(child, line)
        line.add(child.tail)
    line.add(" " if is_block else "")


def _plain(element: HtmlElement) -> str:
    """The text inside an element, without its own effect."""
    line = Line()
    line.add(element.text)
    for child in element:
        if isinstance(child.tag, str) and not (child.tag in INLINE and line.add_element(child)):
            _flatten(child, line)
        line.add(child.tail)
    return " ".join(line.finish().split("\n"))


def _raise(element: HtmlElement, before: str) -> str:
    text = _plain(element)
    if not text or "reference" in element.get("class", "").split():
        return ""  # the numbers of an encyclopedia's references are links, and many
    if _fraction_below(element) is not None:
        return (" " if before[-1:].isdigit() else "") + text
    if _is_note(element, text, before):
        return f"[{text.strip('[]()')}]"
    return raise_text(text)


def _lower(element: HtmlElement, before: str) -> str:
    above = element.getprevious()
    if above is not None and above.tag == "sup" and _fraction_below(above) is element:
        return _plain(element)
    return lower_text(_plain(element))


def _fraction_below(above: HtmlElement) -> HtmlElement | None:
    """The lower number of a fraction, which a slash parts from its upper one."""
    below = above.getnext()
    if below is None or below.tag != "sub" or (above.tail or "").strip() not in ("/", "⁄"):
        return None
    numbers = _plain(above).strip(), _plain(below).strip()
    return below if all(number.isdigit() for number in numbers) else None


def _is_note(element: HtmlElement, text: str, before: str) -> bool:
    """Whether a raised text is the mark of a note and no power or ordinal."""
    if not _NOTE_TEXT.fullmatch(text.strip()) or not before.strip():
        return False
    names = " ".join(
        f"{e.get('class', '')} {e.get('id', '')}" for e in (element, *element.iter("a"))
    )
    link = element.find(".//a")
    parent = element.getparent()
    if _NOTE_NAME.search(names) or text.startswith("["):
        return True
    if link is not None or (parent is not None and parent.tag == "a"):
        return True
    before = before.rstrip()
    if before[-1] in _SCRIPTS or _FORMULA.search(before):
        return False
    if text.isalpha():
        return bool(re.search(r"[^\W\d_]{3,}$", before))
    return bool(_LARGE.search(before) or (_WORD.search(before) and not _UNIT.search(before)))


def _is_note_link(element: HtmlElement) -> bool:
    """Whether a link says of itself that it is the mark of a note."""
    kinds = f"{element.get('role', '')} {element.get('epub:type', '')}".split()
    return element.tag == "a" and ("doc-noteref" in kinds or "noteref" in kinds)


def _note_mark(element: HtmlElement, _: str) -> str:
    return f"[{squeeze(''.join(element.itertext())).strip('[]()')}]"


def _strike(element: HtmlElement, before: str) -> str:
    struck = strike_text(_plain(element))
    gap = " " if struck and before[-1:].isalnum() else ""
    return f"{gap}{struck}{_GAP}"


def _quote(element: HtmlElement, _: str) -> str:
    return f"“{_plain(element)}”"


def _ruby(element: HtmlElement, _: str) -> str:
    line = Line()
    line.add(element.text)
    for child in element:
        if isinstance(child.tag, str) and child.tag not in ("rt", "rp", "rtc"):
            _flatten(child, line)
        line.add(child.tail)
    return line.finish()


def _reading(element: HtmlElement) -> str:
    return "".join(squeeze(_plain(child)) for child in element.iter("rt"))


def _math(element: HtmlElement, _: str) -> str:
    return math_text(element)


def _input(element: HtmlElement, _: str) -> str:
    kind = element.get("type", "text").lower()
    if kind in ("checkbox", "radio"):
        return " ☒ " if "checked" in element.attrib else " ☐ "
    if kind in ("hidden", "submit", "button", "reset", "image", "password", "file"):
        return ""
    return f" {element.get('value', '')} "


def _select(element: HtmlElement, _: str) -> str:
    options = list(element.iter("option"))
    chosen = [option for option in options if "selected" in option.attrib] or options
    return f" {', '.join(squeeze(''.join(option.itertext())) for option in chosen)} "


def _break(_: HtmlElement, __: str) -> str:
    return "\v"


_WRITERS = {
    "sup": _raise, "sub": _lower, "del": _strike, "s": _strike, "strike": _strike, "q": _quote,
    "ruby": _ruby, "math": _math, "input": _input, "select": _select, "br": _break,
}  # fmt: skip
