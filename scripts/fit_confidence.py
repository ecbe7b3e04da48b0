"""Fit the confidence's coefficients and thresholds to public data sets, and judge them on others.

    python scripts/fit_confidence.py collect --data ../shared/eval --work ../confidence
    python scripts/fit_confidence.py fit --work ../confidence

`collect` builds the sets' indexes in the work folder, asks the questions and writes the features
there; `fit` prints coefficients, thresholds and figures. A question counts as answerable where its
set says so; to have ones that are not, the document that answers is taken out of the search, or
questions are asked of documents of another set. Half of the fit asks one article alone, as if it
were a small corpus. Nothing here trained the reader; `squad2_part` gives its four validation
articles to the fit and the other seven to the judgement.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.metrics import roc_auc_score

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from reader_training.corpora import read_lines  # noqa: E402
from reader_training.examples import held_out  # noqa: E402
from reader_training.judging import VALIDATION_ARTICLES  # noqa: E402

from qa_bot.bot import QABot  # noqa: E402
from qa_bot.building import build_documents  # noqa: E402
from qa_bot.confidence import Features, Model, apply_model, measure_features  # noqa: E402
from qa_bot.config import Settings  # noqa: E402
from qa_bot.encoding import open_encoder  # noqa: E402
from qa_bot.evaluation.dataset import Dataset, Question, load_dataset  # noqa: E402
from qa_bot.evidence import find_evidence  # noqa: E402
from qa_bot.judging import judge_hits  # noqa: E402
from qa_bot.querying import make_query  # noqa: E402
from qa_bot.reader import PACKAGED, open_reader  # noqa: E402
from qa_bot.retrieval import find_passages  # noqa: E402

SEED = 11
STRICTNESS = (1.5, 2.0, 3.0, 4.0, 5.0, 10.0, 20.0, 50.0)
SIZE = 200
MISLEADING = 4.0
"""Weight of the questions that people wrote to mislead, of which there are two groups of ten."""
PRIOR = 1e-4
"""Weight of a normal prior, which keeps the numbers finite."""
STARTS = ((0.0, 0.5, -3.0, 8.0, 3.0), (1.0, 0.3, -6.0, 15.0, 2.0), (0.0, 0.3, -2.0, 3.0, 6.0))
FITTED = ("squad2", "newwiki", "selqa", "small")
Rows = NDArray[np.float64]


@dataclass(frozen=True)
class Group:
    """Questions asked in one way: their features, and which the documents answer."""

    name: str
    rows: Rows
    answerable: NDArray[np.bool_]

    @property
    def weights(self) -> Rows:
        """How much each question counts in the fit."""
        group = MISLEADING if self.name.endswith("misleading") else 1.0
        return np.full(len(self.answerable), group / len(self.answerable))


def main() -> int:
    """Run one step."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("step", choices=("collect", "fit"))
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "eval")
    parser.add_argument("--work", type=Path, default=ROOT.parent / "confidence")
    parser.add_argument("--reader", default=PACKAGED, help="packaged, or off for the other model")
    arguments = parser.parse_args()
    kept = arguments.work / f"features-{arguments.reader}.npz"
    if arguments.step == "collect":
        sets = Sets(arguments.data, arguments.work, arguments.reader)
        save_groups(kept, [*sets.fitting(), *sets.judging()])
    else:
        fit_and_judge(load_groups(kept))
    return 0


def save_groups(path: Path, groups: Sequence[Group]) -> None:
    """Write the features, answerable or not in the last column."""
    arrays = {group.name: np.column_stack([group.rows, group.answerable]) for group in groups}
    np.savez(path, **arrays)


def load_groups(path: Path) -> list[Group]:
    """What `save_groups` wrote."""
    with np.load(path) as kept:
        return [Group(name, kept[name][:, :-1], kept[name][:, -1] > 0) for name in kept.files]


def fit_and_judge(groups: Sequence[Group]) -> None:
    """Print the model, and its figures on sets that were left out of the fit."""
    fit = [group for group in groups if group.name.split()[0] in FITTED]
    judge = [group for group in groups if group.name.split()[0] not in FITTED]
    model = fit_model(fit)
    print("coefficients:", model)
    for left in FITTED:
        others = [group for group in fit if group.name.split()[0] != left]
        own = [group for group in fit if group.name.split()[0] == left]
        report(f"{left}, left out", fit_model(others), own)
    for name in dict.fromkeys(group.name.split()[0] for group in judge):
        report(name, model, [group for group in judge if group.name.split()[0] == name])
    print_thresholds(model, fit, judge)


def fit_model(groups: Sequence[Group]) -> Model:
    """The likeliest model; answerable questions and the others count the same in all."""
    rows = np.concatenate([group.rows for group in groups])
    answerable = np.concatenate([group.answerable for group in groups])
    weights = np.concatenate([group.weights for group in groups])
    for value in (True, False):
        weights[answerable == value] /= weights[answerable == value].sum()

    def loss(values: Rows) -> float:
        chance = np.clip(confidence(as_model(values), rows), 1e-6, 1 - 1e-6)
        likelihood = np.where(answerable, np.log(chance), np.log(1 - chance))
        return float(-(weights * likelihood).sum() + PRIOR * (values**2).sum())

    fits = [minimize(loss, start, method="L-BFGS-B") for start in STARTS]
    return as_model(min(fits, key=lambda found: found.fun).x)


def as_model(values: Rows) -> Model:
    """Five numbers as a model."""
    constant, weight, *topic = (float(value) for value in values)
    return Model((constant, weight), (topic[0], topic[1], topic[2]))


def confidence(model: Model, rows: Rows) -> Rows:
    """The confidence of every question."""
    return np.array([apply_model(model, Features(*row)) for row in rows])


class Sets:
    """The data sets' indexes and questions."""

    def __init__(self, data: Path, work: Path, reader: str) -> None:
        self._data, self._work = data, work
        self._splits: dict[str, dict[str, str]] = {}
        self._encoder, self._reader = open_encoder(), open_reader(reader)

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
                hits = find_passages(index, query, settings, wanted, within)
                most = settings.reader_passages
                hits = judge_hits(self._reader, index, query.text, hits, most)
                evidence = find_evidence(index, query, hits, settings.max_citations)
                if evidence:
                    features = measure_features(index, query, hits, evidence)
                    rows.append(astuple(features))
                    given = question.answerable is not False
                    answerable.append(given and not without_gold and not foreign)
        print(f"{name}: {len(rows)}", flush=True)
        return Group(name, np.array(rows), np.array(answerable))


def report(name: str, model: Model, groups: Sequence[Group]) -> None:
    """AUROC, calibration error, and what is refused where nine in ten answerable are answered."""
    found = np.concatenate([confidence(model, group.rows) for group in groups])
    answerable = np.concatenate([group.answerable for group in groups])
    least = np.quantile(found[answerable], 0.1)
    parts = ", ".join(
        f"{g.name}: {(confidence(model, g.rows)[~g.answerable] < least).mean():.3f} refused"
        for g in groups
        if (~g.answerable).any()
    )
    places = np.minimum((found * 10).astype(int), 9)
    error = sum(
        abs(found[places == i].sum() - answerable[places == i].sum()) for i in range(10)
    ) / len(found)
    print(
        f"{name}: AUROC {roc_auc_score(answerable, found):.3f}, ECE {error:.3f}, "
        f"at {least:.2f} (90 % answered) {parts}",
        flush=True,
    )


def print_thresholds(model: Model, fit: Sequence[Group], judge: Sequence[Group]) -> None:
    """The least confidence for every strictness; half of the questions count as unanswerable."""
    for name, groups in (("fitted", fit), ("judged", judge)):
        found = np.concatenate([confidence(model, group.rows) for group in groups])
        answerable = np.concatenate([group.answerable for group in groups])
        grid = np.linspace(0.02, 0.98, 193)
        wrong = np.array([(found[~answerable] >= t).mean() for t in grid])
        right = np.array([(found[answerable] >= t).mean() for t in grid])
        risk = wrong / np.maximum(wrong + right, 1e-9)
        print(f"{name}: strictness, least confidence, answered, refused")
        for strictness in STRICTNESS:
            enough = np.flatnonzero(risk <= 1 / strictness)
            place = int(enough[0]) if len(enough) else len(grid) - 1
            print(
                f"  {strictness:4.1f} {grid[place]:.2f} {right[place]:.3f} {1 - wrong[place]:.3f}"
            )


def sample(questions: Sequence[Question], size: int) -> list[Question]:
    """A seeded sample."""
    return random.Random(SEED).sample(list(questions), min(size, len(questions)))


if __name__ == "__main__":
    sys.exit(main())
