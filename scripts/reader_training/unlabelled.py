"""Pairs that nobody labelled, for a teacher to judge: what the bot reads beside what answers."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from reader_training.corpora import Corpus, Window
from reader_training.examples import Example, Group, gold_ranges, locate, trains, vary
from reader_training.recipes import Recipe

_CANDIDATES = 8
"""Near windows that are drawn from."""


def make_unlabelled(corpus: Corpus, recipe: Recipe, near: int, seed: int) -> list[Group]:
    """For every question `near` windows that share words with it, and its own without the answer.

    Each is a group by itself. What it is labelled with is not known, so it says nothing.
    """
    rng = random.Random(f"{seed} unlabelled {recipe.name}")
    queries = [query for query in corpus.queries if trains(recipe, query)]
    rng.shuffle(queries)
    made: list[Group] = []
    for query in queries[: recipe.limit]:
        windows = [corpus.windows[i] for i in corpus.nearest(query["text"], _CANDIDATES)]
        windows = rng.sample(windows, min(near, len(windows)))
        for window in (*windows, *without_answer(corpus, query)):
            question = vary(query["text"], rng)
            made.append([Example(corpus.name, question, window, labelled=False)])
    return made


def without_answer(corpus: Corpus, query: dict[str, Any]) -> list[Window]:
    """The question's own window without the sentences that answer it, where others are left."""
    if not query["answerable"] or "gold_doc" not in query:
        return []
    ranges = gold_ranges(corpus.texts[query["gold_doc"]], query)
    for position in corpus.by_document[query["gold_doc"]]:
        window = corpus.windows[position]
        gold = locate(window, ranges, []).gold
        if gold and len(gold) < len(window.sentences):
            return [without_sentences(window, gold)]
    return []


def without_sentences(window: Window, taken: tuple[int, ...]) -> Window:
    """A window without some of its sentences."""
    text, spans, at = "", [], 0
    for number, (start, end) in enumerate(window.sentences):
        between = window.text[at:start]
        at = end
        if number in taken:
            continue
        text += between if text else ""
        spans.append((len(text), len(text) + end - start))
        text += window.text[start:end]
    return replace(window, text=text, sentences=tuple(spans))
