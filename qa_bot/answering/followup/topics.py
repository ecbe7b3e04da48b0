"""What a conversation has been about, and what its last reply named."""

from __future__ import annotations

import re
from collections.abc import Callable

from qa_bot.answering.followup.phrases import Phrase, phrases_of, subject_of, topic_of
from qa_bot.index.lexical.words import terms_of

Idf = Callable[[str], float]
"""The inverse document frequency of a stemmed term."""
CARRIED = re.compile(r"\s*\(([^()]+)\)\s*$")
"""What a question got from the turns before, where it stands behind it."""
_ASKS_WHICH = re.compile(
    r"\s*(?:who|which|what\s+(?!is|are|was|were|do|does|did)\w+)\b", re.IGNORECASE
)
_LOWER_CASE_END = re.compile(r"(?:\s+[^\W\d_A-Z][^\sA-Z]*)+$")
MAX_TOPICS, MAX_NAMES = 4, 2
"""Topics that a question may point to, and names that are taken from a reply."""
MIN_RARE_IDF = 3.0
"""Inverse document frequency of a term that some 5 % of the passages hold."""


class Topics:
    """The topics of the turns so far, the last standalone question and the last reply."""

    def __init__(self, idf: Idf = lambda term: 0.0) -> None:
        self.question = ""
        self.reply = ""
        self.said = ""
        """All replies."""
        self.named: list[str] = []
        """What the last reply named, where a name was asked for."""
        self._idf = idf
        self._topics: list[Phrase] = []
        self._theme: Phrase | None = None

    @property
    def newest_first(self) -> list[Phrase]:
        """The topics that a question may still point to."""
        return self._topics[: -MAX_TOPICS - 1 : -1]

    @property
    def carried(self) -> str:
        """What a question without a pronoun points to: the conversation's first topic and the last.

        The first is left out where the last reply doesn't mention it: the talk has moved on.
        """
        topic, theme = self._topics[-1], self._theme
        if theme is None or topic.terms & theme.terms:
            return topic.text
        if self.reply and not theme.terms <= set(terms_of(self.reply)):
            return topic.text
        return f"{theme.text}, {topic.text}"

    def mention(self, question: str) -> bool:
        """Whether a question has a word of a topic."""
        own = set(terms_of(question))
        return any(topic.terms & own for topic in self.newest_first)

    def count_rare(self, question: str) -> int:
        """How many words of a question are rare in the documents."""
        return sum(self._idf(term) >= MIN_RARE_IDF for term in set(terms_of(question)))

    def follow(self, standalone: str, reply: str, asks_further: bool = False) -> None:
        """Take in a turn: its standalone form and what was replied.

        Where it only asks further ("Who else?"), the question before stays the last one.
        """
        if not standalone.strip():
            return
        self.said = f"{self.said}\n{reply}".strip()
        carried = CARRIED.search(standalone)
        typed = standalone[: carried.start()] if carried else standalone
        if not asks_further:
            self.question = standalone
        elif not self.question and carried:
            self.question = carried[1]
        self.reply = reply
        own = topic_of(standalone)
        asked = _ASKS_WHICH.match(standalone) and not (own and own.named)
        self.named = self._names_in(reply) if asked else []
        subject = (subject_of(typed) or self._find_alternative(typed)) if carried else None
        if self._topics and self._topics[-1].terms <= set(terms_of(standalone)) and not subject:
            return
        topic = subject or topic_of(carried[1] if carried else standalone)
        if topic is None:
            return
        self._theme = self._theme or topic
        self._topics = [t for t in self._topics if t.terms != topic.terms] + [topic]

    def _find_alternative(self, fragment: str) -> Phrase | None:
        """What a part of a question names beside the last topic: another course than that one."""
        phrases = phrases_of(fragment)
        if not self._topics or len(phrases) != 1 or not phrases[0].determined:
            return None
        heads = [terms_of(one.text)[-1:] for one in (phrases[0], self._topics[-1])]
        return phrases[0] if heads[0] == heads[1] else None

    def _names_in(self, reply: str) -> list[str]:
        """The reply's rarest names that the question lacks, in order."""
        asked = set(terms_of(self.question))
        found = [p for p in phrases_of(reply) if p.named and not p.terms & asked]
        names = list(dict.fromkeys(_LOWER_CASE_END.sub("", phrase.text) for phrase in found))
        rarest = sorted(names, key=lambda name: -max(map(self._idf, terms_of(name)), default=0))
        return [name for name in names if name in rarest[:MAX_NAMES]]
