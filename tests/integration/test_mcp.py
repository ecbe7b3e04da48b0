"""The MCP tools, as the official client sees them: over HTTP, and over standard input."""

from __future__ import annotations

import asyncio
import logging
import os
import sys

import httpx2
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

from qa_bot.web.security.accounts import Accounts
from tests.conftest import ESSAY, ESSAY_ID, ROOT
from tests.servers import listening, make_app, make_library, options_for

pytestmark = pytest.mark.slow
TOOLS = {"answer", "search", "read_source", "list_documents"}


@pytest.fixture(scope="module")
def library(tmp_path_factory, encoder):
    return make_library(tmp_path_factory.mktemp("mcp") / "x", {ESSAY_ID: ESSAY / ESSAY_ID}, encoder)


@pytest.fixture(scope="module")
def address(library):
    with listening(make_app(options_for(library))) as opened:
        yield f"{opened}/mcp"


def over(transport, use):
    """What a function makes of a client."""

    async def connect():
        async with Client(transport) as client:
            return await use(client)

    return asyncio.run(connect())


def call(address, tool, **arguments):
    async def use(client):
        return await client.call_tool(tool, arguments)

    return over(address, use)


def test_the_tools_are_described_for_a_model(address):
    async def use(client):
        return (await client.list_tools()).tools

    tools = {tool.name: tool for tool in over(address, use)}
    assert set(tools) == TOOLS
    for tool in tools.values():
        assert len(tool.description) > 100
        assert tool.annotations.read_only_hint
        assert tool.output_schema is not None
    assert "Omit for all" in str(tools["answer"].input_schema)


def test_an_answer_is_quoted_and_its_quote_is_read_in_its_source(address):
    given = call(address, "answer", question="What does INTERPOL do?").structured_content
    assert given["answered"]
    cited = given["citations"][0]
    assert "INTERPOL" in cited["quote"]
    place = {"start": cited["start"], "length": cited["end"] - cited["start"]}
    read = call(address, "read_source", doc_id=cited["doc_id"], **place).structured_content
    assert read["text"] == cited["quote"]
    assert read["end"] == cited["end"]
    assert read["characters"] > read["end"]


def test_a_follow_up_and_a_refusal(address):
    earlier = ["What does INTERPOL do?"]
    followed = call(address, "answer", question="And ENISA?", earlier_questions=earlier)
    assert followed.structured_content["asked_as"] == "What does ENISA do?"
    refused = call(address, "answer", question="Who won the football championship in Uruguay?")
    assert not refused.structured_content["answered"]
    assert not refused.structured_content["citations"]


def test_a_trace_is_given_where_it_is_asked_for(address):
    plain = call(address, "answer", question="What does INTERPOL do?")
    assert plain.structured_content["trace"] is None
    traced = call(address, "answer", question="What does INTERPOL do?", explain=True)
    assert traced.structured_content["trace"]["decided_by"] == "none"


def test_searching_and_listing(address):
    found = call(address, "search", query="incident response", k=2).structured_content
    assert len(found["passages"]) == 2
    listed = call(address, "list_documents").structured_content
    assert [document["doc_id"] for document in listed["documents"]] == [ESSAY_ID]


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("read_source", {"doc_id": "../secret.txt"}),
        ("answer", {"question": "x", "documents": ["none"]}),
        ("search", {"query": "x", "k": 1_000}),
        ("answer", {"question": "x" * 2_001}),
    ],
)
def test_a_wrong_call_is_an_error_that_a_model_can_read(address, tool, arguments):
    reply = call(address, tool, **arguments)
    assert reply.is_error
    told = reply.content[0].text
    assert "Traceback" not in told
    assert len(told) < 5_000


def test_nothing_that_a_model_sends_is_in_the_log_at_info(address, caplog):
    caplog.set_level(logging.INFO)
    call(address, "answer", question="Where was the quagga signed?")
    call(address, "answer", question="quagga " * 400)
    call(address, "read_source", doc_id="quagga.txt")
    call(address, "search", query="quagga", k="quagga")
    assert "quagga" not in "\n".join(record.getMessage() for record in caplog.records)


def test_over_standard_input(library):
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "qa_bot", "mcp", "--index", str(library / "index")],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )

    async def use(client):
        tools = await client.list_tools()
        return tools, await client.call_tool("answer", {"question": "What does INTERPOL do?"})

    tools, given = over(command, use)
    assert {tool.name for tool in tools.tools} == TOOLS
    assert given.structured_content["answered"]


def test_a_server_with_users_wants_a_token(library):
    secret = Accounts(library / "accounts.json").add_token("model", "reader", 1)
    with listening(make_app(options_for(library, accounts=library / "accounts.json"))) as opened:

        async def ask(headers):
            async with httpx2.AsyncClient(headers=headers) as http:
                transport = streamable_http_client(f"{opened}/mcp", http_client=http)
                async with Client(transport) as client:
                    return await client.call_tool("list_documents", {})

        given = asyncio.run(ask({"Authorization": f"Bearer {secret}"}))
        assert given.structured_content["total"] == 1
        assert httpx2.post(f"{opened}/mcp", json={}).status_code == 401
