"""Super- and subscripts and struck words as text, so that 10⁶ never becomes 106.

Unicode has raised and lowered digits, signs and a few letters. What it lacks is written with a
caret ("x^k"), save what needs none: ordinals ("1st"), trade marks and marks of notes ("*", "[3]").
"""

from __future__ import annotations

import re

_RAISED = str.maketrans("0123456789+-=()n−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ⁻")
_LOWERED = str.maketrans("0123456789+-=()−", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎₋")
_HAS_RAISED = re.compile(r"[0-9+\-−=()n]+")
_HAS_LOWERED = re.compile(r"[0-9+\-−=()]+")
FRACTION_EDGE = "\ue0ff"
"""Stands around a fraction in a line that is being made; see `part_fractions`."""
_MIXED = re.compile(f"(?<=\\d){FRACTION_EDGE}+(?=\\d)")
_HAS_DIGIT = re.compile(r"\d")
_PLAIN = re.compile(
    r"st|nd|rd|th|er|re|ère|[eè]me|nde?|e|o|os|a|as|te|ste|de|mo|tm|sm|mr|mc|me|[º°ª™®©℠]"
    r"|[*†‡§¶#]+|\[.*\]|\([a-z]{1,3}\)|\W*",
    re.IGNORECASE | re.DOTALL,
)


def raise_text(text: str) -> str:
    """A superscript as text: "6" as "⁶", "k+1" as "^(k+1)", "th" as it is."""
    bare = text.strip()
    if _HAS_RAISED.fullmatch(bare) and bare.strip("()-−+="):
        return text.replace(bare, bare.translate(_RAISED))
    if _PLAIN.fullmatch(bare):
        return text
    return text.replace(bare, f"^{bare}" if bare.isalnum() else f"^({bare})")


def lower_text(text: str) -> str:
    """A subscript as text: "2" as "₂"; letters stay in the line, as no number depends on them."""
    bare = text.strip()
    if _HAS_LOWERED.fullmatch(bare) and bare.strip("()-−+="):
        return text.replace(bare, bare.translate(_LOWERED))
    if _HAS_DIGIT.search(bare):
        return text.replace(bare, f"_{bare}" if bare.isalnum() else f"_({bare})")
    return text


def part_fractions(text: str) -> str:
    """A line whose fractions stand apart from numbers beside them: "2 1/4", never "21/4"."""
    if FRACTION_EDGE not in text:
        return text
    return _MIXED.sub(" ", text).replace(FRACTION_EDGE, "")


def strike_text(text: str) -> str:
    """Struck text between tildes, so that it isn't read on with its neighbours."""
    bare = text.strip()
    if not bare:
        return text
    start = text.index(bare)
    return f"{text[:start]}~~{bare}~~{text[start + len(bare) :]}"
