"""Whole-document questions on ten documents of different kinds, with the packaged model."""

from __future__ import annotations

import pytest

from qa_bot import QABot, build_index
from tests.kinds import write_ten_documents

QUESTIONS = {
    "board-minutes.md": "Summarise the minutes of the allotment board",
    "travel-policy.txt": "What is the travel policy about?",
    "price-list.csv": "main points of price-list.csv",
    "mail-heating.eml": "Give me an overview of “Heating works in Building C”",
    "status-slides.pptx": "key points of the project status slides",
    "visitors.xlsx": "What is in visitors.xlsx?",
    "washer-manual.md": "tl;dr of the washing machine manual",
    "cv-lindqvist.txt": "Sum up the CV of Lindqvist",
    "faq.html": "What topics does the Lakeside Campsite page cover?",
    "essay-windmills.txt": "What is the essay about windmills about?",
}


@pytest.fixture(scope="module")
def bot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("overviews")
    (folder / "corpus").mkdir()
    write_ten_documents(folder / "corpus")
    build_index(folder / "corpus", folder / "index")
    with QABot.open(folder / "index") as opened:
        yield opened


def check_quotes(bot, answer):
    for citation in answer.citations:
        assert bot.source(citation.doc_id).text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize(("source", "question"), QUESTIONS.items())
def test_each_kind_of_document_gets_a_cited_overview(bot, source, question):
    given = bot.answer(question)
    assert given.form == "overview"
    assert given.answered
    assert {citation.source for citation in given.citations} == {source}
    assert 2 <= len(given.citations) <= 10
    check_quotes(bot, given)
    starts = [citation.start for citation in given.citations]
    assert starts == sorted(starts)


@pytest.mark.parametrize("source", QUESTIONS)
def test_a_scope_says_which_document_is_meant(bot, source):
    given = bot.answer("What is this about?", documents=source)
    assert given.citations == bot.answer(QUESTIONS[source]).citations


def test_an_overview_has_each_section_and_no_boilerplate(bot):
    policy = bot.answer("overview", documents="travel-policy.txt")
    assert [part.title[:2] for part in policy.parts] == ["1.", "2.", "3.", "4.", "5."]
    for source, unwanted in (
        ("mail-heating.eml", ("Dear residents", "Best regards")),
        ("cv-lindqvist.txt", ("Tel:",)),
        ("faq.html", ("cookies", "All rights reserved")),
    ):
        text = bot.answer("Summarise", documents=source).text
        assert not [words for words in unwanted if words in text]


def test_an_overview_of_all_has_a_sentence_of_each_document(bot):
    given = bot.answer("What are these documents about?")
    assert {citation.source for citation in given.citations} == set(QUESTIONS)
    assert len(given.parts) == len(QUESTIONS)
    assert "10 documents" in given.notice
    check_quotes(bot, given)


def test_a_section_has_an_overview_of_its_own(bot):
    given = bot.answer("Summarise the section on exceptions")
    assert {citation.section for citation in given.citations} == {"5. Exceptions"}
    assert "“5. Exceptions”" in given.notice


@pytest.mark.parametrize(
    ("question", "sections"),
    [
        ("Summarise the safety rules of the washing machine", {"Safety"}),
        ("Give me an overview of the exceptions in the travel policy", {"5. Exceptions"}),
        ("Summarise the meal rules", {"3. Meals"}),
        ("Summarise the error codes", {"Error codes"}),
    ],
)
def test_a_section_is_named_by_its_heading_and_its_document(bot, question, sections):
    given = bot.answer(question)
    assert given.form == "overview"
    assert {citation.section for citation in given.citations} == sections
    check_quotes(bot, given)


def test_a_topic_without_a_heading_is_told_by_what_speaks_of_it(bot):
    given = bot.answer("Summarise what is said about the drum")
    assert given.form == "overview"
    assert len(given.citations) >= 2
    assert all("drum" in citation.quote for citation in given.citations)
    assert "“the drum”" in given.notice
    check_quotes(bot, given)


def test_a_topic_that_no_document_is_named_for_is_searched(bot):
    given = bot.answer("Summarise how late claims are paid")
    assert given.form == "question"
    assert given.answered
    assert "Summarise" not in given.asked_as
    assert "Late claims are paid only where the traveller was ill." in given.text


def test_fewer_excerpts_can_be_asked_for(bot):
    assert len(bot.answer("Summarise", max_citations=3).citations) == 3


def test_a_card_lists_the_documents_without_a_citation(bot):
    given = bot.answer("Hello! Which documents do you have?")
    assert given.form == "card"
    assert not given.citations
    assert not given.answered
    assert given.message == given.text
    assert {document.source for document in given.documents} == set(QUESTIONS)
    assert all(document.opening and document.characters for document in given.documents)
    assert "When is the campsite open?" in given.suggestions


def test_a_follow_up_after_a_form_is_understood(bot):
    first = bot.answer("hello")
    second = bot.answer("Summarise the travel policy", history=[first])
    third = bot.answer("When are claims submitted?", history=[first, second])
    assert "Claims are submitted within 30 days" in third.citations[0].quote
    fourth = bot.answer("Who pays them?", history=[first, second, third])
    assert "claims" in fourth.asked_as
    assert not any(word in fourth.asked_as for word in ("hello", "Summarise"))
