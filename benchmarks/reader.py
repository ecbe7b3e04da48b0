"""Judge the packaged reader on texts that it was not trained on.

    python benchmarks/reader.py ../shared/eval                     everything, about 15 minutes
    python benchmarks/reader.py ../shared/eval squad2 --limit 200  some of it

A figure stands with its 95 % bootstrap interval. The weight of the mixture and the probability are
fitted on four articles of squad2_part; the figures of that set are on the other seven.
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

import numpy as np
from reader_judging import (
    BUDGET,
    TOP,
    Judged,
    TestSet,
    auroc,
    encoder,
    mixed,
    precision,
    reader,
    sample,
    share,
    show,
)
from reader_training.examples import held_out
from reader_training.judging import VALIDATION_ARTICLES
from sklearn.linear_model import LogisticRegression

from qa_bot.reader import ReaderInput

WEIGHTS = (0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 4.0)


def judge_squad2(data: Path, limit: int) -> None:
    """SQuAD 2.0: the right sentence first, and refusal of questions written to mislead."""
    texts = TestSet(data, "squad2_part")
    chosen = [q for q in texts.queries if texts.titles[q["gold_doc"]] in VALIDATION_ARTICLES]
    report = [q for q in texts.queries if texts.titles[q["gold_doc"]] not in VALIDATION_ARTICLES]
    fit = [texts.judge(q, texts.best(q["text"])) for q in sample(chosen, limit)]
    weight = _fit_weight(fit)
    _fit_probability(f"{TOP} passages", fit)
    _fit_probability(
        "gold document", [texts.judge(q, texts.whole(q["gold_doc"])) for q in sample(chosen, limit)]
    )
    for name, found in (
        (
            "gold document",
            [texts.judge(q, texts.whole(q["gold_doc"])) for q in sample(report, limit)],
        ),
        (f"{TOP} passages", [texts.judge(q, texts.best(q["text"])) for q in sample(report, limit)]),
    ):
        _show_first(f"squad2_part, {name}", found, weight)
        _show_refusal(f"squad2_part, {name}", found)


def judge_wikiqa(data: Path, limit: int) -> None:
    """WikiQA test: real search questions, most of them not answered by their article."""
    texts = TestSet(data, "wikiqa")
    queries = sample([q for q in texts.queries if q["split"] == "test"], limit)
    found = [texts.judge(q, texts.passages(q["gold_doc"])) for q in queries]
    _show_refusal("wikiqa test, gold article", found)
    ranked = [j for j in found if j.gold.any()]
    show("wikiqa test, MAP of sentences, reader", ranked, precision(lambda j: j.reader))
    show("wikiqa test, MAP of sentences, hybrid", ranked, precision(lambda j: j.hybrid))
    show("wikiqa test, MAP of sentences, mixed at 0.5", ranked, precision(mixed(0.5)))


def judge_sentences(data: Path, limit: int) -> None:
    """The right sentence first within the gold document's passages, on other unseen texts."""
    for name in ("qed_nq_dev", "selqa_dev_test", "squadshifts_newwiki"):
        texts = TestSet(data, name)
        queries = [q for q in texts.queries if q.get("split", "test") == "test"]
        if name == "squadshifts_newwiki":
            queries = [q for q in queries if held_out(q["gold_doc"])]
        chosen = sample(queries, limit or 1327)
        found = [texts.judge(q, texts.passages(q["gold_doc"])) for q in chosen]
        _show_first(f"{name}, gold document", found, 0.5)


def judge_refusal(data: Path, limit: int) -> None:
    """Conversational questions; and XQuAD with the document that answers taken out."""
    texts = TestSet(data, "cast_answerability")
    chosen = sample(texts.queries, limit or 1500)
    found = [texts.judge(q, texts.passages(q["gold_doc"])) for q in chosen]
    _show_refusal("cast_answerability, own passage", found)
    texts = TestSet(data, "xquad_en")
    found = []
    for query in sample(texts.queries, limit):
        found.append(texts.judge(query, texts.best(query["text"])))
        without = texts.best(query["text"], without=query["gold_doc"])
        found.append(texts.judge({**query, "answerable": False}, without))
    _show_refusal(f"xquad_en, {TOP} passages, gold document in or out", found)


def judge_speed(data: Path, limit: int) -> None:
    """Milliseconds a question, five passages of about 128 word pieces."""
    texts = TestSet(data, "squad2_part")
    windows = [w for doc_id in texts.titles for w in texts.passages(doc_id)]
    sizes = encoder().count_tokens([w.text for w in windows])
    full = [
        ReaderInput(w.text, w.sentences, w.title)
        for w, size in zip(windows, sizes, strict=True)
        if 115 <= size <= BUDGET
    ]
    took = []
    for number, query in enumerate(texts.queries[: limit or 100]):
        passages = random.Random(number).sample(full, TOP)
        began = time.perf_counter()
        reader().read(query["text"], passages)
        took.append(1000 * (time.perf_counter() - began))
    print(
        f"{TOP} passages: median {np.median(took):.0f} ms, nine in ten "
        f"{np.percentile(took, 90):.0f} ms"
    )


def _fit_weight(judged: list[Judged]) -> float:
    ranked = [j for j in judged if j.gold.any()]
    firsts = {weight: share(mixed(weight))(ranked) for weight in WEIGHTS}
    print(
        "validation, sentence first by the reader's weight:",
        ", ".join(f"{weight}: {first:.3f}" for weight, first in firsts.items()),
    )
    return max(firsts, key=lambda weight: firsts[weight])


def _fit_probability(name: str, judged: list[Judged]) -> None:
    model = LogisticRegression(C=1e6)
    model.fit([[float(j.reader.max())] for j in judged], [j.answerable for j in judged])
    print(
        f"validation, {name}: P(answerable) = "
        f"sigmoid({model.coef_[0][0]:.3f} x best sentence {model.intercept_[0]:+.3f})"
    )


def _show_first(name: str, judged: list[Judged], weight: float) -> None:
    """How often a gold sentence comes first; one that is not there counts as wrong."""
    ranked = [j for j in judged if j.answerable]
    show(f"{name}, sentence first, reader", ranked, share(lambda j: j.reader))
    show(f"{name}, sentence first, hybrid", ranked, share(lambda j: j.hybrid))
    show(f"{name}, sentence first, mixed at {weight}", ranked, share(mixed(weight)))


def _show_refusal(name: str, judged: list[Judged]) -> None:
    show(f"{name}, AUROC, best sentence", judged, auroc(lambda j: float(j.reader.max())))
    show(f"{name}, AUROC, passage", judged, auroc(lambda j: j.passage))
    show(f"{name}, AUROC, hybrid", judged, auroc(lambda j: float(j.hybrid.max())))


PARTS = {
    "squad2": judge_squad2,
    "wikiqa": judge_wikiqa,
    "sentences": judge_sentences,
    "refusal": judge_refusal,
    "speed": judge_speed,
}


def main() -> None:
    """Judge what is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--limit", type=int, default=0, help="questions a set at most")
    given = parser.parse_args()
    for part in given.parts or PARTS:
        PARTS[part](given.data, given.limit)


if __name__ == "__main__":
    main()
