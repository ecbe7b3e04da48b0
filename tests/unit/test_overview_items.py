"""A sentence inside a list's item is shown with the item that it belongs to."""

from __future__ import annotations

import pytest

from qa_bot import QABot, build_index
from qa_bot.config import Settings
from tests.fakes import FakeEncoder

NOTES = """\
# Changes

## Version 2

- The old modem is gone. Use the new one.
- Two pumps can alternate. Both wear evenly then.

## Version 1

- A page shows the level. It is reached by its number.
"""


@pytest.fixture
def bot(tmp_path):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "changes.md").write_text(NOTES, encoding="utf-8")
    build_index(tmp_path / "corpus", tmp_path / "index", encoder=FakeEncoder())
    settings = Settings(reader="off")
    with QABot.open(tmp_path / "index", settings=settings, encoder=FakeEncoder()) as opened:
        yield opened


def test_every_extract_opens_with_its_item(bot):
    given = bot.answer("Summarise", max_citations=6)
    assert given.form == "overview"
    assert len(given.citations) > 2
    assert all(citation.quote.startswith("- ") for citation in given.citations)
