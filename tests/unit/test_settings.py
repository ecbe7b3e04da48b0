"""Settings come from the environment as a person writes them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from qa_bot.config import Settings


@pytest.mark.parametrize("name", ["model", "reader"])
def test_a_models_folder_may_be_written_with_a_tilde(name, monkeypatch):
    monkeypatch.setenv(f"QA_BOT_{name.upper()}", "~/models/mine")
    assert getattr(Settings(), name) == str(Path.home() / "models" / "mine")
    assert getattr(Settings(**{name: "~/other"}), name) == str(Path.home() / "other")


def test_a_models_name_stays_as_it_is():
    assert Settings(model="someone/model~1").model == "someone/model~1"


def test_the_environment_names_settings_in_any_case_and_an_argument_comes_first(monkeypatch):
    monkeypatch.setenv("qa_bot_Candidates", "7")
    assert Settings().candidates == 7
    assert Settings(candidates=9).candidates == 9


def test_what_is_no_setting_is_refused_in_arguments_and_passed_over_in_the_environment(monkeypatch):
    monkeypatch.setenv("QA_BOT_CANDIDATE", "7")
    assert Settings().candidates == 100
    with pytest.raises(ValidationError):
        Settings(candidate=7)
