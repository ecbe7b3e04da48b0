"""A question that leans on the one before is the engine's to resolve, whichever way it comes."""

from __future__ import annotations

import asyncio

import pytest
from mcp import Client

from qa_bot.web.chat.asking import answer_question
from qa_bot.web.mcp import build_mcp_server
from tests.conftest import ESSAY, ESSAY_ID
from tests.servers import make_library, options_for, running

FIRST = "What does INTERPOL do?"
FOLLOW_UPS = ("Why?", "And them?", "And ENISA?", "When?")


@pytest.fixture(scope="module")
def client(tmp_path_factory, encoder):
    folder = tmp_path_factory.mktemp("follow") / "x"
    library = make_library(folder, {ESSAY_ID: ESSAY / ESSAY_ID}, encoder)
    with running(options_for(library)) as opened:
        yield opened


@pytest.fixture(scope="module")
def expected(client):
    """What the bot makes of each when it is told what came before."""
    bot = client.app.state.service.library.bot
    first = bot.answer(FIRST)
    given = {words: bot.answer(words, history=[first]) for words in FOLLOW_UPS}
    assert given["Why?"].asked_as != "Why?"
    return given


def by_page(client, words):
    library = client.app.state.service.library
    reply = library.bot.answer(FIRST).text
    sent = {"id": "1", "question": words, "turns": [[FIRST, reply]]}
    *_, last = answer_question(library, sent)
    return last["exchange"]["answer"]


def by_rest(client, words):
    reply = client.app.state.service.library.bot.answer(FIRST).text
    sent = {"question": words, "history": [{"question": FIRST, "reply": reply}]}
    return client.post("/api/v1/answer", json=sent).json()


def by_mcp(client, words):
    service = client.app.state.service
    server = build_mcp_server(service.library, service.admission)
    sent = {"question": words, "earlier_questions": [FIRST]}

    async def call():
        async with Client(server) as connected:
            return await connected.call_tool("answer", sent)

    return asyncio.run(call()).structured_content


@pytest.mark.parametrize("ask", [by_page, by_rest, by_mcp])
@pytest.mark.parametrize("words", FOLLOW_UPS)
def test_it_is_asked_as_the_bot_understands_it(client, expected, ask, words):
    given = ask(client, words)
    assert given["asked_as"] == expected[words].asked_as
    assert given["answered"] == expected[words].answered
