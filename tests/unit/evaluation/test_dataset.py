from __future__ import annotations

import hashlib

import pytest

from qa_bot.errors import DatasetError
from qa_bot.evaluation.dataset import load_dataset
from qa_bot.types import Turn
from tests.unit.evaluation.datasets import DOCUMENTS, JUDGEMENTS, QUESTIONS, write_dataset


def load_with(tmp_path, **rows):
    return load_dataset(write_dataset(tmp_path / "set", **rows))


def question(**keys):
    return {"id": "q", "text": "What colour is the sky?", "answerable": False, **keys}


def test_documents_keep_their_ids_and_texts(tmp_path):
    corpus = load_with(tmp_path).corpus
    assert [(d.doc_id, d.title, d.text) for d in corpus.documents] == [
        (row["id"], row["title"], row["text"]) for row in DOCUMENTS
    ]
    data = (tmp_path / "set" / "corpus.jsonl").read_bytes()
    assert {d.sha256 for d in corpus.documents} == {hashlib.sha256(data).hexdigest()}


def test_documents_are_made_as_those_of_text_files(tmp_path):
    row = {"id": "a", "title": " A \n title ", "text": "SCOPE\r\n\r\nAll of it is in scope."}
    document = load_with(tmp_path, documents=[row], judgements=[], questions=[question()])
    document = document.corpus.documents[0]
    assert (document.title, document.text) == ("A title", "SCOPE\n\nAll of it is in scope.")
    assert [section.title for section in document.sections] == ["SCOPE"]


def test_a_document_without_text_is_skipped_and_said_so(tmp_path):
    empty = {"id": "empty", "title": "Nothing", "text": " "}
    dataset = load_with(tmp_path, documents=[*DOCUMENTS, empty])
    assert [(s.source, s.reason) for s in dataset.corpus.readings] == [
        ("empty", "line 5 holds no text")
    ]
    assert len(dataset.corpus.documents) == len(DOCUMENTS)


def test_questions_carry_their_judgements(tmp_path):
    first, second, third = load_with(tmp_path).questions
    assert (first.answerable, first.gold, first.relevant) == (True, ("blue",), (("sky#0", 1),))
    assert second.relevant == (("sea#1", 2), ("sea#0", 1))
    assert (third.answerable, third.gold, third.relevant) == (False, (), ())


def test_gold_is_answers_then_sentences_then_sets_of_sentences(tmp_path):
    rows = [
        question(id="a", answers=["x"], gold_sentences=["y"]),
        question(id="b", answers=[], gold_sentences=["y"]),
        question(id="c", gold_sentence_sets=[["u", "v"], ["w"]]),
    ]
    golds = [q.gold for q in load_with(tmp_path, questions=rows).questions]
    assert golds == [("x",), ("y",), ("u", "v", "w")]


def test_grades_of_0_a_header_and_questions_that_are_not_asked_are_passed_over(tmp_path):
    judged = [("query-id", "corpus-id", "score"), *JUDGEMENTS, ("q1", "hill#0", 0)]
    dataset = load_with(tmp_path, judgements=[*judged, ("q9", "sky#0", 1)])
    assert dataset.questions[0].relevant == (("sky#0", 1),)


def test_history_becomes_turns(tmp_path):
    history = [
        {"role": "user", "text": "What is ENISA?"},
        {"role": "assistant", "text": "An agency."},
        {"role": "user", "text": "Where?"},
    ]
    asked = load_with(tmp_path, questions=[question(history=history)]).questions[0]
    assert asked.history == (Turn("What is ENISA?", "An agency."), Turn("Where?"))


@pytest.mark.parametrize(("site", "ids"), [("Sea", ("sea#0", "sea#1")), ("hill", ("hill#0",))])
def test_a_site_is_a_title_or_what_stands_before_the_hash(tmp_path, site, ids):
    asked = load_with(tmp_path, questions=[question(site=site)]).questions[0]
    assert asked.documents == ids


def test_a_limit_takes_questions_evenly_from_the_file(tmp_path):
    rows = [question(id=str(number)) for number in range(10)]
    folder = write_dataset(tmp_path / "set", questions=rows)
    assert [q.question_id for q in load_dataset(folder, 4).questions] == ["0", "2", "5", "7"]
    assert len(load_dataset(folder, 99).questions) == 10


def test_a_line_separator_inside_a_text_does_not_end_the_line(tmp_path):
    row = {"id": "a", "title": "", "text": "One\u2028two."}
    dataset = load_with(tmp_path, documents=[row], judgements=[], questions=[question()])
    assert dataset.corpus.documents[0].text == "One\u2028two."
    assert dataset.corpus.documents[0].title == "a"


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ({"documents": []}, r"corpus\.jsonl holds no document with text; add"),
        ({"questions": []}, r"queries\.jsonl holds no question; add"),
        ({"documents": [{"id": "a"}]}, r"corpus\.jsonl line 1: key 'text': Field required; each"),
        ({"documents": DOCUMENTS * 2}, r"corpus\.jsonl line 5: the id 'sky#0' occurs twice; give"),
        ({"questions": QUESTIONS * 2}, r"queries\.jsonl line 4: the id 'q1' occurs twice; give"),
        ({"questions": [{"id": 7, "text": "x"}]}, r"queries\.jsonl line 1: key 'id': .*string"),
        ({"questions": [question(site="none")]}, r"queries\.jsonl line 1: .*site 'none'; mend"),
        (
            {"questions": [question(answerable=True)]},
            r"queries\.jsonl line 1: qrels\.tsv has no document for the question 'q'; add a line",
        ),
        ({"judgements": [("q1", "none", 1)]}, r"qrels\.tsv line 1: the document 'none' is not in"),
        ({"judgements": [("q1", "sky#0")]}, r"qrels\.tsv line 1: needs three fields between tabs"),
        (
            {"judgements": [*JUDGEMENTS, ("q1", "sky#0", "high")]},
            r"qrels\.tsv line 4: the grade 'high' is not a whole number; mend",
        ),
    ],
)
def test_bad_input_is_one_line_with_file_line_and_remedy(tmp_path, rows, message):
    with pytest.raises(DatasetError, match=message) as caught:
        load_with(tmp_path, **rows)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["corpus.jsonl", "queries.jsonl", "qrels.tsv"])
def test_a_missing_file_is_named(tmp_path, name):
    folder = write_dataset(tmp_path / "set")
    (folder / name).unlink()
    with pytest.raises(DatasetError, match=rf"{name} is missing; a data set has"):
        load_dataset(folder)


def test_a_line_that_is_not_json_and_a_file_that_is_not_utf8_are_named(tmp_path):
    folder = write_dataset(tmp_path / "set")
    with (folder / "queries.jsonl").open("a") as file:
        file.write("\n{half\n")
    with pytest.raises(DatasetError, match=r"queries\.jsonl line 5: Invalid JSON.*; each line"):
        load_dataset(folder)
    (folder / "queries.jsonl").write_bytes(b'{"id": "\xff"}')
    with pytest.raises(DatasetError, match=r"queries\.jsonl is not UTF-8 .*save it as UTF-8"):
        load_dataset(folder)


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(DatasetError, match="there is no folder"):
        load_dataset(tmp_path / "none")
