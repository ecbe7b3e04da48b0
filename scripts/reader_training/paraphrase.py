"""The same question in other words, by rules on its letters: for robustness, not for beauty.

A variant keeps its example's label and meaning. The network reads small letters only, so that
capitals need no variants. Shorter, more general forms are made only of
questions that have an answer: what answers the special question answers the general one too.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from reader_training.examples import Example, Group
from reader_training.wordnet import Synonyms

_HEADS = (
    (r"In (?:what|which) year (was|were|did)", "When {0}"),
    (r"When (was|were|did)", "In what year {0}"),
    (r"What year (was|were|did)", "When {0}"),
    (r"How many", "What number of"),
    (r"What is the name of", "What is the title of"),
    (r"Who (was|is) the", "Which person {0} the"),
    (r"Who", "Which person"),
    (r"Where (is|are|was|were|did|does)", "In what place {0}"),
    (r"Why (is|are|was|were|did|does|do)", "For what reason {0}"),
    (r"How (did|does|do)", "In what way {0}"),
    (r"What (?!is|are|was|were|do|does|did|has|had)(\w+)", "Which {0}"),
    (r"Which", "What"),
    (r"What is", "What's"),
)
_LEADS = (
    "Can you tell me {0}",
    "Tell me {0}",
    "Please tell me: {0}",
    "I would like to know {0}",
    "Do you know {0}",
    "According to the text, {0}",
    "{0} Please answer briefly.",
)
_FUNCTION = frozenset(
    re.findall(
        r"\w+",
        "what which when where who whom whose why how is are was were did does do has have had the "
        "and for with from that this than into over under about after before name called kind type "
        "many much can could will would should may might must been being not second",
    )
)
_TAIL = re.compile(
    r"(?<!able)(?<!used) (?:in|to|for|by|during|on|at|from|with|after|among|within)"
    r" (?:the |an? |its |their |(?=[A-Z0-9]))"
    r"(?:(?! (?:in|to|for|by|during|on|at|from|with|after|among|within) )[^,])+$"
)
_ENDLESS = ("is", "are", "was", "were", "did", "does", "do", "of", "has", "had", "have")
_SHORTEST = 4
"""Words that a shortened question keeps at the least."""


class Paraphraser:
    """Make variants of questions.

    Args:
        synonyms: words that may stand for each other; without them the other rules do it alone.
        reworded: rows with a question's `text` and the same question `reworded`.
    """

    def __init__(
        self, synonyms: Synonyms | None, reworded: Sequence[Mapping[str, str]] = ()
    ) -> None:
        self._synonyms = synonyms
        self._reworded = {_bare(row["text"]): row["reworded"] for row in reworded}

    def add_variants(self, group: Group, share: float, rng: random.Random) -> Group:
        """The group, beside some of its examples one in other words, and what is reworded."""
        made = [self.variant(example, rng) for example in group if rng.random() < share]
        made += [
            replace(example, question=other)
            for example in group
            if (other := self._reworded.get(_bare(example.question)))
        ]
        return [*group, *(example for example in made if example is not None)]

    def variant(self, example: Example, rng: random.Random) -> Example | None:
        """The example with its question reworded, or None where no rule fits."""
        rules: list[Callable[[str, random.Random], str]] = [reword_head, ask_politely]
        rules += [misspell, drop_articles, self.exchange_words, self.exchange_words]
        if example.gold:
            rules += [generalise, generalise]
        text = rng.choice(rules)(example.question, rng)
        if rng.random() < 0.3:
            text = rng.choice((drop_articles, misspell, self.exchange_words))(text, rng)
        same = text.casefold().rstrip("?") == example.question.casefold().rstrip("?")
        return None if same else replace(example, question=text)

    def exchange_words(self, question: str, rng: random.Random) -> str:
        """One or two words for their synonyms."""
        if self._synonyms is None:
            return question
        words = [m for m in re.finditer(r"\b[a-z]{3,}\b", question) if m[0] not in _FUNCTION]
        able = [(m, found) for m in words if (found := self._synonyms.of(m[0]))]
        for match, found in sorted(rng.sample(able, min(2, len(able))), key=lambda p: -p[0].end()):
            question = question[: match.start()] + rng.choice(found) + question[match.end() :]
        return question


def _bare(question: str) -> str:
    """A question by which it is found again, with or without its mark."""
    return question.strip().rstrip("?").rstrip()


def reword_head(question: str, rng: random.Random) -> str:
    """The question word in other words."""
    able = [rule for rule in _HEADS if re.match(rule[0] + r"\b", question)]
    if not able:
        return question
    pattern, head = rng.choice(able)
    return re.sub(rf"^{pattern}\b", lambda match: head.format(*match.groups()), question)


def ask_politely(question: str, rng: random.Random) -> str:
    """The question inside a phrase."""
    lead = rng.choice(_LEADS)
    inside = question if lead.startswith("{") else question[:1].lower() + question[1:]
    return lead.format(inside)


def misspell(question: str, rng: random.Random) -> str:
    """Two letters of a longer word changed round, or one left out or doubled."""
    words = [m for m in re.finditer(r"\b[a-z]{5,}\b", question)]
    if not words:
        return question
    match = rng.choice(words)
    at = match.start() + rng.randrange(1, len(match[0]) - 2)
    a, b = question[at], question[at + 1]
    return question[:at] + rng.choice((b + a, b, a + a + b)) + question[at + 2 :]


def drop_articles(question: str, rng: random.Random) -> str:
    """The question as typed into a search box."""
    text = re.sub(r"\b(?:the|a|an|did|does|do) ", "", question.rstrip("?").lower())
    return text if rng.random() < 0.5 else f"{text}?"


def generalise(question: str, rng: random.Random) -> str:
    """The question without its last or first phrase: "How does it contribute?"."""
    bare = question.rstrip("?")
    text = _TAIL.sub("", bare)
    opened = re.match(r"(?:In|At|On|During|After|Before) [^,?]+, (?=\w+ )", bare)
    if opened and rng.random() < 0.5:
        text = bare[opened.end() :][:1].upper() + bare[opened.end() + 1 :]
    words = text.split()
    whole = len(words) >= _SHORTEST and words[-1] not in _ENDLESS
    return f"{text}?" if whole else question
