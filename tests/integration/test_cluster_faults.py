"""Milvus killed, frozen, and switched under load: Milvus Lite's server as a process of its own."""

from __future__ import annotations

import threading
import time

import pytest

from qa_bot import QABot, build_index
from qa_bot.config import Settings
from qa_bot.errors import StoreError
from qa_bot.index.backend import live_generation
from qa_bot.index.milvus import connection as connecting
from qa_bot.index.milvus import layout, opening
from qa_bot.index.milvus.connection import Connection
from tests.fakes import FakeEncoder
from tests.milvus import LiteServer, require_milvus

ENCODER = FakeEncoder()
QUESTION = "When did the lake office open?"


@pytest.fixture
def server(tmp_path):
    require_milvus()
    running = LiteServer(tmp_path / "data")
    running.start()
    yield running
    running.kill()


@pytest.fixture
def settings(server):
    return Settings(store="milvus", milvus_uri=server.uri, milvus_seconds=3, reader="off")


@pytest.fixture(autouse=True)
def look_at_the_alias_each_time(monkeypatch):
    monkeypatch.setattr(opening, "_LOOK_AGAIN", 0.0)


def write(folder, year):
    folder.mkdir(exist_ok=True)
    (folder / "lakes.txt").write_text(f"The lake office opened in {year}. It counts boats.")


def build(tmp_path, settings):
    return build_index(tmp_path / "corpus", tmp_path / "index", settings=settings, encoder=ENCODER)


def open_bot(tmp_path, settings):
    return QABot.open(tmp_path / "nowhere", settings=settings, encoder=ENCODER)


def test_questions_fail_in_one_line_while_it_is_down_and_work_again_once_it_is_back(
    tmp_path, server, settings
):
    write(tmp_path / "corpus", 1904)
    build(tmp_path, settings)
    with open_bot(tmp_path, settings) as bot:
        assert bot.answer(QUESTION).answered
        server.kill()
        started = time.monotonic()
        with pytest.raises(StoreError) as caught:
            bot.answer(QUESTION)
        assert time.monotonic() - started < 10
        assert "\n" not in str(caught.value)
        assert settings.milvus_uri in str(caught.value)
        with pytest.raises(StoreError, match="start it"):
            open_bot(tmp_path, settings)
        server.start()
        assert "1904" in bot.answer(QUESTION).text
        assert live_generation(tmp_path, settings) == bot.index.manifest.generation


def test_a_question_waits_for_a_server_that_is_just_being_restarted(tmp_path, server, settings):
    write(tmp_path / "corpus", 1904)
    build(tmp_path, settings)
    patient = settings.model_copy(update={"milvus_seconds": 60})
    with open_bot(tmp_path, patient) as bot:
        server.kill()
        restart = threading.Timer(1.0, server.start)
        restart.start()
        assert "1904" in bot.answer(QUESTION).text
        restart.join()


def test_a_server_that_does_not_answer_costs_a_question_its_time_limit_and_no_more(
    tmp_path, server, settings
):
    write(tmp_path / "corpus", 1904)
    build(tmp_path, settings)
    with open_bot(tmp_path, settings) as bot:
        server.freeze()
        started = time.monotonic()
        with pytest.raises(StoreError, match="can't be used"):
            bot.answer(QUESTION)
        assert 2.5 < time.monotonic() - started < 10
        server.thaw()
        assert "1904" in bot.answer(QUESTION).text


def test_killed_while_publishing_the_generation_before_answers_and_the_next_build_publishes(
    tmp_path, server, settings, monkeypatch
):
    write(tmp_path / "corpus", 1904)
    first = build(tmp_path, settings)
    write(tmp_path / "corpus", 1905)
    monkeypatch.setattr("qa_bot.index.milvus.publishing.PUBLISHING_SECONDS", 2.0)
    call, calls = Connection.call, []

    def kill_at_the_second_write(self, method, *given, **named):
        calls.append(method)
        if calls.count("upsert") == 2:
            server.kill()
        return call(self, method, *given, **named)

    with monkeypatch.context() as patched:
        patched.setattr(connecting.Connection, "call", kill_at_the_second_write)
        with pytest.raises(StoreError, match="qa-bot build publishes it") as caught:
            build(tmp_path, settings)
    assert "\n" not in str(caught.value)
    server.start()
    assert live_generation(tmp_path, settings) == first.generation
    with open_bot(tmp_path, settings) as bot:
        assert "1904" in bot.answer(QUESTION).text
    second = build(tmp_path, settings)
    assert not second.changed
    with open_bot(tmp_path, settings) as bot:
        assert "1905" in bot.answer(QUESTION).text
        assert bot.index.manifest.generation == second.generation
    listed = [one.generation for one in layout.find_all(Connection.of(settings), "qa_bot")]
    assert listed == sorted([first.generation, second.generation])


def test_a_build_goes_on_where_the_server_is_restarted_meanwhile(
    tmp_path, server, settings, monkeypatch
):
    write(tmp_path / "corpus", 1904)
    call, calls, restarts = Connection.call, [], []

    def restart_at_the_second_write(self, method, *given, **named):
        calls.append(method)
        if calls.count("upsert") == 2 and not restarts:
            server.kill()
            restarts.append(threading.Timer(1.0, server.start))
            restarts[0].start()
        return call(self, method, *given, **named)

    monkeypatch.setattr(connecting.Connection, "call", restart_at_the_second_write)
    build(tmp_path, settings)
    restarts[0].join()
    with open_bot(tmp_path, settings) as bot:
        assert "1904" in bot.answer(QUESTION).text


def test_under_load_every_answer_is_of_the_generation_it_was_asked_of(tmp_path, server, settings):
    """Five switches while three threads ask: the year in each answer is its generation's."""
    write(tmp_path / "corpus", 1900)
    years = {build(tmp_path, settings).generation: "1900"}
    wrong, asked, stop = [], [], threading.Event()

    def ask():
        bot = open_bot(tmp_path, settings)
        while not stop.is_set():
            if live_generation(tmp_path, settings) != bot.index.manifest.generation:
                bot = open_bot(tmp_path, settings)
            asked.append((bot.index.manifest.generation, bot.answer(QUESTION).text))

    def guarded():
        try:
            ask()
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=guarded) for _ in range(3)]
    for thread in threads:
        thread.start()
    for year in range(1901, 1906):
        write(tmp_path / "corpus", year)
        years[build(tmp_path, settings).generation] = str(year)
    time.sleep(1)
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert {generation for generation, _ in asked} >= {min(years), max(years)}
    assert all(years[generation] in text for generation, text in asked)
