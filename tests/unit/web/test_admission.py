from __future__ import annotations

import asyncio
import threading

import pytest

from qa_bot.web.admission import Admission, ClientGoneError, OverloadedError


class Client:
    """A request whose client goes away when told to."""

    def __init__(self):
        self.left = asyncio.Event()

    async def receive(self):
        await self.left.wait()
        return {"type": "http.disconnect"}


@pytest.fixture
def gate():
    opened = threading.Event()
    yield opened
    opened.set()


async def until(condition):
    for _ in range(500):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never happened")


def test_a_result_comes_back_and_its_place_is_free_again():
    async def ask():
        admission = Admission(workers=1, waiting=0)
        for number in range(5):
            assert await admission.run(lambda number=number: number) == number
            await until(lambda: admission.taken == 0)

    asyncio.run(ask())


def test_one_too_many_is_turned_away(gate):
    async def ask():
        admission = Admission(workers=1, waiting=1)
        held = [asyncio.ensure_future(admission.run(gate.wait)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(OverloadedError):
            await admission.run(lambda: None)
        gate.set()
        await asyncio.gather(*held)
        await until(lambda: admission.taken == 0)
        assert await admission.run(lambda: "served") == "served"

    asyncio.run(ask())


def test_the_loop_goes_on_while_a_question_is_answered(gate):
    async def ask():
        asked = asyncio.ensure_future(Admission().run(gate.wait))
        await asyncio.wait_for(asyncio.sleep(0.01), 1)
        assert not asked.done()
        gate.set()
        assert await asked

    asyncio.run(ask())


def test_a_client_that_leaves_gives_its_place_back_and_is_never_answered(gate):
    async def ask():
        admission = Admission(workers=1, waiting=1)
        first = asyncio.ensure_future(admission.run(gate.wait))
        answered = []
        client = Client()
        second = asyncio.ensure_future(admission.run(lambda: answered.append(1), client))
        await until(lambda: admission.taken == 2)
        client.left.set()
        with pytest.raises(ClientGoneError):
            await second
        await until(lambda: admission.taken == 1)
        gate.set()
        await first
        assert answered == []

    asyncio.run(ask())


def test_an_error_reaches_the_one_who_asked():
    def fail():
        raise ValueError("no")

    async def ask():
        with pytest.raises(ValueError, match="no"):
            await Admission().run(fail)

    asyncio.run(ask())


def test_an_answer_wakes_the_event_loop_once(monkeypatch):
    async def ask():
        loop, woken = asyncio.get_running_loop(), []
        wake = loop.call_soon_threadsafe
        monkeypatch.setattr(
            loop, "call_soon_threadsafe", lambda *call, **named: woken.append(call) or wake(*call)
        )
        admission = Admission(workers=1, waiting=0)
        assert await admission.run(lambda: "served") == "served"
        await until(lambda: admission.taken == 0)
        assert len(woken) == 1

    asyncio.run(ask())
