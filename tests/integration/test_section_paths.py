"""The headings around a quote, from the file to an answer's JSON and a program's hit."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from pydantic import TypeAdapter

from qa_bot import QABot, build_index
from qa_bot.langchain import QABotRetriever
from qa_bot.web.chat.answers import render_answer
from qa_bot.web.chat.calls import Turns
from qa_bot.web.chat.exchanges import Exchange
from qa_bot.web.rest.searching import search_library
from tests.fakes import FakeEncoder

PATH = ("Part 2", "Mandates", "Budget & Funds")
TEXT = """# Part 1

The council meets in May.

# Part 2

## Mandates

### Budget & Funds

The budget of the council is ten million.
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("paths")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "council.md").write_text(TEXT)
    build_index(folder / "corpus", folder / "index", encoder=FakeEncoder())
    with QABot.open(folder / "index", encoder=FakeEncoder()) as opened:
        yield opened


@pytest.fixture(scope="module")
def answer(bot):
    return bot.answer("What is the budget of the council?")


def test_a_citation_has_the_path(answer):
    first = (answer.citations or answer.nearest)[0]
    assert first.section_path == PATH
    assert first.section == PATH[-1]
    assert "Part 2 > Mandates > Budget & Funds" in str(answer)
    listed = answer.to_dict()["citations"] or answer.to_dict()["nearest"]
    assert tuple(listed[0]["section_path"]) == PATH


def test_the_chat_shows_it_and_takes_it_back_from_the_browser(answer):
    exchange = Exchange(answer)
    assert "Budget &amp; Funds" in render_answer(exchange.answer, several=False)
    kept = exchange.to_dict()
    read_exchanges = TypeAdapter(Turns).validate_python
    assert read_exchanges([kept]) == [exchange]
    for citation in (*kept["answer"]["citations"], *kept["answer"]["nearest"]):
        del citation["section_path"]  # as a browser kept it before there were paths
    (old,) = read_exchanges([kept])
    assert (old.answer.citations or old.answer.nearest)[0].path == PATH[-1]


def test_programs_get_it(bot):
    library = SimpleNamespace(bot=bot)
    found = search_library(library, "budget of the council", 1, None).passages[0]
    assert tuple(found.section_path) == PATH
    (document,) = QABotRetriever(bot=bot, k=1).invoke("budget of the council")
    assert tuple(document.metadata["section_path"]) == PATH
