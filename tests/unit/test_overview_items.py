"""A sentence inside a list's item is shown with the item that it belongs to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from qa_bot import QABot, build_index
from qa_bot.answering.forms.overview import choose_extracts
from qa_bot.answering.forms.sentences import load_sentences
from qa_bot.config import Settings
from tests.fakes import FakeEncoder

NOTES = """\
# Changes

- The old modem is gone. Use the new one from now on. Order the new one in the shop.
"""


def test_an_extract_opens_with_its_item(tmp_path):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "changes.md").write_text(NOTES, encoding="utf-8")
    build_index(tmp_path / "corpus", tmp_path / "index", encoder=FakeEncoder())
    settings = Settings(reader="off")
    with QABot.open(tmp_path / "index", settings=settings, encoder=FakeEncoder()) as bot:
        given = load_sentences(bot.index, "changes.md")
        vectors = np.array([[0, 1], [1, 0], [1, 0]], np.float32)
        [extract] = choose_extracts(replace(given, vectors=vectors), budget=1)
        shown = given.document.text[extract.evidence.start : extract.evidence.end]
    assert shown.startswith("- The old modem is gone. Use the new one from now on.")
