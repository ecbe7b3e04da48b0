"""Judge readers on questions beside their own passage: does the best sentence's score tell?

    python scripts/judge_reader.py squad2_part --folders qa_bot/data/reader ../reader_work/export
    python scripts/judge_reader.py squad2_part --weights ../reader_work/weights.pt

Every question is read beside the window of its own document that holds its answer or, where it
has none, the window that is nearest to it. Reported are the area under the ROC curve of the best
sentence's log-odds, the share of unanswerable questions that is refused where nine in ten
answerable ones are answered, and how often a gold sentence comes first; with 95 % intervals from
resampled questions. `--wordings` adds how many of some questions get the same verdict, at that
very threshold, when they are asked in other words (`benchmarks/wordings.jsonl`).
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from numpy.typing import NDArray
from reader_training.corpora import Corpus, load_corpus, read_lines
from reader_training.examples import Example, gold_ranges, held_out, locate
from reader_training.export import load_net
from reader_training.judging import HELD_BACK, VALIDATION_ARTICLES
from reader_training.model import Encoded, ReaderNet, encode_example
from reader_training.objective import sentence_logits
from reader_training.rows import lay_out
from sklearn.metrics import roc_auc_score
from train_reader import ROOT, packaged_tokenizer

Read = Callable[[Encoded], NDArray[np.float32]]
"""A reader: an encoded question and window to a log-odds for every sentence."""
PARTS = ("all", "choosing", "others")


@dataclass(frozen=True)
class Judged:
    """What one reader made of some questions; arrays of shape (questions,)."""

    answerable: NDArray[np.bool_]
    best: NDArray[np.float64]
    """The best sentence's log-odds."""
    first: NDArray[np.bool_]
    """Whether a gold sentence has them."""

    def figures(self) -> tuple[float, float, float]:
        """AUROC, refused at .90 answered, gold sentence first; nan where there is nothing."""
        yes, no = self.best[self.answerable], self.best[~self.answerable]
        first = float(self.first[self.answerable].mean())
        if not len(no):
            return float("nan"), float("nan"), first
        auroc = float(roc_auc_score(self.answerable, self.best))
        return auroc, float((no < np.quantile(yes, 0.1)).mean()), first

    def of(self, rows: NDArray[np.int64]) -> Judged:
        """Some of the questions, or some of them several times."""
        return Judged(self.answerable[rows], self.best[rows], self.first[rows])

    def intervals(self, rounds: int = 400) -> NDArray[np.float64]:
        """95 % intervals of the figures from resampled questions; shape (2, 3)."""
        rng = np.random.default_rng(0)
        size = len(self.best)
        drawn = [self.of(rng.integers(0, size, size)).figures() for _ in range(rounds)]
        return np.nanquantile(np.array(drawn), [0.025, 0.975], axis=0)


def main() -> int:
    """Judge the named readers on the named sets and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sets", nargs="+")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "eval")
    parser.add_argument("--folders", type=Path, nargs="*", default=[], help="with model.onnx")
    parser.add_argument("--weights", type=Path, nargs="*", default=[], help="of a run")
    parser.add_argument("--limit", type=int, default=2200)
    parser.add_argument("--wordings", type=Path, help="questions of the set, reworded")
    parser.add_argument("--last", action="store_true", help="judge on the sets held back, too")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    readers: dict[str, Read] = {str(path): graph_reader(path) for path in arguments.folders}
    readers |= {path.stem: net_reader(path) for path in arguments.weights}
    for name in arguments.sets:
        if name in HELD_BACK and not arguments.last:
            parser.error(f"{name} is held back: it judges once, after all choices (--last)")
        judge_set(arguments.data, name, readers, arguments.limit, arguments.wordings)
    return 0


def judge_set(
    data: Path, name: str, readers: dict[str, Read], limit: int, wordings: Path | None
) -> None:
    """Print every reader's figures on one set, for its parts where it has some."""
    tokenizer = packaged_tokenizer()
    corpus = load_corpus(data, name, tokenizer)
    every = own_examples(corpus)
    examples = every[:limit]
    rows = [encode_example(example, tokenizer, titled=True) for example in examples]
    pairs = reworded(every, wordings) if wordings else []
    both = [[encode_example(e, tokenizer, titled=True) for e in pair] for pair in pairs]
    chooses = np.array([e.window.title in VALIDATION_ARTICLES for e in examples])
    for label, read in readers.items():
        judged = judge(read, rows)
        for part, mask in zip(PARTS, (chooses | True, chooses, ~chooses), strict=True):
            if part == "all" or (name == "squad2_part" and mask.any()):
                show(f"{name} {part} {label}", judged.of(np.flatnonzero(mask)))
        if both:
            best = np.array([[float(read(row).max()) for row in pair] for pair in both])
            print(f"{wordings} {label}: {agreement(best, judged)}", flush=True)


def show(label: str, judged: Judged) -> None:
    """Print one line of figures."""
    low, high = judged.intervals()
    names = ("auroc", "refused-at-.90", "sentence-first")
    parts = [
        f"{n} {v:.3f} [{a:.3f}, {b:.3f}]"
        for n, v, a, b in zip(names, judged.figures(), low, high, strict=True)
    ]
    print(f"{label}: {len(judged.best)} questions, {'; '.join(parts)}", flush=True)


def reworded(examples: list[Example], wordings: Path) -> list[tuple[Example, Example]]:
    """The questions that are to be had in other words, both ways beside the same window."""
    other = {row["text"]: row["reworded"] for row in read_lines(wordings)}
    return [
        (example, replace(example, question=other[example.question.strip()]))
        for example in examples
        if example.question.strip() in other
    ]


def agreement(best: NDArray[np.float64], judged: Judged) -> str:
    """How alike the scores (pairs, 2) of two wordings are, and the verdicts that they bring."""
    bar = np.quantile(judged.best[judged.answerable], 0.1)
    same = (best >= bar)[:, 0] == (best >= bar)[:, 1]
    apart = np.abs(best[:, 0] - best[:, 1])
    rank = float(np.corrcoef(best.T)[0, 1])
    return (
        f"{len(best)} pairs, same verdict {same.mean():.3f}; log-odds apart by "
        f"{np.median(apart):.2f} (median), {np.quantile(apart, 0.9):.2f} (nine of ten); "
        f"correlation {rank:.3f}"
    )


def own_examples(corpus: Corpus) -> list[Example]:
    """Every question beside its own window, in a seeded order."""
    made: list[Example] = []
    for query in corpus.queries:
        positions = corpus.by_document.get(query.get("gold_doc", ""), [])
        trained = corpus.name == "squadshifts_newwiki" and not held_out(query["gold_doc"])
        if not positions or trained:
            continue
        ranges = gold_ranges(corpus.texts[query["gold_doc"]], with_sentences(query))
        found = [locate(corpus.windows[i], ranges, []) for i in positions]
        holding = [example for example in found if example.gold]
        scores = corpus.lexical.scores(query["text"])
        nearest = found[max(range(len(found)), key=lambda i: scores[positions[i]])]
        if query["answerable"] and not holding:
            continue
        own = holding[0] if query["answerable"] else nearest
        gold = own.gold if query["answerable"] else ()
        made.append(Example(corpus.name, query["text"], own.window, gold))
    random.Random(0).shuffle(made)
    return made


def with_sentences(query: dict[str, object]) -> dict[str, object]:
    """The question with its gold sentences under one name, whatever its set calls them."""
    if "gold_sentence" in query:
        return query | {"gold_sentences": [query["gold_sentence"]]}
    return query


def judge(read: Read, rows: list[Encoded]) -> Judged:
    """Read every row."""
    scores = [read(row) for row in rows]
    return Judged(
        np.array([bool(row.gold) for row in rows]),
        np.array([float(s.max()) for s in scores]),
        np.array([int(s.argmax()) in r.gold for s, r in zip(scores, rows, strict=True)]),
    )


def net_reader(path: Path) -> Read:
    """The network with the weights of one file."""
    return partial(_read_net, load_net(path))


def _read_net(net: ReaderNet, row: Encoded) -> NDArray[np.float32]:
    batch = lay_out([[row]]).batch([0])
    with torch.inference_mode():
        return sentence_logits(net(**batch.inputs), batch)[0].numpy()


def graph_reader(folder: Path) -> Read:
    """The graph in a folder, as it ships."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    path = str(folder / "model.onnx")
    return partial(_read_graph, onnxruntime.InferenceSession(path, options))


def _read_graph(session: onnxruntime.InferenceSession, row: Encoded) -> NDArray[np.float32]:
    batch = lay_out([[row]]).batch([0])
    kept = {key: batch.inputs[key] for key in ("input_ids", "token_type_ids")}
    unpadded = {key: part[:, : len(row.ids)].numpy() for key, part in kept.items()}
    (logits,) = session.run(None, unpadded)
    padding = (0, 0, 0, kept["input_ids"].shape[1] - len(row.ids))
    whole = torch.nn.functional.pad(torch.from_numpy(logits), padding)
    return sentence_logits(whole, batch)[0].numpy()


if __name__ == "__main__":
    sys.exit(main())
