"""Formulas of web pages and OpenDocument files (MathML) on one line."""

from __future__ import annotations

from collections.abc import Callable

from lxml.etree import _Element as Element

from qa_bot.reading.superscripts import FRACTION_EDGE, lower_text, raise_text

_UNREAD = frozenset({"annotation", "annotation-xml", "mphantom"})
_SPACED = "=<>≤≥≠≈+−±×·→⇒"
_ENDS = {"mtd": " ", "mtr": "; "}


def math_text(element: Element) -> str:
    """A formula's text, in the order in which it is read; `part_fractions` makes it a line."""
    return " ".join(_write(element).split())


def _write(element: Element) -> str:
    name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
    if not name or name in _UNREAD:
        return ""
    parts = [_write(child) for child in element]
    count, write = _WRITERS.get(name, (0, None))
    if write is not None and len(parts) == count:
        return write(*parts)
    own = (element.text or "").strip()
    if name == "msqrt":
        return f"√{_group(''.join(parts))}"
    if name == "mo" and len(own) == 1 and own in _SPACED:
        own = f" {own} "
    return f"{own}{''.join(parts)}{_ENDS.get(name, '')}"


def _group(text: str) -> str:
    text = text.strip()
    return text if text.isalnum() or (text[:1] in "([" and text[-1:] in ")]") else f"({text})"


def _raise(text: str) -> str:
    raised = raise_text(text.strip())
    return f"^{_group(text)}" if raised == text.strip() and raised else raised


def _lower(text: str) -> str:
    lowered = lower_text(text.strip())
    return f"_{_group(text)}" if lowered == text.strip() and lowered else lowered


def _fraction(above: str, below: str) -> str:
    return f"{FRACTION_EDGE}{_group(above)}/{_group(below)}{FRACTION_EDGE}"


def _script(base: str, above: str) -> str:
    return base + _raise(above)


def _index(base: str, below: str) -> str:
    return base + _lower(below)


def _both(base: str, below: str, above: str) -> str:
    return base + _lower(below) + _raise(above)


_WRITERS: dict[str, tuple[int, Callable[..., str]]] = {
    "mfrac": (2, _fraction),
    "msup": (2, _script),
    "mover": (2, _script),
    "msub": (2, _index),
    "munder": (2, _index),
    "msubsup": (3, _both),
    "munderover": (3, _both),
    "mroot": (2, lambda base, degree: f"{_raise(degree)}√{_group(base)}"),
}
"""Operands and form of each kind of formula."""
