"""Sets: data sets come in, their questions are asked in several ways, groups of features go out.

A question counts as answerable where its set says so; to have ones that are not, the document that
answers is taken out of the search, or questions are asked of documents of another set. Half of the
fit asks one article alone, as if it were a small corpus.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from pathlib import Path

import numpy as np
from reader_training.corpora import read_lines
from reader_training.examples import held_out
from reader_training.judging import VALIDATION_ARTICLES

from confidence_fitting.groups import Group
from qa_bot.answering.bot import QABot
from qa_bot.answering.confidence import measure_features
from qa_bot.answering.evidence import select_evidence
from qa_bot.answering.query import make_query
from qa_bot.answering.reranking import rerank
from qa_bot.answering.retrieval import retrieve
from qa_bot.building.builder import build_documents
from qa_bot.config import Settings
from qa_bot.evaluation.dataset import Dataset, Question, load_dataset
from qa_bot.models.opening import open_encoder, open_reader

SEED = 11
SIZE = 200


class Sets:
    """The data sets' indexes and questions."""

    def __init__(self, data: Path, work: Path, reader: str) -> None:
        self._data, self._work = data, work
        self._splits: dict[str, dict[str, str]] = {}
        self._encoder, self._reader = open_encoder(), open_reader(Settings(reader=reader))

    def fitting(self) -> Iterator[Group]:
        """What the model is fitted to."""
        articles = self._articles()
        chosen = self._squad(validation=True)
        wiki = self._held_out_wiki()
        selqa = list(self._load("selqa_dev_test").questions)
        selqa = selqa[len(selqa) // 2 :]
        policies = list(self._load("policyqa_test").questions)
        yield self._ask("squad2 misleading", "squad2_part", sample(chosen, 2 * SIZE))
        yield from self._with_and_without("newwiki", "squadshifts_newwiki", sample(wiki, SIZE))
        yield from self._with_and_without("selqa", "selqa_dev_test", sample(selqa, SIZE))
        foreign = sample(selqa, SIZE // 2) + sample(policies, SIZE // 4)
        yield self._ask("newwiki foreign", "squadshifts_newwiki", foreign, foreign=True)
        yield self._ask("selqa foreign", "selqa_dev_test", sample(wiki, SIZE // 2), foreign=True)
        few = sample(chosen, SIZE)
        yield self._ask("small misleading", "squad2_part", few, beside=articles)
        few = [q for q in few if q.answerable]
        yield self._ask("small out", "squad2_part", few, beside=articles, without_gold=True)
        foreign = sample(wiki, SIZE // 2)
        yield self._ask("small foreign", "squad2_part", foreign, beside=articles, foreign=True)

    def judging(self) -> Iterator[Group]:
        """What only judges."""
        chosen = self._squad(validation=False)
        qed = list(self._load("qed_nq_dev").questions)
        xquad = list(self._load("xquad_en").questions)
        wikiqa = [q for q in self._load("wikiqa").questions if self._is_test("wikiqa", q)]
        yield self._ask("squad2-report misleading", "squad2_part", sample(chosen, 3 * SIZE))
        yield from self._with_and_without("xquad", "xquad_en", sample(xquad, SIZE))
        yield from self._with_and_without("qed", "qed_nq_dev", sample(qed, SIZE))
        yield self._ask("xquad foreign", "xquad_en", sample(qed, SIZE), foreign=True)
        yield self._ask("qed foreign", "qed_nq_dev", sample(chosen, SIZE), foreign=True)
        yield self._ask("wikiqa own", "wikiqa", sample(wikiqa, 2 * SIZE))

    def _with_and_without(
        self, name: str, folder: str, questions: Sequence[Question]
    ) -> Iterator[Group]:
        yield self._ask(f"{name} in", folder, questions)
        yield self._ask(f"{name} out", folder, questions, without_gold=True)

    def _articles(self) -> dict[str, str]:
        """The article of every SQuAD document."""
        documents = self._load("squad2_part").corpus.documents
        return {d.doc_id: d.title.replace("_", " ") for d in documents}

    def _held_out_wiki(self) -> list[Question]:
        asked_on = self._asked_on("squadshifts_newwiki")
        questions = self._load("squadshifts_newwiki").questions
        return [q for q in questions if held_out(asked_on[q.question_id])]

    def _is_test(self, name: str, question: Question) -> bool:
        if name not in self._splits:
            rows = read_lines(self._data / name / "queries.jsonl")
            self._splits[name] = {row["id"]: row["split"] for row in rows}
        return self._splits[name][question.question_id] == "test"

    def _load(self, name: str) -> Dataset:
        return load_dataset(self._data / name)

    def _asked_on(self, name: str) -> dict[str, str]:
        """The document that each question was asked on."""
        rows = read_lines(self._data / name / "queries.jsonl")
        return {row["id"]: row["gold_doc"] for row in rows if "gold_doc" in row}

    def _squad(self, *, validation: bool) -> list[Question]:
        """The questions of the validation articles, or of the others."""
        articles, asked_on = self._articles(), self._asked_on("squad2_part")
        questions = self._load("squad2_part").questions
        return [
            q
            for q in questions
            if (articles[asked_on[q.question_id]] in VALIDATION_ARTICLES) == validation
        ]

    def _index(self, name: str) -> Path:
        folder = self._work / name
        if not folder.exists():
            build_documents(self._load(name).corpus, folder, encoder=self._encoder)
        return folder

    def _ask(
        self,
        name: str,
        folder: str,
        questions: Sequence[Question],
        *,
        without_gold: bool = False,
        foreign: bool = False,
        beside: dict[str, str] | None = None,
    ) -> Group:
        """Ask some questions.

        Args:
            name: of the group.
            folder: the set that is asked.
            questions: what is asked.
            without_gold: search without the documents that answer.
            foreign: the questions belong to another set.
            beside: search one article alone: the question's own, else any of the validation ones.
        """
        settings = Settings()
        asked_on = self._asked_on(folder)
        rows, answerable = [], []
        with QABot.open(self._index(folder), encoder=self._encoder) as bot:
            index = bot.index
            for question in questions:
                query = make_query(index, question.text, self._encoder)
                within = np.arange(index.manifest.passages)
                if beside is not None:
                    any_article = random.Random(question.text).choice(VALIDATION_ARTICLES)
                    own = beside.get(asked_on.get(question.question_id, ""), any_article)
                    ids = [doc_id for doc_id, article in beside.items() if article == own]
                    within = np.array(index.documents.passage_ids(ids))
                if without_gold:
                    gold = [doc_id for doc_id, _ in question.relevant]
                    within = np.setdiff1d(within, index.documents.passage_ids(gold))
                wanted = settings.evidence_passages
                candidates = retrieve(index, query, settings, wanted, within)
                max_read = settings.reader_passages
                ranked = rerank(self._reader, index, query.text, candidates, max_read)
                evidence = select_evidence(index, query, ranked, settings.max_citations)
                if evidence:
                    features = measure_features(index, query, ranked, evidence)
                    rows.append(astuple(features))
                    given = question.answerable is not False
                    answerable.append(given and not without_gold and not foreign)
        print(f"{name}: {len(rows)}", flush=True)
        return Group(name, np.array(rows), np.array(answerable))


def sample(questions: Sequence[Question], size: int) -> list[Question]:
    """A seeded sample."""
    return random.Random(SEED).sample(list(questions), min(size, len(questions)))
