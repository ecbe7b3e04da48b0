"""Equations of Office documents (OMML) on one line: "a/b", "x^2", "√(x+1)"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml.etree import _Element as Element

from qa_bot.reading.formats.office import chosen, tag
from qa_bot.reading.superscripts import FRACTION_EDGE, lower_text, raise_text

_VALUE = tag("m:val")
_TEXT = {tag("m:t"), tag("w:t")}
_HAS_WORD = re.compile(r"\w")
_UNSEEN = dict.fromkeys(range(0x2061, 0x2065))
"""Signs for "applied to" and "times" that nobody sees."""


def equation_text(element: Element) -> str:
    """An equation's text, in the order in which it is read; `part_fractions` makes it a line."""
    return "".join(_parts(element)).translate(_UNSEEN)


def _parts(element: Element) -> Iterator[str]:
    for child in chosen(element):
        write = _WRITERS.get(child.tag)
        if write is not None:
            yield write(child)
        elif child.tag in _TEXT:
            yield child.text or ""
        elif child.tag not in _PROPERTIES:
            yield from _parts(child)
            if child.tag == _PARAGRAPH:
                yield " "


def _part(element: Element, name: str) -> str:
    child = element.find(tag(name))
    return "" if child is None else equation_text(child).strip()


def _group(text: str) -> str:
    """An operand, in parentheses where it is more than a number or a name."""
    return text if text.isalnum() or (text[:1] in "([" and text[-1:] in ")]") else f"({text})"


def _raise(text: str) -> str:
    raised = raise_text(text)
    return f"^{_group(text)}" if raised == text and _HAS_WORD.search(text) else raised


def _lower(text: str) -> str:
    lowered = lower_text(text)
    return f"_{_group(text)}" if lowered == text and text else lowered


def _fraction(element: Element) -> str:
    above, below = _part(element, "m:num"), _part(element, "m:den")
    kind = element.find(f"{tag('m:fPr')}/{tag('m:type')}")
    if kind is not None and kind.get(_VALUE) == "noBar":
        return f"({above} over {below})"
    return f"{FRACTION_EDGE}{_group(above)}/{_group(below)}{FRACTION_EDGE}"


def _scripts(element: Element) -> str:
    base, above, below = (_part(element, name) for name in ("m:e", "m:sup", "m:sub"))
    return f"{base}{_lower(below)}{_raise(above)}"


def _before(element: Element) -> str:
    base, above, below = (_part(element, name) for name in ("m:e", "m:sup", "m:sub"))
    return f"{_lower(below)}{_raise(above)}{base}"


def _root(element: Element) -> str:
    degree = _part(element, "m:deg")
    return f"{_raise(degree) if degree not in ('', '2') else ''}√{_group(_part(element, 'm:e'))}"


def _sign(element: Element, path: str, usual: str) -> str:
    found = element.find("/".join(tag(name) for name in path.split("/")))
    return usual if found is None else found.get(_VALUE, "")


def _operator(element: Element) -> str:
    sign = _sign(element, "m:naryPr/m:chr", "∫")
    below, above = _part(element, "m:sub"), _part(element, "m:sup")
    limits = (f"_{_group(below)}" if below else "") + (f"^{_group(above)}" if above else "")
    return f"{sign}{limits} {_part(element, 'm:e')}"


def _fence(element: Element) -> str:
    opening = _sign(element, "m:dPr/m:begChr", "(")
    closing = _sign(element, "m:dPr/m:endChr", ")")
    between = _sign(element, "m:dPr/m:sepChr", "|")
    parts = [equation_text(part).strip() for part in element.findall(tag("m:e"))]
    return f"{opening}{between.join(parts)}{closing}"


def _matrix(element: Element) -> str:
    rows = [
        ", ".join(equation_text(cell).strip() for cell in row.findall(tag("m:e")))
        for row in element.findall(tag("m:mr"))
    ]
    return f"[{'; '.join(rows)}]"


def _function(element: Element) -> str:
    return f"{_part(element, 'm:fName')} {_part(element, 'm:e')}"


def _limit(element: Element) -> str:
    return f"{_part(element, 'm:e')}_{_group(_part(element, 'm:lim'))}"


def _accent(element: Element) -> str:
    return _part(element, "m:e") + _sign(
        element, "m:accPr/m:chr", "\N{COMBINING CIRCUMFLEX ACCENT}"
    )


_PARAGRAPH = tag("m:oMath")
_PROPERTIES = {tag(f"m:{name}Pr") for name in ("r", "oMathPara", "e", "ctrl", "box", "eqArr")}
_WRITERS: dict[str, Callable[[Element], str]] = {
    tag("m:f"): _fraction,
    tag("m:sSup"): _scripts,
    tag("m:sSub"): _scripts,
    tag("m:sSubSup"): _scripts,
    tag("m:sPre"): _before,
    tag("m:rad"): _root,
    tag("m:nary"): _operator,
    tag("m:d"): _fence,
    tag("m:m"): _matrix,
    tag("m:func"): _function,
    tag("m:limLow"): _limit,
    tag("m:limUpp"): _limit,
    tag("m:acc"): _accent,
}
