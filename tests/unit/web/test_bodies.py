from __future__ import annotations

import asyncio

from qa_bot.web.security.bodies import SMALL, LimitBody

SCOPE = {"type": "http", "path": "/api/v1/answer", "headers": []}


async def read_all(scope, receive, send):
    """An application that reads its body and says how long it was."""
    length, more = 0, True
    while more:
        message = await receive()
        length += len(message["body"])
        more = message["more_body"]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(length).encode()})


def status_of(parts, patience=5.0):
    sent = []

    async def receive():
        if not parts:
            await asyncio.Event().wait()
        return parts.pop(0)

    async def send(message):
        sent.append(message)

    asyncio.run(LimitBody(read_all, 10, patience)(SCOPE, receive, send))
    return sent[0]["status"]


def part(body, more):
    return {"type": "http.request", "body": body, "more_body": more}


def test_a_body_within_the_limit_passes():
    assert status_of([part(b"x" * (SMALL - 1), True), part(b"x", False)]) == 200


def test_a_body_in_parts_is_counted():
    assert status_of([part(b"x" * SMALL, True), part(b"x", False)]) == 413


def test_a_client_that_stops_sending_is_let_go():
    assert status_of([part(b"x", True)], patience=0.05) == 408
