"""A sentence inside a list's item is shown with the item that it belongs to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from qa_bot import QABot, build_index
from qa_bot.answering.forms.overview import choose_extracts
from qa_bot.answering.forms.sentences import load_sentences
from qa_bot.config import Settings
from tests.fakes import DIM, FakeEncoder

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


LETTER = """\
Fellow Homes
Mill Road 4, Kelby

To all tenants

The roof is renewed in May. The lift stands still for a day.

We ask that

1. balconies are cleared,
2. curtains are taken down.
"""


def test_an_overview_leaves_out_the_letterhead_and_shows_a_list_with_what_announces_it(tmp_path):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "letter.txt").write_text(LETTER, encoding="utf-8")
    build_index(tmp_path / "corpus", tmp_path / "index", encoder=FakeEncoder())
    settings = Settings(reader="off")
    with QABot.open(tmp_path / "index", settings=settings, encoder=FakeEncoder()) as bot:
        given = load_sentences(bot.index, "letter.txt")
        vectors = np.eye(len(given), DIM, dtype=np.float32)
        extracts = choose_extracts(replace(given, vectors=vectors), budget=10)
        shown = [given.document.text[e.evidence.start : e.evidence.end] for e in extracts]
    assert shown == [
        "The roof is renewed in May.",
        "We ask that\n\n1. balconies are cleared,\n2. curtains are taken down.",
    ]
