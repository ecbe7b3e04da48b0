"""Make training examples: a question beside a window, and where in it the answer may lie.

Every example is a softmax over the window's tokens and a null: what answers is marked by its span
where that is known, else by its sentences; what does not answer has no marks. Examples whose
questions are asked of one window, such as the two members of a minimal pair, stay together as a
group, so that the loss can compare them.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from reader_training.corpora import Corpus, Window
from reader_training.recipes import Recipe


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
    meaning: int = 0
    """Examples of a group with the same number ask the same in other words."""
    labelled: bool = True
    """Whether it is known what answers; else only a teacher says so."""


Group = list[Example]


def make_groups(corpus: Corpus, recipe: Recipe, seed: int) -> list[Group]:
    """All examples of one set, by window, in a seeded order."""
    from reader_training.negatives import exchange, from_elsewhere, with_distractors

    rng = random.Random(f"{seed} {recipe.name}")
    made: list[Group] = []
    for family in families(corpus, recipe, rng):
        groups = family_groups(corpus, recipe, family)
        for query in (q for q in family if q["answerable"]):
            if groups and rng.random() < recipe.exchanged:
                groups[0] += exchange(corpus, query, groups[0], rng)
            if rng.random() < recipe.elsewhere:
                groups += [[example] for example in from_elsewhere(corpus, query, rng)]
            groups += [[example] for example in with_distractors(corpus, query)]
        made += [_numbered(group, rng) for group in groups if group]
    return made


def families(corpus: Corpus, recipe: Recipe, rng: random.Random) -> list[list[dict[str, Any]]]:
    """The questions that may train, the members of a minimal pair together."""
    queries = [q for q in corpus.queries if trains(recipe, q)]
    rng.shuffle(queries)
    if recipe.stated:
        queries = _one_version(queries)
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for query in queries[: recipe.limit]:
        found[query.get("pair", query["id"])].append(query)
    return list(found.values())


def family_groups(corpus: Corpus, recipe: Recipe, family: list[dict[str, Any]]) -> list[Group]:
    """A family's examples: what misleads stands with what answers, beside the same window."""
    groups: list[Group] = []
    for query in (q for q in family if q["answerable"]):
        groups += [[example] for example in answering(corpus, query, recipe.several)]
    for query in (q for q in family if not q["answerable"] and "gold_doc" in q):
        home = next((g for g in groups if g[0].window.doc_id == query["gold_doc"]), None)
        if home is None:
            groups.append([Example(corpus.name, query["text"], misleading_window(corpus, query))])
        else:
            home.append(Example(corpus.name, query["text"], home[0].window))
    return groups


def trains(recipe: Recipe, query: dict[str, Any]) -> bool:
    """Whether a question may train: judging splits, and what shares text with them, may not."""
    if recipe.name == "squadshifts_newwiki":
        return not held_out(query["gold_doc"])
    if recipe.name == "selqa_dev_test":
        return bool(query["split"] == "dev")
    if recipe.stated and not query.get("gold_sentences"):
        return False
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


def answering(corpus: Corpus, query: dict[str, Any], several: bool = False) -> Iterator[Example]:
    """A question beside each window of its documents that answers it."""
    named = "gold_sentences" in query and query.get("answers", [])
    for doc_id in gold_documents(query):
        ranges = gold_ranges(corpus.texts.get(doc_id, ""), query)
        for position in corpus.by_document.get(doc_id, ()):
            found = locate(corpus.windows[position], ranges, named or [])
            if found.gold and (found.spans or several or not named):
                yield replace(found, source=corpus.name, question=query["text"])


def misleading_window(corpus: Corpus, query: dict[str, Any]) -> Window:
    """The window of an unanswerable question: with its plausible answer, else the nearest."""
    positions = corpus.by_document[query["gold_doc"]]
    for answer in query.get("plausible_answers", ()):
        for position in positions:
            if answer in corpus.windows[position].text:
                return corpus.windows[position]
    scores = corpus.lexical.scores(query["text"])
    return corpus.windows[max(positions, key=lambda position: scores[position])]


def vary(question: str, rng: random.Random) -> str:
    """The question with or without its mark, so that the mark tells nothing."""
    bare = question.strip().rstrip("?").rstrip()
    return bare if rng.random() < 0.3 else f"{bare}?"


def _numbered(group: Group, rng: random.Random) -> Group:
    """The group with a number for every meaning."""
    return [
        replace(example, question=vary(example.question, rng), meaning=number)
        for number, example in enumerate(group)
    ]


def _one_version(queries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first of the rows that ask the same question of versions of one text."""
    seen: dict[tuple[str, str], dict[str, Any]] = {}
    for query in queries:
        home = query.get("article") or query.get("story") or query["gold_doc"]
        seen.setdefault((home, query["text"]), query)
    return list(seen.values())
