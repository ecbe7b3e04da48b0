"""The real model on the real essay: the table of questions, and what an answer promises."""

from __future__ import annotations

import json
import re

import faiss
import pytest

from qa_bot import QABot, answer, build_index
from qa_bot.config import MAX_QUESTION_CHARACTERS, Settings
from qa_bot.errors import DocumentNotFoundError
from tests.conftest import ESSAY, ESSAY_ID, ROOT

ROW = re.compile(r"^\| (?P<question>[^|]+\?) \| (?P<quotes>[^|]+) \|$", re.MULTILINE)
TABLE = [
    (match["question"], [q.strip() for q in match["quotes"].split(" / ")])
    for match in ROW.finditer((ROOT / "tests" / "essay-questions.md").read_text(encoding="utf-8"))
]
UNANSWERABLE = re.findall(
    r"^- (.+\?)$", (ROOT / "tests" / "essay-questions.md").read_text(encoding="utf-8"), re.MULTILINE
)
LEAST_RIGHT, LEAST_ANSWERED, LEAST_REFUSED = 0.9, 0.9, 0.85


@pytest.fixture(scope="module", params=["fp32", "int8"])
def either_bot(request, tmp_path_factory):
    """The essay's bot, in the model's own numbers and in eight bits."""
    settings = Settings(encoding=request.param)
    index = tmp_path_factory.mktemp(request.param) / "index"
    build_index(ESSAY, index, settings=settings)
    with QABot.open(index, settings=settings) as bot:
        yield bot


def test_the_essay_is_embedded_into_a_faiss_index_that_answers(essay_bot, encoder):
    question = "What does INTERPOL do?"
    written = faiss.read_index(str(essay_bot.index.folder / "vectors.faiss"))
    assert isinstance(written, faiss.IndexFlatIP)
    assert written.ntotal == essay_bot.index.manifest.passages > 10
    _, rows = written.search(encoder.encode_questions([question]), 3)
    nearest = essay_bot.index.documents.passages([int(row) for row in rows[0]])
    quoted = essay_bot.answer(question).citations[0]
    assert any(p.start <= quoted.start and quoted.end <= p.end for p in nearest)


def test_at_least_nine_in_ten_questions_have_a_right_excerpt_first(either_bot):
    assert len(TABLE) >= 50
    wrong = []
    for question, quotes in TABLE:
        given = either_bot.answer(question)
        shown = given.citations or given.nearest
        first = shown[0].quote if shown else ""
        if not any(quote in first for quote in quotes):
            wrong.append(f"{question} -> {first}")
    assert len(wrong) <= (1 - LEAST_RIGHT) * len(TABLE), "\n".join(wrong)


def test_at_least_nine_in_ten_questions_are_answered(either_bot):
    refused = [question for question, _ in TABLE if not either_bot.answer(question).answered]
    assert len(refused) <= (1 - LEAST_ANSWERED) * len(TABLE), "\n".join(refused)


def test_most_questions_that_the_essay_does_not_answer_are_refused(either_bot):
    assert len(UNANSWERABLE) == 40
    answered = [question for question in UNANSWERABLE if either_bot.answer(question).answered]
    assert len(answered) <= (1 - LEAST_REFUSED) * len(UNANSWERABLE), "\n".join(answered)


def test_every_quote_of_the_table_is_in_the_essay():
    text = (ESSAY / ESSAY_ID).read_text(encoding="utf-8")
    assert [quote for _, quotes in TABLE for quote in quotes if quote not in text] == []


def test_every_citation_is_verbatim_and_never_a_question_or_heading(essay_bot):
    document = essay_bot.source(ESSAY_ID)
    for question, _ in TABLE:
        given = essay_bot.answer(question)
        for citation in given.citations + given.nearest:
            assert citation.quote == document.text[citation.start : citation.end]
            assert not citation.quote.startswith(("Q.", "Ans."))
            assert not any(s.start <= citation.start < s.body for s in document.sections)


def test_excerpts_of_one_answer_do_not_repeat_each_other(essay_bot):
    for question, _ in TABLE:
        text = essay_bot.answer(question).text
        quotes = [line.rsplit(" [", 1)[0] for line in text.split("\n\n")]
        assert len(quotes) == len(set(quotes))


def test_one_sentence_said_twice_is_one_excerpt_with_both_sources(tmp_path, encoder):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name in ("one.txt", "two.txt"):
        (corpus / name).write_text(
            f"The harbour of Tarn was dug in 1810. The file {name} ends here.\n"
        )
    build_index(corpus, tmp_path / "index", encoder=encoder)
    with QABot.open(tmp_path / "index", encoder=encoder) as bot:
        given = bot.answer("When was the harbour of Tarn dug?")
    assert given.text.count("1810") == 1
    assert {c.doc_id for c in given.citations if "1810" in c.quote} == {"one.txt", "two.txt"}


def test_a_repeated_sentence_is_cited_where_it_was_retrieved(tmp_path, encoder):
    filler = "Nothing else of note happened in the village that year. " * 12
    text = (
        f"Fishing On The Lake\n\nThe licence costs ten crowns. {filler}\n\n"
        f"Hunting In The Forest\n\nThe licence costs ten crowns. {filler}\n"
    )
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "rules.txt").write_text(text)
    build_index(corpus, tmp_path / "index", encoder=encoder)
    with QABot.open(tmp_path / "index", encoder=encoder) as bot:
        fishing = bot.answer("What does a fishing licence on the lake cost?").citations[0]
        hunting = bot.answer("What does a hunting licence in the forest cost?").citations[0]
    assert (fishing.section, hunting.section) == ("Fishing On The Lake", "Hunting In The Forest")
    assert fishing.start < text.index("Hunting") < hunting.start


@pytest.mark.parametrize(
    "question",
    [
        "",
        "   ",
        "?!",
        "🦊🦊🦊",
        "\x00\x07\x1b[31m",
        "Was macht die Interpol?",
        "国际电信联盟是什么？",
        "ما هو الإنتربول؟",
        "the of and",
        "x" * 100_000,
        "word " * 20_000,
        "<script>alert(1)</script>",
    ],
)
def test_every_question_has_a_clear_outcome(essay_bot, question):
    given = essay_bot.answer(question)
    assert given.text
    assert json.dumps(given.to_dict())
    assert str(given)


def test_a_question_over_the_limit_says_so(essay_bot):
    given = essay_bot.answer("word " * MAX_QUESTION_CHARACTERS)
    assert not given.answered
    assert "Shorten it" in given.text


def test_a_refusal_names_the_unknown_words_and_shows_the_nearest_passages(essay_bot):
    given = essay_bot.answer("Who won the football championship in Uruguay?")
    assert not given.answered
    assert given.citations == ()
    assert "“football”" in given.text
    assert "“Uruguay”" in given.text
    assert given.nearest
    assert "not an answer" in str(given)


def test_words_that_only_ask_are_not_named_as_missing(essay_bot):
    given = essay_bot.answer("How many footballers does Uruguay have?")
    assert not given.answered
    assert "They never use: “footballers”, “Uruguay”" in given.text


def test_the_module_function_uses_the_index_that_is_named(essay_index, monkeypatch):
    monkeypatch.setenv("QA_BOT_INDEX", str(essay_index))
    given = answer("What does INTERPOL do?", max_citations=1)
    assert "INTERPOL" in given.citations[0].quote
    assert sorted(given.timings) == [
        "answering",
        "evidence",
        "querying",
        "reading",
        "retrieval",
    ]


def test_a_follow_up_question_takes_its_subject_from_the_one_before(essay_bot):
    given = essay_bot.answer("What does it help with?", history=["What is ENISA?"])
    assert "ENISA" in given.asked_as
    assert "ENISA" in given.citations[0].quote


@pytest.mark.parametrize(
    ("first", "then", "asked_as", "quoted"),
    [
        ("What does INTERPOL do?", "And ENISA?", "What does ENISA do?", "ENISA"),
        ("What is ENISA?", "Who does it help?", "Who does ENISA help?", "ENISA"),
        ("What does UNODC do?", "What about the World Bank?", None, "World Bank"),
    ],
)
def test_a_follow_up_is_answered_from_the_answer_before(essay_bot, first, then, asked_as, quoted):
    given = essay_bot.answer(then, history=[essay_bot.answer(first)])
    assert given.question == then
    assert given.asked_as == (asked_as or given.asked_as)
    assert quoted in given.citations[0].quote


def test_a_question_about_something_else_is_asked_as_it_is(essay_bot):
    before = essay_bot.answer("What does INTERPOL do?")
    question = "What do the Sustainable Development Goals address?"
    assert essay_bot.answer(question, history=[before]).asked_as == question


def test_search_and_documents(essay_bot):
    hits = essay_bot.search("peacekeeping missions", 3)
    assert len(hits) == 3
    assert hits[0].score >= hits[1].score >= hits[2].score
    assert [d.doc_id for d in essay_bot.documents()] == [ESSAY_ID]
    with pytest.raises(KeyError):
        essay_bot.source("none")


def test_many_questions_are_answered_as_one_by_one(essay_bot):
    questions = ["What does INTERPOL do?", "", "Who won the cup?", "What does INTERPOL do?"]
    together = essay_bot.answer_many(questions, max_citations=2)
    for given, question in zip(together, questions, strict=True):
        alone = essay_bot.answer(question, max_citations=2)
        assert (given.text, given.citations, given.nearest) == (
            alone.text,
            alone.citations,
            alone.nearest,
        )
        assert given.confidence == pytest.approx(alone.confidence, abs=1e-4)
        assert set(given.timings) == set(alone.timings)
    assert together[0] is together[3]
    assert essay_bot.answer_many([]) == []


def test_many_questions_can_be_restricted_to_documents(essay_bot):
    with pytest.raises(DocumentNotFoundError):
        essay_bot.answer_many(["What does INTERPOL do?"], documents=["moon.txt"])
