"""The acronyms that texts define, with what they stand for, used both ways.

"International Telecommunication Union (ITU)" defines ITU. The long form is found by matching the
acronym's letters backwards, after Schwartz and Hearst, "A simple algorithm for identifying
abbreviation definitions in biomedical text", PSB 2003; failing that it is the name, in capitals,
that stands before the bracket ("European Union Agency for Cybersecurity (ENISA)").
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from qa_bot.index.lexical.word_forms import WordForms
from qa_bot.index.lexical.words import STOP_WORDS

LongForms = Mapping[str, tuple[str, ...]]
"""What each acronym stands for, the most frequent first."""

Definition = tuple[str, str]
"""An acronym and what it stands for, as a text defines it."""

_DEFINITION = re.compile(r"\((?P<short>[A-Z][A-Za-z0-9&/.-]*(?: [A-Z][A-Za-z0-9&/.-]*)?)\)")
_NAME = re.compile(
    r"(?P<name>(?!The\b)[A-Z][\w'’-]+(?:\s+(?:(?:of|for|and|on|the|in)\s+){0,2}[A-Z][\w'’-]+)+)\s*$"
)
_WORD = re.compile(r"[^\W_]+")
_LONGEST_SHORT_FORM = 12
_MOST_LONG_FORMS = 3
_OPENING_SHARE = 0.6
"""Share of an acronym's letters that must open a word of its long form."""


class Acronyms:
    """What a corpus' acronyms stand for, used both ways.

    Args:
        long_forms: see `rank_long_forms`.
        words: the acronyms that are also words in small letters ("FIRST"): found only in capitals.
    """

    def __init__(self, long_forms: LongForms, words: Iterable[str] = ()) -> None:
        self._long_forms = long_forms
        self._words = frozenset(words)
        self._others: dict[tuple[str, ...], tuple[str, tuple[str, ...]]] = {}
        for short, longs in long_forms.items():
            for long in longs:
                self._others.setdefault(_key(long), (long, (short,)))
            self._others[_key(short)] = (short, longs)
        self._longest = max(map(len, self._others), default=0)

    @classmethod
    def build(cls, texts: Iterable[str], forms: WordForms) -> Acronyms:
        """The acronyms that texts define; `forms` are their words (see `WordForms`)."""
        return cls.collect((one for text in texts for one in find_definitions(text)), forms)

    @classmethod
    def collect(cls, definitions: Iterable[Definition], forms: WordForms) -> Acronyms:
        """The acronyms that texts were found to define, in the order of the texts."""
        long_forms = rank_long_forms(definitions)
        return cls(long_forms, (short for short in long_forms if _is_word(short, forms)))

    def save(self, path: Path) -> None:
        """Write a JSON file."""
        content = {"long_forms": self._long_forms, "words": sorted(self._words)}
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Acronyms:
        """Read what `save` wrote."""
        content = json.loads(path.read_text(encoding="utf-8"))
        longs = {short: tuple(longs) for short, longs in content["long_forms"].items()}
        return cls(longs, content["words"])

    def spell_out(self, question: str) -> str:
        """The question with long forms behind its acronyms, and acronyms behind long forms."""
        words = list(_WORD.finditer(question))
        added: list[tuple[int, str]] = []
        place = 0
        while place < len(words):
            size, others = self._at(question, words[place : place + self._longest])
            known = " ".join([question, *(text for _, text in added)]).casefold()
            if missing := [other for other in others if other.casefold() not in known]:
                added.append((words[place + size - 1].end(), "; ".join(missing)))
            place += max(size, 1)
        for end, others_text in reversed(added):
            question = f"{question[:end]} ({others_text}){question[end:]}"
        return question

    def _at(self, question: str, words: list[re.Match[str]]) -> tuple[int, tuple[str, ...]]:
        """The longest name that opens here: its number of words, and its other forms."""
        key = tuple(word[0].casefold() for word in words)
        for size in range(len(words), 0, -1):
            name, others = self._others.get(key[:size], ("", ()))
            typed = question[words[0].start() : words[size - 1].end()]
            if others and (name not in self._words or typed == name):
                return size, others
        return 0, ()


def rank_long_forms(definitions: Iterable[Definition]) -> dict[str, tuple[str, ...]]:
    """Every acronym of some definitions, with its long forms, the most frequent first."""
    counts: dict[str, Counter[str]] = {}
    spelt: dict[str, str] = {}
    for short, long in definitions:
        written = spelt.setdefault(long.casefold(), long)
        counts.setdefault(short, Counter())[written] += 1
    return {
        short: tuple(long for long, _ in found.most_common(_MOST_LONG_FORMS))
        for short, found in sorted(counts.items())
    }


def _key(name: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in _WORD.findall(name))


def _is_word(short: str, forms: WordForms) -> bool:
    return any(word in STOP_WORDS or forms.small(word) for word in _key(short))


def find_definitions(text: str) -> Iterator[Definition]:
    """Every place of a text that defines an acronym, in order."""
    for match in _DEFINITION.finditer(text):
        short = match["short"]
        if len(short) > _LONGEST_SHORT_FORM or not _is_acronym(short):
            continue
        before = text[max(0, match.start() - 200) : match.start()].rpartition("\n\n")[2]
        if long := _long_form(short, before) or _name_before(before):
            yield short, long


def _is_acronym(short: str) -> bool:
    """At least two capitals, and no fewer capitals than small letters ("MoD", "UN GGE")."""
    capitals = sum(c.isupper() for c in short)
    return capitals >= 2 and all(
        2 * sum(c.isupper() for c in word) >= sum(c.isalpha() for c in word)
        for word in short.split()
    )


def _long_form(short: str, before: str) -> str | None:
    """The shortest run of words before the bracket whose letters hold the acronym's, in order."""
    letters = [c for c in short.removesuffix("s").casefold() if c.isalnum()]
    words = list(_WORD.finditer(before))
    most = min(len(letters) + 5, 2 * len(letters))
    for word in reversed(words[-most:]):
        if word[0][0].casefold() != letters[0] or word[0].casefold() in STOP_WORDS:
            continue
        long = before[word.start() :].rstrip()
        if re.search(r"[.;:!?()]\s", long):
            return None
        if _holds(long.casefold(), letters) and len(long) > len(short):
            return " ".join(long.split())
    return None


def _name_before(before: str) -> str | None:
    """The name that ends before the bracket: words with capitals, "of", "for", "and" between."""
    found = _NAME.search(before)
    return " ".join(found["name"].split()) if found else None


def _holds(long: str, letters: list[str]) -> bool:
    """Whether the letters stand in the long form in order, from its start, most opening a word."""
    place = len(long)
    opening = 0
    for letter in reversed(letters):
        starts = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(letter)}", long[:place])]
        place = starts[-1] if starts else long.rfind(letter, 0, place)
        if place < 0:
            return False
        opening += bool(starts)
    return place == 0 and opening >= _OPENING_SHARE * len(letters)
