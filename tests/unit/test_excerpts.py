"""Excerpts: which sentences an excerpt is shown with."""

from __future__ import annotations

import pytest

from qa_bot.answering.excerpts import ScoredSentence, join_sentences
from qa_bot.building.splitting import split_sentences
from qa_bot.types import Passage


def joined(text, scores, best):
    sentences = split_sentences(text, 0, len(text))
    assert len(sentences) == len(scores)
    passage = Passage(0, "d", 0, len(text))
    group = [
        ScoredSentence(passage, i, s, score)
        for i, (s, score) in enumerate(zip(sentences, scores, strict=True))
    ]
    run = join_sentences(text, group[best], group)
    return text[run[0].sentence.start : run[-1].sentence.end]


def test_a_sentence_that_points_back_brings_the_one_before_along():
    text = "The lake office runs two stations. They measure the level daily. Boats are painted red."
    shown = joined(text, [0, 5, 0], best=1)
    assert shown == "The lake office runs two stations. They measure the level daily."


def test_a_sentence_that_stands_alone_stays_alone():
    text = "The lake office runs two stations. Levels are measured daily. Boats are painted red."
    assert joined(text, [0, 5, 0], best=1) == "Levels are measured daily."


def test_close_seconds_follow_up_to_three_sentences():
    text = "One man came. Two men came. Three men came. Four men came."
    assert joined(text, [5, 4.8, 4.8, 4.8], best=0) == "One man came. Two men came. Three men came."


LIST = (
    "The permit has three parts:\n- a map of the land\n- a fee of ten crowns\n- a signature\n\nEnd."
)


@pytest.mark.parametrize("best", [0, 1, 2, 3])
def test_a_list_stays_whole_with_the_line_that_announces_it(best):
    scores = [0.0] * 5
    scores[best] = 5
    assert joined(LIST, scores, best) == LIST.removesuffix("\n\nEnd.")


def test_a_list_that_is_too_long_is_not_brought_along():
    text = "Names:\n" + "\n".join(f"- item {i} {'word ' * 20}end" for i in range(12))
    scores = [0.0] * 13
    scores[3] = 5
    assert joined(text, scores, best=3).startswith("- item 2")
    assert joined(text, scores, best=3).count("item") == 1
