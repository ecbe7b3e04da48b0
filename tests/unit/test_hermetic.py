"""The suite touches nothing of the user's."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from qa_bot.config import default_index_dir
from qa_bot.models.weights import model_cache
from qa_bot.web.security.accounts import default_accounts_file


def test_home_cache_data_and_settings_are_the_suites_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = Path(tempfile.gettempdir()).resolve()
    for folder in (
        Path.home(),
        model_cache(),
        default_accounts_file(),
        default_index_dir().resolve(),
    ):
        assert folder.resolve().is_relative_to(made), folder
    assert [name for name in os.environ if name.startswith("QA_BOT_")] == []
