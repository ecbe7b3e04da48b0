"""Superscripts, subscripts and fractions of a line, written so that no digit changes its meaning.

A raised 6 after "10" is an exponent ("10⁶"), after a unit it belongs to it ("m²"), after a word it
is the mark of a note (" [6]"). A raised number before a slash is the upper part of a fraction.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from qa_bot.reading.formats.pdf.boxes import Box
from qa_bot.reading.superscripts import lower_text, raise_text

RAISED, LEVEL, LOWERED = 1, 0, -1

_SMALLER = 0.88
"""Size of a raised or lowered character, at most, over that of its line."""
_RISE, _DROP = 0.12, 0.05
"""How far it stands above or below its line, at least, in sizes of the line's letters."""
_MOST_RISE = 0.6
_OPERATORS = frozenset("∑∏∫√∮⋃⋂")
"""Large signs, which may hang from their line."""
_UNEVEN = 0.08
_LEAST_LEVEL = 0.15
"""Share of a line's characters that stand level; where fewer do, sizes are just mixed."""
_UNIT = re.compile(
    r"(?<![^\W\d_])(?:[munpkcdhMG]?[mgslLJWNKVAT]|[munpk]?mol|k?cal|Pa|Hz|bar|yd|ft|in|mi|rad|sr"
    r"|[^\W\d_]|[^\W\d_aeiouyAEIOUY]{2})$"
)
"""The end of a text to which a raised number belongs: a unit, a letter, or two of a product."""
_MARK = re.compile(r"\(?(?:\d{1,3}|[a-z])(?:\s?[,–-]\s?(?:\d{1,3}|[a-z]))*\)?")
_ORDINAL = re.compile(r"[eoa]|st|nd|rd|th|[a-z]{2,}")
_SLASH = re.compile(r"\s*[/\u2044\u2215]\s*(?=\d|$)")
_OVER = re.compile(r"\s*[/\u2044\u2215]\s*\d{1,3}(?!\d)")
_BARE = re.compile(r"\W*\d[\d.,]*\d")
_ISOTOPE = re.compile(
    r"(?:H|He|Li|Be|B|C|N|O|F|Na|Mg|Al|Si|P|S|Cl|Ar|K|Ca|Cr|Mn|Fe|Co|Ni|Cu|Zn|Kr|Rb|Sr|Y|Mo|Tc|Ag"
    r"|Xe|Cs|Ba|Pb|Po|Rn|Ra|Th|U|Np|Pu|Am)(?![A-Za-z])"
)
"""What a raised number stands before as part of a name: "¹⁴C"."""
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISED_NUMBER = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?:,[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})*")
_POWER_OF_TEN = re.compile(r"(?:[x×·*∙⋅]\s?|^|\s)10$")


def may_hold_scripts(boxes: Sequence[Box]) -> bool:
    """Whether the boxes of a line's characters differ as they do with raised and lowered ones."""
    heights = [top - bottom for _, bottom, _, top in boxes]
    bottoms = [bottom for _, bottom, _, _ in boxes]
    tallest = max(heights)
    unevenness = (max(bottoms) - min(bottoms)) / max(tallest, 1.0)
    climbs = unevenness > _MOST_RISE + 1
    return not climbs and (unevenness > _UNEVEN or min(heights) <= _SMALLER * tallest)


def find_scripts(letters: Sequence[tuple[float, float]]) -> list[int] | None:
    """For each character whether it is raised, lowered or level; None where all are level.

    Args:
        letters: the size of each character's font and the height that it stands at.
    """
    largest = max(size for size, _ in letters)
    if largest <= 0:
        return None
    level = Counter(round(base, 1) for size, base in letters if size > _SMALLER * largest)
    (usual, _), *_ = level.most_common(1)
    if level.total() < _LEAST_LEVEL * len(letters):
        return None
    kinds, line = [], usual
    for size, base in letters:
        rise = (base - line) / largest
        if size > _SMALLER * largest and abs(rise) < _MOST_RISE:
            is_level = abs(base - usual) < _RISE * largest
            line = base if is_level else line
            kinds.append(LEVEL if is_level else RAISED if base > usual else LOWERED)
        else:
            kinds.append((rise > _RISE) - (rise < -_DROP))
    return kinds if any(kinds) else None


def write_scripts(parts: Sequence[tuple[str, int]]) -> str:
    """The text of a line out of its level, raised and lowered parts."""
    written = ""
    in_fraction = False
    parts = _put_indexes_first(parts)
    for place, (text, kind) in enumerate(parts):
        bare = text.strip()
        if kind == RAISED and bare not in _OPERATORS:
            following = "".join(text for text, _ in parts[place + 1 : place + 3])
            in_fraction = bare.isdigit() and bool(_OVER.match(following))
            if in_fraction:
                written += f" {bare}" if written[-1:].isdigit() else bare
            elif place and parts[place - 1][1] == LOWERED:
                written += raise_text(text)
            else:
                written += _raise(written, text, following)
        elif bare and bare in _OPERATORS:
            written += text
        elif in_fraction:
            written += text.lstrip() if kind == LOWERED else _SLASH.sub("/", text, count=1)
            in_fraction = kind == LEVEL and not text.strip(" /\u2044\u2215")
        else:
            written += lower_text(text) if kind == LOWERED else text
    return written


def _put_indexes_first(parts: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """The parts, an index before the exponent above it and told from the letter: "x_i²"."""
    found = list(parts)
    for n in range(len(found) - 1):
        (text, kind), (after, kind_after) = found[n : n + 2]
        if {kind, kind_after} != {RAISED, LOWERED} or text[-1:].isspace():
            continue
        index, exponent = (text, after) if kind == LOWERED else (after, text)
        if exponent.strip().isupper() or exponent.strip() in _OPERATORS:  # as in LaTeX
            continue
        bare = index.strip()
        if bare.isalpha():
            index = f"_{bare}"
        end = " " * after[-1:].isspace()
        found[n : n + 2] = [(index.strip(), LOWERED), (exponent.strip() + end, RAISED)]
    return found


def _raise(before: str, text: str, following: str) -> str:
    """A raised text after what stands before it; a letter at the end of a number is a mark."""
    bare, last = text.strip(), before[-1:]
    if not _MARK.fullmatch(bare):
        return raise_text(text)
    if bare.isalpha():
        counts = last.isdigit() and _ORDINAL.fullmatch(bare)
        is_mark = len(bare) == 1 and not (counts and (following or not _BARE.fullmatch(before)))
        return (
            f" [{bare}]" if is_mark and (last.isalnum() and len(before) > 1) else raise_text(text)
        )
    if text == bare and (not last or last.isspace()) and _ISOTOPE.match(following):
        return raise_text(text)
    if not before.strip():
        return f"[{bare}] "
    if last.isdigit() or last == ")" or _UNIT.search(before):
        return raise_text(text)
    return f" [{bare.strip('()')}]{' ' if text[-1:].isspace() else ''}"


def mark_notes(text: str, marks: frozenset[str]) -> str:
    """A text with raised numbers written as marks where the page has notes of these numbers.

    "4,120³" becomes "4,120 [3]" if there is a note 3; powers of ten and of units stay ("12 km²").
    """

    def write(found: re.Match[str]) -> str:
        numbers = found[0].translate(_SUPERSCRIPTS).split(",")
        before = text[: found.start()]
        is_power = _POWER_OF_TEN.search(before) or _UNIT.search(before)
        if not marks.issuperset(numbers) or is_power or not before.strip():
            return found[0]
        return f" [{','.join(numbers)}]"

    return _RAISED_NUMBER.sub(write, text) if marks else text
