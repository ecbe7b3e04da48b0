"""Settings come from the environment as a person writes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa_bot.config import Settings


@pytest.mark.parametrize("name", ["model", "reader"])
def test_a_models_folder_may_be_written_with_a_tilde(name, monkeypatch):
    monkeypatch.setenv(f"QA_BOT_{name.upper()}", "~/models/mine")
    assert getattr(Settings(), name) == str(Path.home() / "models" / "mine")
    assert getattr(Settings(**{name: "~/other"}), name) == str(Path.home() / "other")


def test_a_models_name_stays_as_it_is():
    assert Settings(model="someone/model~1").model == "someone/model~1"
