"""Data sets: a folder comes in, a `Dataset` of documents and judged questions goes out.

    corpus.jsonl   one document a line: id, title, text
    queries.jsonl  one question a line: id, text; optional answers, gold_sentences,
                   gold_sentence_sets, answerable, history, site
    qrels.tsv      question id, document id, grade, between tabs; a header line is passed over

All UTF-8, lines end in a newline. A line that is not of this form is an error that names it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from qa_bot.building.corpus import Corpus
from qa_bot.errors import DatasetError
from qa_bot.index.manifest import file_checksum
from qa_bot.reading.formats.plain import find_plain_sections
from qa_bot.reading.report import ReadingReport
from qa_bot.types import Document, Turn

CORPUS, QUERIES, QRELS = "corpus.jsonl", "queries.jsonl", "qrels.tsv"
_Row = TypeVar("_Row", bound=BaseModel)


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
    relevant = _read_judgements(folder / QRELS, known)
    questions = _read_questions(folder / QUERIES, relevant, documents_of_site)
    if limit is not None and limit < len(questions):
        questions = [questions[i * len(questions) // limit] for i in range(limit)]
    return Dataset(folder.resolve().name, corpus, tuple(questions))


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
    for number, row in _read_rows(path, _DocumentRow):
        if row.id in documents or row.id in skipped:
            raise _wrong(
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


def _read_judgements(path: Path, known: set[str]) -> dict[str, list[tuple[str, int]]]:
    """Each question's relevant documents with their grades above 0."""
    relevant: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for number, line in _read_lines(path):
        fields = line.split("\t")
        if len(fields) != 3:
            raise _wrong(path, number, "needs three fields between tabs: question, document, grade")
        question, document, grade = fields
        if not grade.strip().lstrip("-").isdecimal():
            if number == 1:
                continue
            raise _wrong(path, number, f"the grade {grade!r} is not a whole number; mend it")
        if document not in known:
            raise _wrong(
                path, number, f"the document {document!r} is not in {CORPUS}; mend the id or add it"
            )
        if int(grade) > 0:
            relevant[question].append((document, int(grade)))
    return relevant


def _read_questions(
    path: Path,
    relevant: dict[str, list[tuple[str, int]]],
    documents_of_site: dict[str, tuple[str, ...]],
) -> list[Question]:
    questions: dict[str, Question] = {}
    for number, row in _read_rows(path, _QuestionRow):
        if row.id in questions:
            raise _wrong(
                path, number, f"the id {row.id!r} occurs twice; give each question its own"
            )
        sets = [sentence for group in row.gold_sentence_sets or [] for sentence in group]
        gold = row.answers or row.gold_sentences or sets
        whole = row.gold_sentence_sets or [row.gold_sentences or []]
        judged = dict(relevant.get(row.id, []))
        if not judged and not gold and row.answerable is not False:
            raise _wrong(
                path,
                number,
                f'{QRELS} has no document for the question {row.id!r}; add a line, "answers", '
                'or "answerable": false',
            )
        if row.site is not None and row.site not in documents_of_site:
            raise _wrong(
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
            documents=None if row.site is None else documents_of_site[row.site],
        )
    if not questions:
        raise DatasetError(f"{path} holds no question; add lines with id and text")
    return list(questions.values())


def _read_rows(path: Path, kind: type[_Row]) -> Iterator[tuple[int, _Row]]:
    """Every line that isn't blank as a row, with its number."""
    for number, line in _read_lines(path):
        try:
            yield number, kind.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            key = ".".join(map(str, first["loc"]))
            what = f"key {key!r}: {first['msg']}" if key else first["msg"]
            form = ", ".join(
                name for name, field in kind.model_fields.items() if field.is_required()
            )
            raise _wrong(path, number, f"{what}; each line is a JSON object with {form}") from error


def _read_lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="\n") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield number, line.rstrip("\r\n")
    except FileNotFoundError as error:
        raise DatasetError(
            f"{path} is missing; a data set has {CORPUS}, {QUERIES}, {QRELS}"
        ) from error
    except UnicodeDecodeError as error:
        raise DatasetError(f"{path} is not UTF-8 ({error.reason}); save it as UTF-8") from error
    except OSError as error:
        raise DatasetError(
            f"{path} can't be read ({error.strerror}); check its permissions"
        ) from error


def _wrong(path: Path, number: int, what: str) -> DatasetError:
    return DatasetError(f"{path} line {number}: {what}")
