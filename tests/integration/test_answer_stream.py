"""Answers in stages: the last is what `answer` gives, and what comes before leads to it."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from qa_bot.types import Answer


def without_timings(answer):
    return replace(answer, timings={})


@pytest.mark.parametrize(
    "question",
    [
        "Who runs the Global Response Center?",
        "Who won the football championship in Uruguay?",
        "What does the wrold bank provide?",
    ],
)
def test_the_last_stage_is_the_answer(essay_bot, question):
    searching, found, given = essay_bot.answer_stream(question)
    assert without_timings(given) == without_timings(essay_bot.answer(question))
    assert searching.asked_as == found.asked_as == given.asked_as
    assert searching.found == ()
    assert len(found.found) == 3
    for citation in found.found:
        text = essay_bot.source(citation.doc_id).text
        assert text[citation.start : citation.end] == citation.quote


def test_a_follow_up_is_searched_for_as_it_is_understood(essay_bot):
    first = essay_bot.answer("What does INTERPOL do?")
    searching, *_ = essay_bot.answer_stream("And ENISA?", history=[first])
    assert searching.asked_as == "What does ENISA do?"


def test_what_can_not_be_asked_is_answered_at_once(essay_bot):
    (given,) = essay_bot.answer_stream("?")
    assert given == essay_bot.answer("?")
    assert isinstance(given, Answer)


def test_closing_early_leaves_the_bot_usable_and_time_between_stages_is_not_counted(essay_bot):
    stages = essay_bot.answer_stream("What does INTERPOL do?")
    next(stages)
    stages.close()
    stages = essay_bot.answer_stream("What does INTERPOL do?")
    next(stages)
    time.sleep(0.5)
    *_, given = stages
    assert given.timings["retrieval"] < 400
