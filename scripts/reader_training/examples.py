"""Corpora come in; training examples (question, window, where the answer may start and end) go out.

Every example is a softmax over the window's tokens and a null: what answers is marked by its span
where that is known, else by its sentences; what does not answer has no marks. Three kinds do not:
questions that people wrote to mislead, good-looking windows from elsewhere, and questions in which
a name or a number is exchanged for another of the same article.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reader_training.corpora import Corpus, Window

_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w’'-]+(?: (?:(?:of|the|de|von) )?[A-Z][\w’'-]+)*")
_NUMBER = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b")
_CANDIDATES = 8


@dataclass(frozen=True)
class Example:
    """A question beside a window; no `gold` means that the window does not answer."""

    source: str
    question: str
    window: Window
    gold: tuple[int, ...] = ()
    """Positions of the sentences that answer."""
    spans: tuple[tuple[int, int], ...] = ()
    """The answer's characters, where known."""


@dataclass(frozen=True)
class Recipe:
    """How much of a set is used, and with which share of made negatives."""

    name: str
    repeat: int = 1
    limit: int | None = None
    elsewhere: float = 0.0
    """Chance of a further example with a near window that does not answer."""
    exchanged: float = 0.0
    """Chance of a further example with a name or number exchanged."""


RECIPES = (
    Recipe("squad2_dev_other_half", repeat=2, elsewhere=0.25, exchanged=0.1),
    Recipe("squadshifts_newwiki", elsewhere=0.25, exchanged=0.35),
    Recipe("qed_nq_train_early", elsewhere=0.5, exchanged=0.2),
    Recipe("selqa_dev_test", elsewhere=0.5),
    Recipe("squadshifts_amazon", limit=1200, elsewhere=0.25),
    Recipe("policyqa_dev", limit=1200),
    Recipe("scifact_train", elsewhere=0.5),
)


def make_examples(corpus: Corpus, recipe: Recipe, seed: int) -> list[Example]:
    """All examples of one set, in a seeded order."""
    rng = random.Random(f"{seed} {recipe.name}")
    queries = [q for q in corpus.queries if trains(corpus.name, q)]
    rng.shuffle(queries)
    made: list[Example] = []
    for query in queries[: recipe.limit]:
        made += [e for _ in range(recipe.repeat) for e in _answering(corpus, query, rng)]
        made += _misleading(corpus, query, rng) * recipe.repeat
        if rng.random() < recipe.elsewhere:
            made += _from_elsewhere(corpus, query, rng)
        if rng.random() < recipe.exchanged:
            made += _exchanged(corpus, query, rng)
    return made


def trains(name: str, query: dict[str, Any]) -> bool:
    """Whether a question may train: judging splits, and what shares text with them, may not."""
    if name == "squadshifts_newwiki":
        return not held_out(query["gold_doc"])
    if name == "selqa_dev_test":
        return bool(query["split"] == "dev")
    return "squad2_part" not in query.get("overlaps", ())


def held_out(doc_id: str) -> bool:
    """About 15 % of the new-Wikipedia documents, by their id."""
    return sum(doc_id.encode()) % 20 < 3


def gold_documents(query: dict[str, Any]) -> list[str]:
    """The documents that a question was asked on."""
    if "labels" in query:
        return list(query["labels"])
    return [query["gold_doc"]]


def gold_ranges(text: str, query: dict[str, Any]) -> list[tuple[int, int]]:
    """Where the gold sentences stand in the document."""
    wanted = query.get("gold_sentences") or query.get("answers", ())
    starts = [(text.find(sentence), len(sentence)) for sentence in wanted]
    return [(start, start + length) for start, length in starts if start >= 0]


def locate(window: Window, ranges: list[tuple[int, int]], answers: list[str]) -> Example:
    """The window with the sentences that lie in the gold ranges, and the answers in them."""
    inside = [(a - window.start, b - window.start) for a, b in ranges]
    gold = tuple(
        position
        for position, (start, end) in enumerate(window.sentences)
        if any(min(end, b) - max(start, a) > (end - start) / 2 for a, b in inside)
        or any(start <= a and b <= end for a, b in inside)
    )
    spans = {
        (match.start(), match.end())
        for position in gold
        for answer in answers
        for match in re.finditer(re.escape(answer), window.text)
        if window.sentences[position][0] <= match.start() < window.sentences[position][1]
    }
    return Example("", "", window, gold, tuple(sorted(spans)))


def _answering(corpus: Corpus, query: dict[str, Any], rng: random.Random) -> Iterator[Example]:
    if not query["answerable"]:
        return
    named = "gold_sentences" in query and query.get("answers", [])
    for doc_id in gold_documents(query):
        ranges = gold_ranges(corpus.texts.get(doc_id, ""), query)
        for position in corpus.by_document.get(doc_id, ()):
            found = locate(corpus.windows[position], ranges, named or [])
            if found.gold and (found.spans or not named):
                yield Example(
                    corpus.name, vary(query["text"], rng), found.window, found.gold, found.spans
                )


def _misleading(corpus: Corpus, query: dict[str, Any], rng: random.Random) -> list[Example]:
    """An unanswerable question beside the window of its document that is nearest to it."""
    if query["answerable"] or "gold_doc" not in query:
        return []
    scores = corpus.lexical.scores(query["text"])
    best = max(corpus.by_document[query["gold_doc"]], key=lambda position: scores[position])
    return [Example(corpus.name, vary(query["text"], rng), corpus.windows[best])]


def _from_elsewhere(corpus: Corpus, query: dict[str, Any], rng: random.Random) -> list[Example]:
    """A near window that holds neither an answer nor a gold sentence."""
    own = set(gold_documents(query)) if "labels" in query else set()
    wanted = [
        text.casefold() for key in ("answers", "gold_sentences") for text in query.get(key, ())
    ]
    near = [
        corpus.windows[position]
        for position in corpus.nearest(query["text"], _CANDIDATES)
        if corpus.windows[position].doc_id not in own
        and not any(text in corpus.windows[position].text.casefold() for text in wanted)
    ]
    if not near:
        return []
    return [Example(corpus.name, vary(query["text"], rng), rng.choice(near[:4]))]


def _exchanged(corpus: Corpus, query: dict[str, Any], rng: random.Random) -> list[Example]:
    """The question about another name or number of the same article, beside its own window."""
    for example in _answering(corpus, query, rng):
        passage, question = example.window.text.casefold(), query["text"]
        others = [corpus.windows[i].text for i in corpus.by_title[example.window.title]]
        for pattern in (_NUMBER, _NAME):
            asked = [m for m in pattern.finditer(question) if m[0].casefold() in passage]
            pool = {other for text in others for other in pattern.findall(text)}
            pool = {other for other in pool if other.casefold() not in passage}
            if pattern is _NUMBER and asked:
                pool = {other for other in pool if len(other) == len(asked[0][0])}
            if asked and pool:
                match, other = rng.choice(asked), rng.choice(sorted(pool))
                text = question[: match.start()] + other + question[match.end() :]
                return [Example(corpus.name, vary(text, rng), example.window)]
    return []


def vary(question: str, rng: random.Random) -> str:
    """The question with or without its mark, so that the mark tells nothing."""
    bare = question.strip().rstrip("?").rstrip()
    return bare if rng.random() < 0.3 else f"{bare}?"
