"""Questions for what a version brought, and follow-ups that exchange a value."""

from __future__ import annotations

import pytest

from qa_bot.answering.followup.values import exchange_value
from qa_bot.answering.forms.detection import find_form
from qa_bot.answering.forms.versions import find_version


@pytest.mark.parametrize(
    ("question", "version"),
    [
        ("What changed in version 4.2.0", ("4.2.0", "")),
        ("What's new in Plover 3.1", ("3.1", "Plover")),
        ("Which bugs were fixed in v2.0.1", ("2.0.1", "")),
        ("List the changes in release 4.2", ("4.2", "")),
        ("release notes for 1.9.3", ("1.9.3", "")),
        ("What does Plover 4.0.0 bring", ("4.0.0", "Plover")),
        ("What changed in 2024", None),
        ("What is the limit in clause 4.2", None),
        ("Who changed the law in version 4.2 of the bill", None),
    ],
)
def test_a_version_is_told_by_what_changed_in_it(question, version):
    assert find_version(question) == version


def test_a_version_is_a_numbered_part():
    form = find_form("What changed in version 4.2.0?")
    assert (form.kind, form.subjects) == ("numbered", ("version", "4.2.0", ""))


@pytest.mark.parametrize(
    ("fragment", "previous", "exchanged"),
    [
        ("in 4.1.0?", "What changed in version 4.2.0?", "What changed in version 4.1.0?"),
        ("in 1901?", "How many lived there in 1801?", "How many lived there in 1901?"),
        ("clause 7.2?", "What does clause 3.1 say?", "What does clause 7.2 say?"),
        ("on Sundays?", "When is it open on Saturdays?", "When is it open on Sundays?"),
        ("in May?", "What was decided in March?", "What was decided in May?"),
        ("a large one?", "What does a small room cost?", "What does a large room cost?"),
        ("the blue?", "How many does the red hall hold?", "How many does the blue hall hold?"),
        ("a large one?", "What does a room cost?", None),
        ("a loud one?", "What does a small room cost?", None),
        ("a large one?", "What does a small room cost in the big hall?", None),
        ("rule 7?", "What does clause 3 say?", None),
        ("in 1901?", "What changed in version 4.2.0?", None),
        ("in 1901?", "Who lived there from 1801 to 1811?", None),
        ("the pump?", "What changed in version 4.2.0?", None),
    ],
)
def test_a_value_takes_the_place_of_the_only_one_of_its_kind(fragment, previous, exchanged):
    assert exchange_value(fragment, previous) == exchanged
