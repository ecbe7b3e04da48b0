"""Fit the confidence for the model and the reader that the settings name, from labelled questions.

Each question that the documents answer is asked twice, the second time without the documents that
answer it, so that a set without unanswerable questions serves too.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from qa_bot.answering.confidence import PACKAGED_FIT, Features, Fit, measure_features
from qa_bot.answering.evidence import select_evidence
from qa_bot.answering.query import make_query
from qa_bot.answering.reader_fits import KeptFit, keep_fit
from qa_bot.answering.reranking import rerank
from qa_bot.answering.retrieval import retrieve
from qa_bot.building.given_documents import build_documents
from qa_bot.config import Settings
from qa_bot.errors import DatasetError
from qa_bot.evaluation.dataset import Question, load_dataset
from qa_bot.evaluation.fitting import find_thresholds, fit_model, fit_topic, model_confidence
from qa_bot.evaluation.refusal import Flags, Floats, auroc, calibration_error, reliability
from qa_bot.index.backend import open_live
from qa_bot.index.folder import Index
from qa_bot.models.encoder import Encoder
from qa_bot.models.opening import open_encoder, open_reader
from qa_bot.models.reader import Reader
from qa_bot.types import Advance

LEAST_ASKINGS = 50
"""With an answer, and as many without one."""
_FOLDS = 5


@dataclass(frozen=True, slots=True)
class ReaderFit:
    """A fit, and how well fits of this kind do on questions that they were not made from."""

    kept: KeptFit
    auroc: float
    calibration_error: float


@dataclass(frozen=True)
class Engine:
    """What questions are asked of."""

    index: Index
    encoder: Encoder
    reader: Reader | None
    settings: Settings

    def measure(self, question: str, within: NDArray[np.int64] | None) -> Features | None:
        """The features of a question's evidence; None where nothing was found."""
        settings, index = self.settings, self.index
        query = make_query(index, question, self.encoder)
        candidates = retrieve(index, query, settings, settings.evidence_passages, within)
        ranked = rerank(self.reader, index, query.text, candidates, settings.reader_passages)
        evidence = select_evidence(index, query, ranked, settings.max_citations)
        return measure_features(index, query, ranked, evidence) if evidence else None


def calibrate_reader(folder: Path, *, progress: Advance | None = None) -> ReaderFit:
    """Ask a data set's questions, fit the confidence to them and keep the fit for this user.

    Args:
        folder: documents and questions, as for `qa-bot eval`.
        progress: called after each question.

    Raises:
        DatasetError: a file is not of the expected form, or there are too few questions.
        ModelError: the model or the reader is missing.
        QABotError: the fit can't be written.
    """
    settings = Settings().model_copy(update={"store": "auto"})
    dataset, encoder = load_dataset(folder), open_encoder(settings)
    with TemporaryDirectory(prefix="qa_bot-fit-", ignore_cleanup_errors=True) as made:
        build_documents(dataset.corpus, Path(made) / "index", settings=settings, encoder=encoder)
        with open_live(Path(made) / "index", settings) as index:
            engine = Engine(index, encoder, open_reader(settings), settings)
            rows: list[tuple[Features, bool]] = []
            for done, question in enumerate(dataset.questions, 1):
                rows += ask_both_ways(engine, question)
                if progress is not None:
                    progress("Asking", done, len(dataset.questions))
            passages = index.manifest.passages
    features = np.array([astuple(found) for found, _ in rows]).reshape(-1, 3)
    answerable = np.array([answers for _, answers in rows], bool)
    _require_enough(folder, answerable)
    fit = make_fit(features, answerable, passages)
    kept = KeptFit(
        model=settings.model,
        reader=settings.reader,
        fit=fit,
        answerable=int(answerable.sum()),
        unanswerable=int((~answerable).sum()),
        made=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    keep_fit(settings, kept)
    unseen = judge_unseen(features, answerable, passages)
    error = calibration_error(reliability(unseen, answerable))
    return ReaderFit(kept, auroc(unseen, answerable), error)


def ask_both_ways(engine: Engine, question: Question) -> Iterator[tuple[Features, bool]]:
    """The features of a question, and without the documents that answer it; and if it is answered.

    Without them nothing is known of a question whose documents are not named.
    """
    table = engine.index.documents
    within = np.arange(engine.index.manifest.passages)
    if question.documents is not None:
        within = np.array(table.passage_ids(question.documents), np.int64)
    answerable = question.answerable is not False
    if (found := engine.measure(question.text, within)) is not None:
        yield found, answerable
    gold = [doc_id for doc_id, _ in question.relevant]
    if answerable and gold:
        rest = np.setdiff1d(within, table.passage_ids(gold))
        if len(rest) and (found := engine.measure(question.text, rest)) is not None:
            yield found, False


def make_fit(rows: Floats, answerable: Flags, passages: int) -> Fit:
    """The fit to features, shape (n, 3), of questions of which some are answerable, shape (n,)."""
    weights = np.ones(len(rows))
    alone = fit_topic(np.nan_to_num(rows), answerable, weights)
    read = not math.isnan(rows[0, 0])
    model = fit_model(rows, answerable, weights) if read else PACKAGED_FIT.with_reader
    confidence = model_confidence(model if read else alone, rows)
    return Fit(model, alone, find_thresholds(confidence, answerable, passages))


def judge_unseen(rows: Floats, answerable: Flags, passages: int) -> Floats:
    """The confidence of each question by a fit to four fifths that it is not part of."""
    confidence = np.zeros(len(rows))
    for fold in range(_FOLDS):
        own = np.arange(len(rows)) % _FOLDS == fold
        fit = make_fit(rows[~own], answerable[~own], passages)
        read = not math.isnan(rows[0, 0])
        confidence[own] = model_confidence(
            fit.with_reader if read else fit.without_reader, rows[own]
        )
    return confidence


def _require_enough(folder: Path, answerable: Flags) -> None:
    counts = int(answerable.sum()), int((~answerable).sum())
    if min(counts) < LEAST_ASKINGS:
        raise DatasetError(
            f"{folder} has too few questions to fit the confidence: {counts[0]} askings with an "
            f"answer and {counts[1]} without one, and {LEAST_ASKINGS} of each are needed"
        )
