"""Follow-up questions, measured: `python benchmarks/followup.py [DATA_DIR]`.

TREC CAsT 2019 has people's rewrites of follow-ups: which of the terms that a rewrite adds does ours
add, how many others, and are standalone turns left alone? INSCIT has conversations with judged
passages: nDCG@10 of the last turn as typed and as rewritten, by BM25 and by the hybrid, and for the
turns of `inscit_turns.txt`, which a person found to need what came before, how many are answered
from a passage that was judged right.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from qa_bot import build_index
from qa_bot.answering.bot import QABot
from qa_bot.answering.followup import make_standalone
from qa_bot.building.given_documents import build_documents
from qa_bot.evaluation.dataset import load_dataset
from qa_bot.index.lexical.bm25 import LexicalIndex
from qa_bot.index.lexical.words import terms_of
from qa_bot.types import Turn

DEPTH = 10
Rewrite = Callable[[str, list[Turn]], str]


def read_rows(path: Path) -> list[dict[str, Any]]:
    """One row a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def turns_of(history: list[dict[str, str]]) -> list[Turn]:
    """A conversation as turns: each question with the reply after it."""
    turns: list[Turn] = []
    for said in history:
        if said["role"] == "user":
            turns.append(Turn(said["text"]))
        else:
            turns[-1] = Turn(turns[-1].question, f"{turns[-1].reply} {said['text']}".strip())
    return turns


def report_rewrites(folder: Path) -> None:
    """Print how the rewrites of CAsT 2019 compare with people's, by parity of the topic."""
    rows = read_rows(folder / "queries.jsonl")
    added: list[tuple[int, set[str], set[str]]] = []
    for row in rows:
        own = set(terms_of(row["text"]))
        asked = make_standalone(row["text"], turns_of(row["history"]))
        wanted, got = set(terms_of(row["rewrite"])) - own, set(terms_of(asked)) - own
        added.append((int(row["id"].split("_")[1]), wanted, got))
    print("CAsT 2019 (rules were tuned on even topics)")
    for name, parities in (("even", {0}), ("odd", {1}), ("all", {0, 1})):
        part = [(wanted, got) for topic, wanted, got in added if topic % 2 in parities]
        leaning = [pair for pair in part if pair[0]]
        alone = [got for wanted, got in part if not wanted]
        changed = [pair for pair in part if pair[1]]
        hits = sum(len(wanted & got) for wanted, got in leaning)
        print(
            f"  {name:4} recall macro {np.mean([len(w & g) / len(w) for w, g in leaning]):.3f}"
            f" micro {hits / sum(len(wanted) for wanted, _ in leaning):.3f} ({len(leaning)} turns);"
            f" standalone turns changed {np.mean([bool(got) for got in alone]):.3f}"
            f" of {len(alone)}; other terms a changed turn"
            f" {np.mean([len(got - wanted) for wanted, got in changed]):.2f};"
            f" precision {hits / sum(len(got) for _, got in changed):.3f}"
        )


def report_retrieval(folder: Path, scratch: Path) -> None:
    """Print nDCG@10 on INSCIT with the last turn as typed, as rewritten, and with all turns."""
    documents, rows = read_rows(folder / "corpus.jsonl"), read_rows(folder / "queries.jsonl")
    grades: dict[str, dict[str, int]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        query, document, grade = line.split("\t")
        grades.setdefault(query, {})[document] = int(grade)
    rows = [row for row in rows if row["id"] in grades]
    conversations = list(dict.fromkeys(row["id"].split("#")[0] for row in rows))
    half = np.array([conversations.index(row["id"].split("#")[0]) % 2 for row in rows])
    ids = [document["id"] for document in documents]
    texts = [f"{document['title']}\n\n{document['text']}" for document in documents]
    lexical = LexicalIndex.build(scratch / "lexical", texts)

    def by_bm25(question: str) -> list[str]:
        scores = lexical.scores(Counter(terms_of(question)))
        best = np.argsort(-scores, kind="stable")[:DEPTH]
        return [ids[i] for i in best if scores[i] > 0]

    rewrites: dict[str, Rewrite] = {
        "last turn": lambda question, _: question,
        "all turns": lambda question, turns: " ".join([*(t.question for t in turns), question]),
        "rewritten": lambda question, turns: make_standalone(question, turns, lexical.idf),
    }
    asked = {
        name: [rewrite(row["text"], turns_of(row["history"])) for row in rows]
        for name, rewrite in rewrites.items()
    }
    changed = np.array([a != r["text"] for a, r in zip(asked["rewritten"], rows, strict=True)])
    print("INSCIT dev, nDCG@10 (rules were looked at on the first half's conversations)")
    with index_texts(scratch, texts) as bot:

        def by_hybrid(question: str) -> list[str]:
            found = [int(hit.passage.doc_id[:-4]) for hit in bot.search(question, 5 * DEPTH)]
            return [ids[i] for i in dict.fromkeys(found)][:DEPTH]

        for kind, search in (("BM25", by_bm25), ("hybrid", by_hybrid)):
            for name, questions in asked.items():
                gains = np.array(
                    [
                        ndcg(search(question), grades[row["id"]])
                        for question, row in zip(questions, rows, strict=True)
                    ]
                )
                print(
                    f"  {kind:6} {name}: all {gains.mean():.4f}; halves"
                    f" {gains[half == 0].mean():.4f} {gains[half == 1].mean():.4f};"
                    f" the {changed.sum()} rewritten turns {gains[changed].mean():.4f}"
                )


def report_answers(folder: Path, bot: QABot) -> None:
    """Print how many turns that need what came before are answered rightly, with it and without.

    Args:
        folder: INSCIT.
        bot: has its passages as documents, by their ids.
    """
    listed = (Path(__file__).parent / "inscit_turns.txt").read_text(encoding="utf-8").split()
    rows = read_rows(folder / "queries.jsonl")
    conversations = sorted({row["id"].split("#")[0] for row in rows})
    judged: dict[str, set[str]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        query, document, _ = line.split("\t")
        judged.setdefault(query, set()).add(document)
    rows = [row for row in rows if row["id"] in listed and row["answerable"] is not False]
    half = np.array([conversations.index(row["id"].split("#")[0]) % 2 for row in rows])
    for name in ("as typed", "with what came before"):
        right, answered = [], 0
        for row in rows:
            history = [] if name == "as typed" else turns_of(row["history"])
            given = bot.answer(row["text"], history=history)
            answered += given.answered
            doc_ids = [citation.doc_id for citation in given.citations[:1]]
            right.append(bool(judged.get(row["id"], set()) & set(doc_ids)))
        hits = np.array(right)
        print(
            f"  {name}: right {hits.sum()} of {len(rows)}, halves {hits[half == 0].sum()} of"
            f" {(half == 0).sum()} and {hits[half == 1].sum()} of {(half == 1).sum()},"
            f" answered {answered}"
        )


def index_texts(folder: Path, texts: list[str]) -> QABot:
    """A bot over the texts, each a file named by its number."""
    corpus = folder / "corpus"
    corpus.mkdir()
    for number, text in enumerate(texts):
        (corpus / f"{number:05}.txt").write_text(text, encoding="utf-8")
    build_index(corpus, folder / "index")
    return QABot.open(folder / "index")


def ndcg(ranked: list[str], grades: dict[str, int]) -> float:
    """Discounted gain `(2^grade - 1) / log2(rank + 1)` of a ranking over that of the best one."""
    gains = [2.0 ** grades.get(document, 0) - 1 for document in ranked]
    ideal = sorted((2.0**grade - 1 for grade in grades.values()), reverse=True)[:DEPTH]
    return _discount(gains) / _discount(ideal)


def _discount(gains: list[float]) -> float:
    return float(sum(gain / np.log2(rank + 2) for rank, gain in enumerate(gains)))


if __name__ == "__main__":
    default = Path(__file__).parent.parent.parent / "shared" / "eval"
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    report_rewrites(data / "cast2019_rewrites")
    with TemporaryDirectory() as scratch:
        report_retrieval(data / "inscit_dev", Path(scratch))
        build_documents(load_dataset(data / "inscit_dev").corpus, Path(scratch) / "passages")
        print("INSCIT dev, turns that need what came before")
        with QABot.open(Path(scratch) / "passages") as passages:
            report_answers(data / "inscit_dev", passages)
