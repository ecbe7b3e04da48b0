"""Numbers as a spreadsheet shows them: "2.75%", "€4.50", "06:30", "1 1/2", "3 Apr 2024".

A format code has up to four sections (positive; negative; zero; text), each a pattern of digit
places, literals and parts of dates (ECMA-376, 18.8.31). Dates whose order depends on the country of
the person who looks are written year first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

from qa_bot.reading.formats.date_formats import format_date, is_date_part
from qa_bot.reading.formats.digits import write_digits, write_fraction

GENERAL = "General"
BUILT_IN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "#,##0", 6: "#,##0",
    7: "#,##0.00", 8: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm", 37: "#,##0;(#,##0)",
    38: "#,##0;(#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;(#,##0.00)", 41: "#,##0",
    42: "#,##0", 43: "#,##0.00", 44: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    48: "##0.0E+0", 49: "@",
} | dict.fromkeys([*range(27, 32), 36, *range(50, 59)], "yyyy-mm-dd") | dict.fromkeys(
    [32, 33, 34, 35], "h:mm:ss"
)  # fmt: skip
"""Formats that files name by number only."""
_TOKEN = re.compile(
    r"""\s*General\s*|"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]?|AM/PM|A/P|上午/下午|E[+-]|\.0+(?=[^\d#?]|$)"""
    r"""|y+|m+|d+|h+|s+|e+|g+|b+|a{3,4}|[0#?]+|.""",
    re.IGNORECASE | re.DOTALL,
)
_SECTION = re.compile(r"""(?:"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]?|[^;])*""", re.DOTALL)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?[\d.]+)\]")
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_COMPARE = {
    "<": float.__lt__, ">": float.__gt__, "<=": float.__le__, ">=": float.__ge__,
    "=": float.__eq__, "<>": float.__ne__,
}  # fmt: skip
_NOT_ZERO = re.compile(r"[1-9]")
_MAX_CODE = 1_000


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a format code."""

    tokens: tuple[str, ...]
    condition: tuple[str, float] | None
    is_date: bool
    """Whether it shows a date, a time or a duration."""
    percents: int


def format_number(value: float, code: str, *, from_1904: bool = False) -> str:
    """A number as its format shows it.

    Args:
        value: the cell's number; for dates the days since 1899-12-30.
        code: the format code.
        from_1904: whether the workbook counts days from 1904-01-01.
    """
    sections = parse_code(code)
    section, is_negative = _pick(_numeric_sections(code), value)
    if section.is_date:
        shown = format_date(value, section.tokens, from_1904=from_1904)
        return general(value) if shown is None else shown
    if not section.tokens:
        return "" if len(sections) > 1 else general(value)
    try:
        shown = _write(Decimal(f"{abs(value):.15g}"), section).strip()
    except InvalidOperation:  # not a number, or more digits than anybody shows
        return general(value)
    return f"-{shown}" if is_negative and _NOT_ZERO.search(shown) else shown


def format_text(text: str, code: str) -> str:
    """A text as its format shows it: with what stands around "@"."""
    for section in parse_code(code)[-1:]:
        if "@" in section.tokens:
            return "".join(text if t == "@" else literal(t) for t in section.tokens).strip()
    return text


@lru_cache(maxsize=1_000)
def is_plain(code: str) -> bool:
    """Whether a format shows numbers as they are."""
    sections = parse_code(code)
    return all(token in (GENERAL, "@") for section in sections for token in section.tokens)


def general(value: float) -> str:
    """A number with as many digits as a spreadsheet keeps, and no more."""
    text = f"{value:.15g}"
    if "e" not in text:
        return text
    plain = format(Decimal(text), "f") if -12 < Decimal(text).adjusted() < 21 else text
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


@lru_cache(maxsize=1_000)
def parse_code(code: str) -> tuple[Section, ...]:
    """The sections of a format code; at least one."""
    code = code[:_MAX_CODE]
    sections = []
    start = 0
    while True:
        match = _SECTION.match(code, start)
        assert match is not None, "the pattern matches the empty text"
        sections.append(_parse_section(match[0]))
        if match.end() >= len(code):
            return tuple(sections)
        start = match.end() + 1


def _parse_section(text: str) -> Section:
    condition = _CONDITION.search(text)
    tokens = [_normal(token) for token in _TOKEN.findall(text) if not _CONDITION.match(token)]
    limit = (condition[1], float(condition[2])) if condition and _is_number(condition[2]) else None
    kept = tuple(token for token in tokens if token)
    percents = sum(token.count("%") for token in kept if not token.startswith('"'))
    return Section(kept, limit, any(map(is_date_part, kept)), percents)


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"-?\d*\.?\d+|-?\d+\.", text))


def _normal(token: str) -> str:
    """A token in one spelling: literals quoted, colours gone."""
    if token.strip().casefold() == "general":
        return GENERAL
    if token.startswith("[$"):
        return f'"{token[2:].rstrip("]").split("-")[0]}"'
    if token.startswith("["):
        return token.lower() if _ELAPSED.fullmatch(token) else ""
    if token.startswith("\\"):
        return f'"{token[1:]}"'
    if token.startswith("_"):
        return '" "'
    return "" if token.startswith("*") else token


def literal(token: str) -> str:
    """What a token that stands for no digit shows."""
    return token.strip('"') if token.startswith('"') else token


def _pick(sections: tuple[Section, ...], value: float) -> tuple[Section, bool]:
    """The section for a value, and whether a minus sign goes before it."""
    if len(sections) == 1:
        return sections[0], value < 0
    if any(section.condition for section in sections):
        for section in sections:
            if section.condition is None or _holds(value, section.condition):
                return section, value < 0
        return sections[-1], value < 0
    if value < 0:
        return sections[1], False
    if value == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], value < 0


@lru_cache(maxsize=1_000)
def _numeric_sections(code: str) -> tuple[Section, ...]:
    """The sections of a format code that are for numbers."""
    sections = parse_code(code)
    return tuple(s for s in sections if "@" not in s.tokens) or sections


def _holds(value: float, condition: tuple[str, float]) -> bool:
    sign, limit = condition
    return bool(_COMPARE[sign](float(value), limit))


def _write(number: Decimal, section: Section) -> str:
    tokens = section.tokens
    if GENERAL in tokens or "@" in tokens:
        shown = general(float(number))
        return "".join(shown if t in (GENERAL, "@") else literal(t) for t in tokens)
    if section.percents:
        number *= 100**section.percents
    if "/" in tokens and (written := write_fraction(number, tokens)) is not None:
        return written
    return write_digits(number, tokens, ROUND_HALF_UP)
