"""Quality: whether a text looks like language or like a broken text layer."""

from __future__ import annotations

import unicodedata

_SAMPLE = 200_000
_FEWEST_LETTERS = 200
_LEAST_VOWELS = 0.2
"""European languages have 35 to 50 % vowels; letters shifted by a broken font have far fewer."""
_MOST_STRANGE = 0.02
_MOST_UNMAPPED = 0.1
_STRANGE = ("Co", "Cn", "Cs")


def looks_garbled(text: str, unmapped: int = 0) -> bool:
    """Whether a text looks garbled.

    Args:
        text: the canonical text.
        unmapped: its characters whose font says not which letters they are.
    """
    sample = text[:_SAMPLE]
    dense = [c for c in sample if not c.isspace()]
    if not dense:
        return False
    strange = sum(
        c == "\N{REPLACEMENT CHARACTER}" or unicodedata.category(c) in _STRANGE for c in dense
    )
    if strange > _MOST_STRANGE * len(dense) or unmapped > _MOST_UNMAPPED * len(text):
        return True
    plain = [unicodedata.normalize("NFD", c)[0].lower() for c in dense if c.isalpha()]
    latin = [c for c in plain if "a" <= c <= "z"]
    if len(latin) < _FEWEST_LETTERS or len(latin) < 0.5 * len(plain):
        return False
    return sum(c in "aeiouy" for c in latin) < _LEAST_VOWELS * len(latin)
