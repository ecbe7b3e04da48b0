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
from typing import TypeVar

import numpy as np
from reader_training.corpora import read_lines
from reader_training.examples import held_out
from reader_training.judging import VALIDATION_ARTICLES

from confidence_fitting.groups import Group
from qa_bot.answering.bot import QABot
from qa_bot.building.corpus import Corpus
from qa_bot.building.given_documents import build_documents
from qa_bot.config import Settings
from qa_bot.evaluation.dataset import Dataset, Question, load_dataset
from qa_bot.evaluation.reader_calibration import Engine
from qa_bot.models.opening import open_encoder, open_reader
from qa_bot.types import Document

OURS = Path(__file__).resolve().parent.parent.parent / "benchmarks"
"""Where the sets that were written for this project lie."""
SEED = 11
SMALL = 450
"""Documents up to which a set is always taken whole."""
_Row = TypeVar("_Row")


class Sets:
    """The data sets' indexes and questions.

    Args:
        data: the folder of the sets.
        work: where the indexes are built, and kept for the next run.
        reader: the reader's name in the settings.
        size: questions of a usual group.
        documents: of a set that is not small at most so many, those that its questions were asked
            on and others at random; all where None.
    """

    def __init__(
        self, data: Path, work: Path, reader: str, size: int, documents: int | None
    ) -> None:
        self._data, self._work = data, work
        self._size, self._documents = size, documents
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
        yield self._ask("squad2 misleading", "squad2_part", sample(chosen, 2 * self._size))
        yield from self._with_and_without(
            "newwiki", "squadshifts_newwiki", sample(wiki, self._size)
        )
        yield from self._with_and_without("selqa", "selqa_dev_test", sample(selqa, self._size))
        foreign = sample(selqa, self._size // 2) + sample(policies, self._size // 4)
        yield self._ask("newwiki foreign", "squadshifts_newwiki", foreign, foreign=True)
        yield self._ask(
            "selqa foreign", "selqa_dev_test", sample(wiki, self._size // 2), foreign=True
        )
        few = sample(chosen, self._size)
        yield self._ask("small misleading", "squad2_part", few, beside=articles)
        few = [q for q in few if q.answerable]
        yield self._ask("small out", "squad2_part", few, beside=articles, without_gold=True)
        foreign = sample(wiki, self._size // 2)
        yield self._ask("small foreign", "squad2_part", foreign, beside=articles, foreign=True)

    def judging(self) -> Iterator[Group]:
        """What only judges."""
        chosen = self._squad(validation=False)
        qed = list(self._load("qed_nq_dev").questions)
        xquad = list(self._load("xquad_en").questions)
        wikiqa = [q for q in self._load("wikiqa").questions if self._is_test("wikiqa", q)]
        yield self._ask("squad2-report misleading", "squad2_part", sample(chosen, 3 * self._size))
        yield from self._with_and_without("xquad", "xquad_en", sample(xquad, self._size))
        yield from self._with_and_without("qed", "qed_nq_dev", sample(qed, self._size))
        yield self._ask("xquad foreign", "xquad_en", sample(qed, self._size), foreign=True)
        yield self._ask("qed foreign", "qed_nq_dev", sample(chosen, self._size), foreign=True)
        everyday = sample(list(self._load("everyday_documents").questions), 4 * self._size)
        yield self._ask("everyday misleading", "everyday_documents", everyday)
        everyday = [q for q in everyday if q.answerable]
        yield self._ask("everyday out", "everyday_documents", everyday, without_gold=True)
        yield self._ask("wikiqa own", "wikiqa", sample(wikiqa, 2 * self._size))

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
        return load_dataset(self._folder(name))

    def _folder(self, name: str) -> Path:
        """A set's own folder."""
        return OURS / name if (OURS / name).is_dir() else self._data / name

    def _asked_on(self, name: str) -> dict[str, str]:
        """The document that each question was asked on."""
        rows = read_lines(self._folder(name) / "queries.jsonl")
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

    def _index(self, name: str, questions: Sequence[Question]) -> Path:
        """The index of a set, with the documents of the questions that are asked first."""
        corpus = self._load(name).corpus
        folder = self._work / name
        if self._documents is not None and len(corpus.documents) > max(SMALL, self._documents):
            folder = self._work / f"{name}-{self._documents}"
            kept = self._choose(name, corpus.documents, questions)
            corpus = Corpus(corpus.folder, kept, corpus.readings)
        if not folder.exists():
            build_documents(corpus, folder, encoder=self._encoder)
        return folder

    def _choose(
        self, name: str, documents: Sequence[Document], questions: Sequence[Question]
    ) -> list[Document]:
        """The documents that some questions were asked on, and others up to the number wanted."""
        asked_on = self._asked_on(name)
        wanted = {asked_on.get(question.question_id) for question in questions}
        wanted.update(doc_id for question in questions for doc_id, _ in question.relevant)
        own = [d for d in documents if d.doc_id in wanted]
        others = [d for d in documents if d.doc_id not in wanted]
        return own + sample(others, max(0, (self._documents or 0) - len(own)))

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
        asked_on = self._asked_on(folder)
        rows, answerable = [], []
        with QABot.open(self._index(folder, questions), encoder=self._encoder) as bot:
            index = bot.index
            engine = Engine(index, self._encoder, self._reader, Settings())
            for question in questions:
                within = np.arange(index.manifest.passages)
                if beside is not None:
                    any_article = random.Random(question.text).choice(VALIDATION_ARTICLES)
                    own = beside.get(asked_on.get(question.question_id, ""), any_article)
                    ids = [doc_id for doc_id, article in beside.items() if article == own]
                    within = np.array(index.documents.passage_ids(ids))
                if without_gold:
                    gold = [doc_id for doc_id, _ in question.relevant]
                    within = np.setdiff1d(within, index.documents.passage_ids(gold))
                if (features := engine.measure(question.text, within)) is not None:
                    rows.append(astuple(features))
                    given = question.answerable is not False
                    answerable.append(given and not without_gold and not foreign)
        print(f"{name}: {len(rows)}", flush=True)
        return Group(name, np.array(rows), np.array(answerable))


def sample(rows: Sequence[_Row], size: int) -> list[_Row]:
    """A seeded sample."""
    return random.Random(SEED).sample(list(rows), min(size, len(rows)))
