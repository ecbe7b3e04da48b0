"""Streaming: reports come as they are made, errors reach the reader, closing ends the call."""

from __future__ import annotations

import threading

import pytest

from qa_bot.answering.streaming import StreamClosedError, stream_progress
from qa_bot.errors import QABotError
from qa_bot.types import Answer, AnswerProgress

GIVEN = Answer("Why?", "Why?", "text")


def test_reports_come_before_the_answer_and_as_they_are_made():
    read = threading.Event()

    def call(report):
        report(AnswerProgress("Why?"))
        assert read.wait(10)
        report(AnswerProgress("Why now?"))
        return GIVEN

    stages = stream_progress(call)
    assert next(stages) == AnswerProgress("Why?")
    read.set()
    assert list(stages) == [AnswerProgress("Why now?"), GIVEN]


def test_an_error_in_the_call_is_raised_where_the_stages_are_read():
    def call(report):
        report(AnswerProgress("Why?"))
        raise QABotError("the index is gone")

    stages = stream_progress(call)
    next(stages)
    with pytest.raises(QABotError, match="the index is gone"):
        next(stages)


def test_closing_ends_the_call_at_its_next_report():
    closed, ended = threading.Event(), threading.Event()

    def call(report):
        report(AnswerProgress("Why?"))
        assert closed.wait(10)
        try:
            report(AnswerProgress("Why?"))
        except StreamClosedError:
            ended.set()
            raise
        return GIVEN

    stages = stream_progress(call)
    next(stages)
    stages.close()
    closed.set()
    assert ended.wait(10)


def test_nothing_runs_before_the_first_stage_is_read():
    started = threading.Event()
    stages = stream_progress(lambda report: started.set() or GIVEN)
    stages.close()
    assert not started.is_set()
