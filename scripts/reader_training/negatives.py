"""Make examples that look answered and are not, from questions that are.

Three kinds: good-looking windows from elsewhere in the set; questions in which a name or a number
is exchanged for another of the same article; and sentences that experts marked as misleading.
"""

from __future__ import annotations

import random
import re
from dataclasses import replace
from typing import Any

from reader_training.corpora import Corpus, Window
from reader_training.examples import Example, Group, gold_documents

_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w’'-]+(?: (?:(?:of|the|de|von) )?[A-Z][\w’'-]+)*")
_NUMBER = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b")
_CANDIDATES, _TAKEN_FROM = 8, 4
"""Near windows that are looked at, and of how many of the best one is drawn."""


def from_elsewhere(corpus: Corpus, query: dict[str, Any], rng: random.Random) -> Group:
    """A near window that holds neither an answer nor a gold sentence."""
    own = set(corpus.asked_on[query["text"]]) | set(gold_documents(query))
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
    return [Example(corpus.name, query["text"], rng.choice(near[:_TAKEN_FROM]))]


def exchange(corpus: Corpus, query: dict[str, Any], group: Group, rng: random.Random) -> Group:
    """The question about another name or number of the same article, beside its own window."""
    example, question = group[0], query["text"]
    passage = example.window.text.casefold()
    title = example.window.title
    home = corpus.by_title[title] if title else corpus.by_document[example.window.doc_id]
    others = [corpus.windows[i].text for i in home]
    for pattern in (_NUMBER, _NAME):
        asked = [m for m in pattern.finditer(question) if m[0].casefold() in passage]
        pool = {other for text in others for other in pattern.findall(text)}
        pool = {other for other in pool if other.casefold() not in passage}
        if pattern is _NUMBER and asked:
            pool = {other for other in pool if len(other) == len(asked[0][0])}
        if asked and pool:
            match, other = rng.choice(asked), rng.choice(sorted(pool))
            text = question[: match.start()] + other + question[match.end() :]
            return [Example(corpus.name, text, example.window)]
    return []


def with_distractors(corpus: Corpus, query: dict[str, Any]) -> Group:
    """The sentences that support a wrong answer, without those that the right one needs."""
    wrong, right = query.get("distractor_spans"), query.get("gold_sentences", ())
    if not wrong:
        return []
    for position in corpus.by_document[query["gold_doc"]]:
        window = corpus.windows[position]
        kept = [
            (start, end)
            for start, end in window.sentences
            if any(span in window.text[start:end] for span in wrong)
            and not any(s in window.text[start:end] or window.text[start:end] in s for s in right)
        ]
        if kept:
            return [Example(corpus.name, query["text"], cut(window, kept[0]))]
    return []


def cut(window: Window, sentence: tuple[int, int]) -> Window:
    """One sentence of a window as a window."""
    start, end = sentence
    return replace(
        window,
        text=window.text[start:end],
        start=window.start + start,
        sentences=((0, end - start),),
    )
