"""What the whole suite shares: a home of its own, no outside network, one model, one index.

The suite sees neither the user's model cache nor their settings, and leaves nothing in either:
home, cache and data folders are made for the run and removed after it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from pytest_socket import socket_allow_hosts

from qa_bot import QABot, build_index
from qa_bot.config import Settings
from qa_bot.models.opening import open_encoder

ROOT = Path(__file__).parent.parent
ESSAY = ROOT / "corpus"
ESSAY_ID = "international-institutions-and-cybersecurity.txt"
_HOMES = (
    "HOME",
    "USERPROFILE",
    "LOCALAPPDATA",
    "APPDATA",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
)
"""Where the systems keep what belongs to a user."""


def pytest_configure(config):
    config.qa_bot_home = tempfile.mkdtemp(prefix="qa_bot-tests-")
    for name in [name for name in os.environ if name.startswith("QA_BOT_")]:
        del os.environ[name]
    for name in _HOMES:
        os.environ[name] = config.qa_bot_home


def pytest_unconfigure(config):
    shutil.rmtree(config.qa_bot_home, ignore_errors=True)


def pytest_runtest_setup():
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def encoder():
    """The real packaged model in its own numbers, which are the same on every machine."""
    return open_encoder(Settings(encoding="fp32"))


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
