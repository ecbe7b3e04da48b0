"""Quality: whether a text looks like language, or like a broken text layer or encoding."""

from __future__ import annotations

import re
import unicodedata

_SAMPLE = 200_000
_FEWEST_LETTERS = 200
_LEAST_VOWELS = 0.2
"""European languages have 35 to 50 % vowels; letters shifted by a broken font have far fewer."""
_MOST_STRANGE = 0.02
_MOST_UNMAPPED = 0.1
_STRANGE = ("Co", "Cn", "Cs")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_FEWEST_RUNS, _FEWEST_MISREAD, _MOST_MISREAD = 3, 12, 0.5
_SIGN_IN_WORD = re.compile(
    r"(?<=[a-z])[\xa1-\xa9\xab-\xb3\xb4-\xb6\xb8\xb9\xbb-\xbf\xd7\xf7](?=[a-z])"
)
_MOST_SIGNS = 0.002
"""Signs between two small letters ("ci±gu"), as share of all characters."""
_FEWEST_ACCENTS = 10
_MOST_ACCENTS = 0.45
"""Share of Latin-1's letters and signs among all letters; no language reaches 0.35. Cyrillic or
Chinese that is read as Latin-1 has nothing else."""


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
    if _is_misread(sample, dense):
        return True
    plain = [unicodedata.normalize("NFD", c)[0].lower() for c in dense if c.isalpha()]
    latin = [c for c in plain if "a" <= c <= "z"]
    if len(latin) < _FEWEST_LETTERS or len(latin) < 0.5 * len(plain):
        return False
    return sum(c in "aeiouy" for c in latin) < _LEAST_VOWELS * len(latin)


def _is_misread(sample: str, dense: list[str]) -> bool:
    """Whether a text was read in another encoding than it was written in.

    UTF-8 that was read as Windows-1252 ("GrÃ¼ÃŸe") gives letters again when it is turned back;
    other mistakes give words of accents and signs alone ("Ñîòðóäíèê").
    """
    runs = _FOREIGN.findall(sample)
    misread = [run for run in runs if _was_utf8(run)]
    enough = len(misread) >= _FEWEST_RUNS or sum(map(len, misread)) >= _FEWEST_MISREAD
    if enough and len(misread) > _MOST_MISREAD * len(runs):
        return True
    if len(_SIGN_IN_WORD.findall(sample)) >= max(_FEWEST_RUNS, _MOST_SIGNS * len(dense)):
        return True
    letters = sum(c.isalpha() for c in dense)
    accents = sum("\xa1" <= c <= "\xff" for c in dense)
    signs = sum("\xa1" <= c <= "\xff" and not c.isalpha() for c in dense)
    return letters >= _FEWEST_ACCENTS and accents > _MOST_ACCENTS * (letters + signs)


def _was_utf8(run: str) -> bool:
    for encoding in ("cp1252", "latin-1"):
        try:
            return len(run.encode(encoding).decode("utf-8")) < len(run)
        except UnicodeError:
            continue
    return False
