from __future__ import annotations

from dataclasses import replace

import pytest

from qa_bot.answering.followup.merging import Resolution
from qa_bot.answering.rewordings import ask_wordings
from qa_bot.types import Answer, Citation

LEANING = Resolution("When is it? (July)", "", ("When is it? (hens)",))
EITHER_WAY = Resolution(
    "When is the pump fitted? (July)",
    "",
    ("When is the pump fitted? (hens)", "When is the pump fitted?"),
    typed="When is the pump fitted?",
    named=frozenset({"pump"}),
)


def answered(quote, confidence):
    start = sum(map(ord, quote))
    citation = Citation(1, "d", "D", "d.txt", "", None, start, start + len(quote), quote)
    return Answer("", "", quote, (citation,), answered=True, confidence=confidence)


def ask_all(resolved, answers):
    asked = []

    def ask(one):
        asked.append(one.text)
        return answers.get(one.text) or Answer("", one.text, "", confidence=0.01)

    return ask_wordings(resolved, resolved.named, ask), asked


def test_an_answer_to_what_leans_is_taken_as_it_is():
    answer, asked = ask_all(LEANING, {LEANING.text: answered("In May.", 0.3)})
    assert answer.confidence == 0.3
    assert asked == [LEANING.text]


def test_what_leans_and_is_refused_is_asked_in_other_wordings():
    answer, asked = ask_all(LEANING, {LEANING.others[0]: answered("In May.", 0.3)})
    assert answer.answered
    assert asked == [LEANING.text, *LEANING.others]


@pytest.mark.parametrize(("typed", "completed"), [(0.6, 0.4), (0.4, 0.6)])
def test_of_the_typed_question_and_the_completed_one_the_surer_answer_is_kept(typed, completed):
    answers = {
        EITHER_WAY.typed: answered("The pump is fitted in May.", typed),
        EITHER_WAY.text: answered("The pump came in July.", completed),
    }
    answer, asked = ask_all(EITHER_WAY, answers)
    assert answer.confidence == 0.6
    assert asked == [EITHER_WAY.text, EITHER_WAY.typed]


def test_where_both_find_the_same_no_words_are_added():
    typed = replace(answered("The pump is fitted in May.", 0.4), asked_as=EITHER_WAY.typed)
    completed = answered("The pump is fitted in May.", 0.6)
    answer, _ = ask_all(EITHER_WAY, {EITHER_WAY.typed: typed, EITHER_WAY.text: completed})
    assert answer.asked_as == EITHER_WAY.typed


@pytest.mark.parametrize("wording", [EITHER_WAY.text, EITHER_WAY.others[0]])
def test_added_words_bring_no_answer_that_lacks_what_was_typed(wording):
    answer, _ = ask_all(EITHER_WAY, {wording: answered("The fair is in July.", 0.9)})
    assert not answer.answered
    assert answer.asked_as == EITHER_WAY.typed


def test_what_has_no_answer_is_asked_in_the_words_of_the_nearest_excerpts():
    resolved = Resolution("Is it broken?", "")
    answers = {"Is it faulty?": answered("It is faulty.", 0.7)}
    asked = []

    def ask(one):
        asked.append(one.text)
        return answers.get(one.text) or Answer("", one.text, "", confidence=0.01)

    def reword(refusal):
        return ("Is it faulty?",) if refusal.asked_as == "Is it broken?" else ()

    kept = ask_wordings(resolved, frozenset(), ask, reword)
    assert kept.answered
    assert kept.asked_as == "Is it broken?"
    assert asked == ["Is it broken?", "Is it faulty?"]


def test_the_answer_to_known_forms_is_one_to_the_question():
    resolved = Resolution("Can I buy it?", "", reworded=("Can I bought it?",))
    answers = {"Can I bought it?": answered("It may be bought.", 0.7)}
    answer, asked = ask_all(resolved, answers)
    assert (answer.answered, answer.asked_as) == (True, "Can I buy it?")
    assert asked == ["Can I buy it?", "Can I bought it?"]


def test_what_was_said_is_an_answer_again_where_nothing_else_is_and_it_may_repeat():
    asked = []

    def ask(one):
        asked.append((one.text, one.moves_on))
        return Answer("", one.text, "") if one.moves_on else answered("Vinegar harms seals.", 0.4)

    said = "Use the liquid. Vinegar harms seals."
    why = Resolution("Why can’t I use vinegar?", "", said=said, moves_on=True)
    assert not ask_wordings(why, frozenset(), ask).answered
    asked.clear()
    why = replace(why, may_repeat=True)
    assert ask_wordings(why, frozenset(), ask).answered
    assert asked == [(why.text, True), (why.text, False)]
    assert not ask_wordings(replace(why, said="Vinegar harms seals."), frozenset(), ask).answered


def test_the_same_in_other_words_may_find_what_was_said_where_the_question_may():
    asked = []

    def ask(one):
        asked.append((one.text, one.moves_on))
        return Answer("", one.text, "")

    ask_wordings(Resolution("Why buy?", "", ("Why boats?",), ("Why bought?",)), frozenset(), ask)
    assert asked == [("Why buy?", False), ("Why boats?", True), ("Why bought?", False)]
