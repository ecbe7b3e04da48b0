"""What the whole suite shares: no outside network, one real model, one index of the essay."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_socket import socket_allow_hosts

from qa_bot import QABot, build_index
from qa_bot.models.encoder import open_encoder

ROOT = Path(__file__).parent.parent
ESSAY = ROOT / "corpus"
ESSAY_ID = "international-institutions-and-cybersecurity.txt"


def pytest_runtest_setup():
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def encoder():
    """The real packaged model."""
    return open_encoder()


@pytest.fixture(scope="session")
def essay_index(tmp_path_factory, encoder):
    """The essay, indexed by the real model."""
    index = tmp_path_factory.mktemp("essay") / "index"
    build_index(ESSAY, index, encoder=encoder)
    return index


@pytest.fixture(scope="session")
def essay_bot(essay_index, encoder):
    with QABot.open(essay_index, encoder=encoder) as bot:
        yield bot
