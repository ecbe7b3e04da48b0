"""Acronyms: what texts define, and how a question spells them out."""

from __future__ import annotations

import pytest

from qa_bot.index.lexical.acronyms import Acronyms, find_definitions, rank_long_forms
from qa_bot.index.lexical.word_forms import WordForms, count_forms

TEXT = (
    "The Federal Office of Rivers and Lakes (FORL) measures levels. It answers to the Ministry "
    "for Inland Waters (MINWAT). The impact of floods grows. The Partnership to Assess Climate "
    "Extremes (PACE) sets the pace. A remark (Only a remark) is no definition."
)


def acronyms(text=TEXT):
    return Acronyms.build([text], WordForms.build(count_forms([text])))


def test_letters_and_names_before_a_bracket_define_an_acronym():
    assert rank_long_forms(find_definitions(TEXT)) == {
        "FORL": ("Federal Office of Rivers and Lakes",),
        "MINWAT": ("Ministry for Inland Waters",),
        "PACE": ("Partnership to Assess Climate Extremes",),
    }


def test_a_place_or_person_in_brackets_is_no_acronym():
    assert (
        rank_long_forms(
            find_definitions("The old town (Rada Miasta) and Jean Cauvin (John Calvin).")
        )
        == {}
    )


def test_a_long_form_may_hold_small_words_and_never_opens_with_one():
    text = "under the Treaty on the Functioning of the Alpine Union (TFAU)"
    assert rank_long_forms(find_definitions(text)) == {
        "TFAU": ("Treaty on the Functioning of the Alpine Union",)
    }


def test_a_plural_acronym_is_found():
    assert rank_long_forms(find_definitions("the River Quality Goals (RQGs) are")) == {
        "RQGs": ("River Quality Goals",)
    }


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What is FORL?", "What is FORL (Federal Office of Rivers and Lakes)?"),
        ("forl", "forl (Federal Office of Rivers and Lakes)"),
        (
            "who runs the federal office of rivers and lakes",
            "who runs the federal office of rivers and lakes (FORL)",
        ),
        ("What does PACE do?", "What does PACE (Partnership to Assess Climate Extremes) do?"),
        ("At what pace do rivers flow?", "At what pace do rivers flow?"),
        ("What is FORLX?", "What is FORLX?"),
    ],
)
def test_acronyms_and_long_forms_find_each_other(question, expected):
    assert acronyms().spell_out(question) == expected


def test_the_longest_acronym_wins_and_is_spelt_out_once():
    text = "the Alpine Union (AU) and the Alpine Union Office of Dams (AU OOD)"
    spelt = acronyms(text).spell_out("Is AU OOD part of it, AU OOD?")
    assert spelt == "Is AU OOD (Alpine Union Office of Dams) part of it, AU OOD?"


def test_saved_acronyms_are_the_same_when_loaded(tmp_path):
    acronyms().save(tmp_path / "acronyms.json")
    loaded = Acronyms.load(tmp_path / "acronyms.json")
    for question in ("What is FORL?", "What pace?", "What is PACE?"):
        assert loaded.spell_out(question) == acronyms().spell_out(question)
