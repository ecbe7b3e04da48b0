"""What the program is asked to do, and does not do, is said to be none of its work."""

from __future__ import annotations

import pytest

from qa_bot.answering.forms.tasks import ONLY_QUOTES, asks_task, decline_task
from qa_bot.types import Answer


@pytest.mark.parametrize(
    "question",
    [
        "Translate the lease into French",
        "please write an e-mail to the caretaker about my lost key",
        "Could you draft me a short letter?",
        "Tell me a joke",
        "What is 15 % of 1,140?",
        "3 + 4 = ?",
        "Convert 5 miles to km",
    ],
)
def test_a_task_is_declined_as_one(question):
    declined = decline_task(question, Answer(question, question, "No.", message="No."))
    assert declined.message == declined.text == ONLY_QUOTES


@pytest.mark.parametrize(
    "question",
    [
        "How do I write a complaint?",
        "Who translates the minutes?",
        "What is 5 % of the rent?",
        "Send the form to whom?",
        "Answer the following question: who is the chair?",
    ],
)
def test_a_question_is_no_task(question):
    assert not asks_task(question)


def test_what_is_answered_is_left_as_it_is():
    given = Answer("Convert 5 miles", "Convert 5 miles", "8 km", answered=True)
    assert decline_task("Convert 5 miles", given) is given
