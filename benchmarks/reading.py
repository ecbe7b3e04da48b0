"""How much to read: quality and time of the answer line by how many passages the reader reads.

    python benchmarks/reading.py ../shared/eval --only squad2_part xquad_en --limit 300

Every question's best passages are read once; the bot's own stages are then run again and again with
what was read, for several numbers of passages and several gates. A gate of 0.3 reads only those
passages whose fused score is within 0.3 of the best. Time is passages read times the measured time
of one. `wikiqa` also gets the mean average precision of its sentences.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from sklearn.metrics import average_precision_score

from qa_bot.answering.bot import QABot
from qa_bot.answering.citations import cite
from qa_bot.answering.confidence import estimate_confidence
from qa_bot.answering.evidence import score_evidence, select_evidence
from qa_bot.answering.membership import ScoredSentence
from qa_bot.answering.query import Query, make_query
from qa_bot.answering.reranking import rerank
from qa_bot.answering.retrieval import Candidate, retrieve
from qa_bot.building.given_documents import build_documents
from qa_bot.config import Settings
from qa_bot.evaluation.dataset import Dataset, Question, load_dataset
from qa_bot.evaluation.metrics import is_right
from qa_bot.evaluation.running import RANKED, Record, rank_documents
from qa_bot.evaluation.scoring import estimate_metrics, score_question
from qa_bot.index.folder import Index
from qa_bot.models.encoder import Encoder
from qa_bot.models.opening import open_encoder, open_reader
from qa_bot.models.reader import Reader, ReaderInput, ReaderScores
from qa_bot.types import Evidence

MOST = 8
NUMBERS = (0, 1, 2, 3, 4, 6, 8)
GATES = (0.5, 1.0, 1.5, 2.0, 3.0)
SHOWN = ("ndcg10", "hit1", "ev1", "ev3", "auroc")
SETTINGS = Settings()


@dataclass
class Memory:
    """A reader that reads every passage of a question once and remembers it."""

    reader: Reader
    known: dict[tuple[str, ReaderInput], ReaderScores] = field(default_factory=dict)
    seconds: float = 0.0

    def read(self, question: str, passages: Sequence[ReaderInput]) -> list[ReaderScores]:
        """The scores of every passage, in order."""
        new = [one for one in passages if (question, one) not in self.known]
        began = time.perf_counter()
        scores = self.reader.read(question, new) if new else []
        self.seconds += time.perf_counter() - began
        self.known.update(((question, one), own) for one, own in zip(new, scores, strict=True))
        return [self.known[question, one] for one in passages]


@dataclass(frozen=True)
class Asked:
    """A question with its candidates before anything is read."""

    question: Question
    query: Query
    candidates: list[Candidate]


def main() -> int:
    """Measure and print a table a set."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="+", default=["squad2_part", "xquad_en", "wikiqa"])
    parser.add_argument("--limit", type=int, default=300, help="questions a set")
    parser.add_argument("--work", type=Path, help="folder that keeps the indexes")
    given = parser.parse_args()
    encoder = open_encoder()
    with tempfile.TemporaryDirectory() as folder:
        for name in given.only:
            dataset = load_dataset(given.folder / name, given.limit)
            measure(dataset, (given.work or Path(folder)) / name, encoder)
    return 0


def measure(dataset: Dataset, folder: Path, encoder: Encoder) -> None:
    """Print one set's table."""
    build_documents(dataset.corpus, folder, encoder=encoder)
    with QABot.open(folder, encoder=encoder) as bot:
        reader = open_reader()
        assert reader is not None
        memory = Memory(reader)
        asked = [ask(bot.index, encoder, question) for question in dataset.questions]
        for one in asked:
            rerank(memory, bot.index, one.query.text, one.candidates, MOST, math.inf)
        each = 1000 * memory.seconds / len(memory.known)
        print(f"\n{dataset.name}: {len(asked)} questions, {each:.1f} ms a passage\n")
        print("| passages | gate | read | ms | " + " | ".join(SHOWN) + " | excerpts |")
        print("|--:|--:|--:|--:|" + "--:|" * (len(SHOWN) + 1))
        for most in NUMBERS:
            print(row(bot.index, memory, asked, most, math.inf, each), flush=True)
        for gate in GATES:
            print(row(bot.index, memory, asked, MOST, gate, each), flush=True)
        if dataset.name == "wikiqa":
            print(f"\nMAP of sentences: {rank_sentences(bot.index, encoder, memory, dataset):.3f}")


def ask(index: Index, encoder: Encoder, question: Question) -> Asked:
    """Search for a question."""
    query = make_query(index, question.text, encoder)
    return Asked(question, query, retrieve(index, query, SETTINGS, 200))


def row(
    index: Index, memory: Memory, asked: Sequence[Asked], most: int, gate: float, each: float
) -> str:
    """A line of the table: one number of passages and one gate."""
    scored, read, excerpts = [], [], []
    for one in asked:
        reader = memory if most else None
        ranked = rerank(reader, index, one.query.text, one.candidates, most, gate)
        read.append(sum(passage.reading is not None for passage in ranked))
        looked_at = ranked[: SETTINGS.evidence_passages]
        evidence = select_evidence(index, one.query, looked_at, SETTINGS.max_citations)
        excerpts.append(len(evidence))
        record = Record(
            one.question.question_id,
            rank_documents([passage.hit for passage in ranked])[:RANKED],
            cite(index, evidence),
            estimate_confidence(index, one.query, ranked, evidence),
            True,
            one.query.text,
            0.0,
        )
        scored.append(score_question(one.question, record))
    found = estimate_metrics(scored)
    figures = [f"{found[name].value:.3f}" if name in found else "–" for name in SHOWN]
    passages = float(np.mean(read))
    limit = "–" if gate == math.inf else f"{gate:g}"
    cells = [str(most), limit, f"{passages:.1f}", f"{passages * each:.0f}", *figures]
    return "| " + " | ".join([*cells, f"{np.mean(excerpts):.1f}"]) + " |"


def rank_sentences(index: Index, encoder: Encoder, memory: Memory, dataset: Dataset) -> float:
    """Mean average precision of the annotated sentences in the document that a question is of."""
    found = []
    for question in dataset.questions:
        if not (question.answerable and question.relevant and question.gold):
            continue
        within = np.array(index.documents.passage_ids([question.relevant[0][0]]), np.int64)
        query = make_query(index, question.text, encoder)
        candidates = retrieve(index, query, SETTINGS, len(within), within)
        ranked = rerank(memory, index, query.text, candidates, len(candidates), math.inf)
        scored = score_evidence(index, query, ranked)
        gold = [is_gold(index, question, one) for one in scored]
        if any(gold):
            found.append(average_precision_score(gold, [one.score for one in scored]))
    return float(np.mean(found))


def is_gold(index: Index, question: Question, scored: ScoredSentence) -> bool:
    """Whether a sentence is one of the annotated ones, or holds one or is part of one."""
    passage, sentence = scored.passage, scored.sentence
    piece = Evidence(passage, sentence.start, sentence.end, scored.score)
    return any(is_right(citation, question) for citation in cite(index, [piece]))


if __name__ == "__main__":
    sys.exit(main())
