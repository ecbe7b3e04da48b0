"""`POST /answer`: nothing but the answer itself is done in a thread."""

from __future__ import annotations

from types import SimpleNamespace

import anyio
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from qa_bot.types import Answer
from qa_bot.web.admission import Admission
from qa_bot.web.metrics import Metrics
from qa_bot.web.options import UploadLimits
from qa_bot.web.rest import PREFIX, add_routes
from qa_bot.web.rest.service import Service


@pytest.fixture
def client():
    bot = SimpleNamespace(answer=lambda question, **_: Answer(question, question, "Text."))
    admission = Admission()
    app = FastAPI()
    app.state.service = Service(SimpleNamespace(bot=bot), admission, Metrics(), UploadLimits())
    add_routes(app)
    with TestClient(app) as opened:
        yield opened
    admission.close()


def test_a_question_takes_one_thread(client, monkeypatch):
    hops = []
    run = anyio.to_thread.run_sync

    async def spy(function, *given, **named):
        hops.append(function)
        return await run(function, *given, **named)

    monkeypatch.setattr(anyio.to_thread, "run_sync", spy)
    reply = client.post(f"{PREFIX}/answer", json={"question": "Who mends the roads?"})
    assert reply.json()["text"] == "Text."
    assert hops == [], "all beside the answer runs in the event loop"
