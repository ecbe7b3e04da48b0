"""Read a data set, documents and judged questions, from its folder.

    corpus.jsonl   one document a line: id, title, text
    queries.jsonl  one question a line: id, text; optional answers, gold_sentences,
                   gold_sentence_sets, answerable, history, site
    qrels.tsv      question id, document id, grade, between tabs; a header line is passed over

All UTF-8, lines end in a newline. A line that is not of this form is an error that names it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from qa_bot.building.corpus import Corpus
from qa_bot.errors import DatasetError
from qa_bot.evaluation.lines import CORPUS, QRELS, QUERIES, read_lines, read_rows, wrong_line
from qa_bot.index.documents import DocumentSummary
from qa_bot.index.manifest import file_checksum
from qa_bot.reading.formats.plain import find_plain_sections
from qa_bot.reading.report import ReadingReport
from qa_bot.types import Document, Turn

FindDocuments = Callable[[str], tuple[str, ...]]
"""A name to the ids of the documents that it fits, none where it fits none."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what is known to be right."""

    question_id: str
    text: str
    answerable: bool | None = None
    """Whether the documents answer it; None where that isn't judged."""
    gold: tuple[str, ...] = ()
    """Annotated answers or answer sentences, any of which is right."""
    gold_sets: tuple[tuple[str, ...], ...] = ()
    """The sentences that make the whole answer; where several people marked it, several sets."""
    relevant: tuple[tuple[str, int], ...] = ()
    """Ids of the documents that speak to it, each with its grade (1 or more)."""
    history: tuple[Turn, ...] = ()
    documents: tuple[str, ...] | None = None
    """Ids of the documents to look in; None for all."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """Documents and the questions asked of them."""

    name: str
    corpus: Corpus
    questions: tuple[Question, ...]


class _DocumentRow(BaseModel):
    id: str
    text: str
    title: str = ""


class _TurnRow(BaseModel):
    role: str
    text: str


class _QuestionRow(BaseModel):
    id: str
    text: str
    answerable: bool | None = None
    answers: list[str] | None = None
    gold_sentences: list[str] | None = None
    gold_sentence_sets: list[list[str]] | None = None
    history: list[_TurnRow] | None = None
    site: str | None = None


def load_dataset(folder: Path, limit: int | None = None) -> Dataset:
    """Read a data set.

    Args:
        folder: the folder with the three files.
        limit: how many questions to keep, spread evenly over the file; by default all.

    Raises:
        DatasetError: a file is missing or empty, or a line is not of the form above.
    """
    if not folder.is_dir():
        raise DatasetError(f"there is no folder {folder}; name one with {CORPUS} and {QUERIES}")
    corpus, documents_of_site = _read_documents(folder / CORPUS)
    known = {r.source for r in corpus.readings} | {d.doc_id for d in corpus.documents}
    relevant = _read_judgements(folder / QRELS, lambda name: (name,) if name in known else ())
    questions = _read_questions(
        folder / QUERIES, relevant, lambda site: documents_of_site.get(site, ())
    )
    if limit is not None and limit < len(questions):
        questions = [questions[i * len(questions) // limit] for i in range(limit)]
    return Dataset(folder.resolve().name, corpus, tuple(questions))


def load_questions(folder: Path, documents: Iterable[DocumentSummary]) -> list[Question]:
    """Read the questions of a data set as questions to an index; its documents are not looked at.

    Where every question says what answers it, or that nothing does, the judgements may be missing.

    Args:
        folder: the folder with the questions and the judgements.
        documents: those of the index, which judgements name by id, file name or title.

    Raises:
        DatasetError: a file is missing or empty, a line is not of the form above, or the index has
            no document of a name.
    """
    ids: dict[str, list[str]] = defaultdict(list)
    for one in documents:
        names = (one.doc_id, one.source, Path(one.source).name, one.title)
        for name in {name.casefold() for name in names}:
            ids[name].append(one.doc_id)

    def find(name: str) -> tuple[str, ...]:
        return tuple(ids.get(name.strip().casefold(), ()))

    judgements = folder / QRELS
    relevant = _read_judgements(judgements, find, "the index") if judgements.is_file() else {}
    return _read_questions(folder / QUERIES, relevant, find)


def read_turns(rows: list[_TurnRow]) -> tuple[Turn, ...]:
    """A conversation's rows as turns: each question with the reply that followed it."""
    turns: list[Turn] = []
    for row in rows:
        if row.role == "user":
            turns.append(Turn(row.text))
        else:
            last = turns.pop() if turns else Turn("")
            turns.append(Turn(last.question, f"{last.reply}\n{row.text}".strip()))
    return tuple(turns)


def _read_documents(path: Path) -> tuple[Corpus, dict[str, tuple[str, ...]]]:
    """The documents, made as those of .txt files are, and their ids by site."""
    checksum = file_checksum(path) if path.is_file() else ""
    documents: dict[str, Document] = {}
    skipped: dict[str, ReadingReport] = {}
    sites: dict[str, list[str]] = defaultdict(list)
    for number, row in read_rows(path, _DocumentRow):
        if row.id in documents or row.id in skipped:
            raise wrong_line(
                path, number, f"the id {row.id!r} occurs twice; give each document its own"
            )
        text = row.text.replace("\r\n", "\n").replace("\r", "\n")
        if not text.strip():
            skipped[row.id] = ReadingReport(row.id, "skipped", f"line {number} holds no text")
            continue
        title = " ".join(row.title.split()) or row.id
        sections = find_plain_sections(text)
        documents[row.id] = Document(row.id, title, CORPUS, text, checksum, sections=sections)
        for site in {title, row.id.partition("#")[0]}:
            sites[site].append(row.id)
    if not documents:
        raise DatasetError(f"{path} holds no document with text; add lines with id, title, text")
    corpus = Corpus(path.parent, list(documents.values()), list(skipped.values()))
    return corpus, {site: tuple(ids) for site, ids in sites.items()}


def _read_judgements(
    path: Path, find: FindDocuments, where: str = CORPUS
) -> dict[str, list[tuple[str, int]]]:
    """Each question's relevant documents with their grades above 0."""
    relevant: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for number, line in read_lines(path):
        fields = line.split("\t")
        if len(fields) != 3:
            raise wrong_line(
                path, number, "needs three fields between tabs: question, document, grade"
            )
        question, document, grade = fields
        if not grade.strip().lstrip("-").isdecimal():
            if number == 1:
                continue
            raise wrong_line(path, number, f"the grade {grade!r} is not a whole number; mend it")
        if not (found := find(document)):
            raise wrong_line(
                path, number, f"the document {document!r} is not in {where}; mend the id or add it"
            )
        if int(grade) > 0:
            relevant[question] += [(doc_id, int(grade)) for doc_id in found]
    return relevant


def _read_questions(
    path: Path,
    relevant: dict[str, list[tuple[str, int]]],
    find_site: FindDocuments,
) -> list[Question]:
    questions: dict[str, Question] = {}
    for number, row in read_rows(path, _QuestionRow):
        if row.id in questions:
            raise wrong_line(
                path, number, f"the id {row.id!r} occurs twice; give each question its own"
            )
        sets = [sentence for group in row.gold_sentence_sets or [] for sentence in group]
        gold = row.answers or row.gold_sentences or sets
        whole = row.gold_sentence_sets or [row.gold_sentences or []]
        judged = dict(relevant.get(row.id, []))
        if not judged and not gold and row.answerable is not False:
            raise wrong_line(
                path,
                number,
                f'{QRELS} has no document for the question {row.id!r}; add a line, "answers", '
                'or "answerable": false',
            )
        if row.site is not None and not find_site(row.site):
            raise wrong_line(
                path, number, f"no document's title or id is the site {row.site!r}; mend it"
            )
        questions[row.id] = Question(
            question_id=row.id,
            text=row.text,
            answerable=row.answerable,
            gold=tuple(gold),
            gold_sets=tuple(tuple(group) for group in whole if group),
            relevant=tuple(judged.items()),
            history=read_turns(row.history or []),
            documents=None if row.site is None else find_site(row.site),
        )
    if not questions:
        raise DatasetError(f"{path} holds no question; add lines with id and text")
    return list(questions.values())
