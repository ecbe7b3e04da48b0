from __future__ import annotations

import asyncio
import gc

import pytest
from fastapi import FastAPI

from qa_bot.web.app import _configure, _Server
from qa_bot.web.options import ServerOptions


@pytest.fixture
def config():
    return _configure(ServerOptions(port=0), FastAPI())


@pytest.fixture(autouse=True)
def collecting():
    yield
    gc.unfreeze()
    gc.enable()


def test_the_parser_is_the_one_that_bounds_a_request_head(config):
    assert config.http_protocol_class.__name__ == "H11Protocol"
    assert config.http == "h11"


def test_what_is_there_when_it_answers_is_not_collected_again(config):
    seen = []

    def note(address):
        seen.append((gc.isenabled(), gc.get_freeze_count() > 0))
        server.should_exit = True

    server = _Server(config, "http://127.0.0.1/", note)
    gc.disable()
    asyncio.run(server.serve())
    assert seen == [(True, True)]
