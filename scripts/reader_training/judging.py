"""Keep what judges the reader out of its training, and draw the questions that choose weights."""

from __future__ import annotations

import random
import re
from pathlib import Path

from qa_bot.building.splitting import split_sentences
from reader_training.corpora import Corpus, read_lines
from reader_training.examples import Example, Group, gold_ranges, locate

JUDGES = (
    "squad2_part",
    "xquad_en",
    "qed_nq_dev",
    "policyqa_test",
    "wikiqa",
    "cast_answerability",
    "inscit_dev",
    "clapnq_dev_a",
    "emanual_tv",
    "ace_whqa",
    "quail_dev_challenge",
)
"""Sets that never train; `HELD_BACK` are not looked at either before all choices are made."""
HELD_BACK = ("ace_whqa", "quail_dev_challenge")
VALIDATION_ARTICLES = ("1973 oil crisis", "European Union law", "Force", "Harvard University")
"""The articles of squad2_part that choose checkpoints and weights; the other seven report."""
VALIDATION_QUESTIONS = 1600
TEMPLATES = "policyqa_test"
"""Its questions are asked of every site: sharing one is no leak, sharing text is."""
_SHORTEST = 60
"""Letters and digits from which on a shared sentence means shared text."""


def normalise(text: str) -> str:
    """Letters and digits only, in small letters."""
    return re.sub(r"[\W_]+", "", text.casefold())


def judged_text(data: Path) -> frozenset[str]:
    """The sentences and questions of every judging set, normalised."""
    found: set[str] = set()
    for name in JUDGES:
        if name != TEMPLATES:
            found.update(normalise(q["text"]) for q in read_lines(data / name / "queries.jsonl"))
        for row in read_lines(data / name / "corpus.jsonl"):
            text = row["text"]
            found.update(
                normalise(text[s.start : s.end]) for s in split_sentences(text, 0, len(text))
            )
    return frozenset(found)


def leave_out(groups: list[Group], judged: frozenset[str]) -> list[Group]:
    """The examples whose question, and whose window's longer sentences, do not judge."""

    def judges(example: Example) -> bool:
        text = example.window.text
        sentences = (normalise(text[a:b]) for a, b in example.window.sentences)
        return normalise(example.question) in judged or any(
            len(sentence) >= _SHORTEST and sentence in judged for sentence in sentences
        )

    kept = [[example for example in group if not judges(example)] for group in groups]
    return [group for group in kept if group]


def validation_examples(corpus: Corpus) -> list[Example]:
    """Questions of the validation articles, each beside its own window."""
    made: list[Example] = []
    for query in corpus.queries:
        positions = corpus.by_document[query["gold_doc"]]
        if corpus.windows[positions[0]].title not in VALIDATION_ARTICLES:
            continue
        ranges = gold_ranges(corpus.texts[query["gold_doc"]], query)
        found = [locate(corpus.windows[i], ranges, query.get("answers", [])) for i in positions]
        scores = corpus.lexical.scores(query["text"])
        if query["answerable"]:
            found = [example for example in found if example.gold][:1]
        else:
            found = [found[max(range(len(found)), key=lambda i: scores[positions[i]])]]
        made += [Example("validation", query["text"], e.window, e.gold, e.spans) for e in found]
    random.Random(0).shuffle(made)
    return made[:VALIDATION_QUESTIONS]
