import pytest

from qa_bot.answering.answer_type import (
    Kind,
    asks_for_several,
    expected_kind,
    holds_kind,
    is_question,
)
from tests.unit.notice_pairs import GIVEN, LACKED

MIN_PRECISION, MIN_RECALL = 0.95, 0.6


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When was the bridge opened?", Kind.DATE),
        ("In which year did the war end?", Kind.DATE),
        ("How many trams cross it?", Kind.COUNT),
        ("How many hours does it take?", Kind.NUMBER),
        ("How long is the bridge?", Kind.SPAN),
        ("How high is the bridge?", Kind.NUMBER),
        ("How much does the tour cost?", Kind.PRICE),
        ("What does the tour cost?", Kind.PRICE),
        ("How much of the rent is paid?", Kind.NUMBER),
        ("What is the warden's phone number?", Kind.PHONE),
        ("What is the email address of the club?", Kind.MAIL),
        ("Why was it closed?", Kind.REASON),
        ("What percentage voted yes?", Kind.NUMBER),
        ("Who designed it?", Kind.NAME),
        ("What happens when the alarm rings?", None),
        ("How does UNODC help countries?", None),
        ("Who does it belong to?", None),
        ("interpol", None),
        ("WHO guidelines", None),
        ("WHO DESIGNED IT?", Kind.NAME),
        ("Who is Ada Lovelace?", None),
        ("Who was the first owner?", Kind.NAME),
    ],
)
def test_the_form_of_a_question_tells_what_it_asks_for(question, kind):
    assert expected_kind(question) is kind


@pytest.mark.parametrize(
    ("kind", "text", "held"),
    [
        (Kind.DATE, "It was opened in 1921.", True),
        (Kind.DATE, "It was opened in the 12th century.", True),
        (Kind.DATE, "It was opened in May.", True),
        (Kind.DATE, "It was opened by the mayor.", False),
        (Kind.NUMBER, "Two trams cross it.", True),
        (Kind.NUMBER, "Its length is 120 m.", True),
        (Kind.NUMBER, "Trams cross it.", False),
        (Kind.NAME, "The bridge was designed by Juana Ortega.", True),
        (Kind.NAME, "The bridge was designed by an engineer.", False),
        (Kind.NAME, "They call it the Marrow Bridge.", False),
        (Kind.NAME, "Magda Olsen repaired it.", True),
        (Kind.NAME, "Žofie drew the plans.", True),
        (Kind.NAME, "It is old. Brenner drew the plans.", True),
        (Kind.DATE, "It opens at 10:30.", True),
        (Kind.DATE, "It opens at 9 am.", True),
        (Kind.DATE, "It closes at noon.", True),
        (Kind.DATE, "It opens on Tuesdays.", True),
        (Kind.NUMBER, "It is painted every spring.", True),
    ],
)
def test_a_text_has_a_thing_of_a_kind_or_not(kind, text, held):
    assert holds_kind(kind, text, "Who designed the Marrow Bridge?") is held


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Who designed the bridge?", True),
        ("who designed the bridge", True),
        ("In which year did it open", True),
        ("Does it belong to the city", True),
        ("Name its architect.", True),
        ("And the trams?", True),
        ("橋は誰が設計しましたか？", True),
        ("WHO DESIGNED THE BRIDGE", True),
        ("WHO guidelines", False),
        ("bridges of the old city", False),
        ("The bridge was closed in 1921.", False),
        ("A bridge that has a name", False),
    ],
)
def test_a_question_is_told_from_a_topic_or_a_claim(text, asks):
    assert is_question(text) is asks


def says_missing(question, excerpt):
    kind = expected_kind(question)
    return kind is not None and not holds_kind(kind, excerpt, question)


def test_what_is_said_to_be_missing_is_missing():
    false = [pair for pair in GIVEN if says_missing(*pair)]
    true = [pair for pair in LACKED if says_missing(*pair)]
    assert len(true) / (len(true) + len(false)) >= MIN_PRECISION, false
    silent = [pair for pair in LACKED if pair not in true]
    assert len(true) / len(LACKED) >= MIN_RECALL, silent


@pytest.mark.parametrize(
    ("question", "several"),
    [
        ("Which papers must I bring?", True),
        ("Which instruments does the office have?", True),
        ("What two towns are named?", True),
        ("What year was the office founded?", False),
        ("What city has a lake?", False),
        ("Which country does it belong to?", False),
    ],
)
def test_a_verb_that_ends_like_a_plural_asks_for_no_more_than_one_thing(question, several):
    assert asks_for_several(question) is several
