"""Gradio's own client against the chat, past everything that stands before it."""

from __future__ import annotations

import pytest
from gradio_client import Client

from qa_bot.web.security.accounts import Accounts
from tests.servers import listening, make_app, make_library, options_for

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning")]

ZEBU = "Norway and Kenya signed the zebu treaty in 1921."


def test_gradio_client_asks_with_a_token(tmp_path, encoder):
    folder = make_library(tmp_path / "x", {"zebu.txt": ZEBU}, encoder)
    secret = Accounts(folder / "accounts.json").add_token("client", "reader", 1)
    with listening(make_app(options_for(folder, accounts=folder / "accounts.json"))) as address:
        headers = {"Authorization": f"Bearer {secret}"}
        client = Client(address, headers=headers, verbose=False, analytics_enabled=False)
        given = client.predict("Who signed the zebu treaty?", api_name="/answer")
        refused = client.predict("Who won the football championship?", api_name="/answer")
        client.close()
    assert given["answered"]
    assert [cited["quote"] for cited in given["citations"]] == [ZEBU]
    assert given["confidence"] > refused["confidence"]
    assert not refused["answered"]
    assert refused["citations"] == []
