"""Answering from Milvus: the same as from the index folder, on every kind of Milvus."""

from __future__ import annotations

import shutil
import time

import numpy as np
import pytest

from qa_bot import QABot, build_index
from qa_bot.answering.calibration import read_feedback
from qa_bot.config import Settings
from qa_bot.errors import (
    DocumentNotFoundError,
    IndexDamagedError,
    IndexNotFoundError,
    StoreError,
)
from qa_bot.index.archiving import export_index, import_index
from qa_bot.index.backend import live_generation, publish_live
from qa_bot.index.generations import find_generations, roll_back
from qa_bot.index.milvus import layout
from qa_bot.index.milvus.connection import Connection
from qa_bot.index.milvus.passages import describe_rows
from qa_bot.index.milvus.publishing import await_rows
from qa_bot.index.milvus.records import read_records, require_records, write_records
from qa_bot.web.library.library import Library
from qa_bot.web.library.rows import list_rows
from tests.fakes import FakeEncoder
from tests.milvus import LiteServer, StandAlone, require_milvus

ENCODER = FakeEncoder()
QUESTIONS = ("When did the lake office open?", "Who counts the boats?", "road permit", "zyzzy")
SUBJECTS = ("lake", "road", "harbour", "market", "forest")


@pytest.fixture(
    scope="module", params=["file", "server", pytest.param("stand-alone", marks=pytest.mark.slow)]
)
def uri(request, tmp_path_factory):
    """Milvus Lite as a file, its server, and a stand-alone server without sparse vectors."""
    require_milvus()
    folder = tmp_path_factory.mktemp("milvus")
    if request.param == "file":
        yield str(folder / "milvus.db")
        return
    server = LiteServer(folder / "data") if request.param == "server" else StandAlone(folder)
    server.start()
    yield server.uri
    server.kill()


@pytest.fixture(scope="module")
def settings(uri):
    return Settings(store="milvus", milvus_uri=uri, milvus_name="lakes", reader="off")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    for number, subject in enumerate(SUBJECTS):
        office = f"The {subject} office (LO) opened in 190{number}. It counts boats near the road. "
        rest = "".join(f"Permit {n} of the {subject} costs {n} crowns. " for n in range(40))
        (folder / f"{subject}.md").write_text(f"# {subject.title()}\n\n{office}{rest}\n\nYes.\n")
    (folder / "empty-words.txt").write_text("It is as it was, and so be it.")
    return folder


@pytest.fixture(scope="module")
def index(settings, corpus, tmp_path_factory):
    folder = tmp_path_factory.mktemp("index") / "index"
    build_index(corpus, folder, settings=settings, encoder=ENCODER)
    return folder


@pytest.fixture(scope="module")
def local(index):
    settings = Settings(store="exact", reader="off")
    with QABot.open(index, settings=settings, encoder=ENCODER) as bot:
        yield bot


@pytest.fixture(scope="module")
def remote(index, settings, tmp_path_factory):
    """A process that has no index folder at all."""
    nowhere = tmp_path_factory.mktemp("nowhere") / "index"
    with QABot.open(nowhere, settings=settings, encoder=ENCODER) as bot:
        yield bot


def test_answers_are_those_of_the_index_folder(local, remote):
    for question in QUESTIONS:
        here, there = local.answer(question), remote.answer(question)
        assert {**here.to_dict(), "timings": {}} == {**there.to_dict(), "timings": {}}


def test_hits_are_those_of_the_index_folder_in_the_same_order(local, remote):
    for question in QUESTIONS:
        here, there = local.search(question, 20), remote.search(question, 20)
        assert [hit.passage for hit in there] == [hit.passage for hit in here]
        scores = [[(h.score, h.dense, h.lexical) for h in hits] for hits in (here, there)]
        assert np.allclose(*scores, atol=1e-3)


def test_only_the_documents_that_are_named_are_searched(local, remote):
    for names in (["Road"], ["lake.md", "MARKET.MD"], []):
        here = local.search("office boats", 20, documents=names)
        assert remote.search("office boats", 20, documents=names) == here
    with pytest.raises(DocumentNotFoundError, match="no document moon"):
        remote.search("office", documents=["moon"])


def test_documents_passages_and_counts_are_those_of_the_index_folder(local, remote):
    assert remote.documents() == local.documents()
    assert remote.source("lake.md") == local.source("lake.md")
    assert remote.index.documents.summaries() == local.index.documents.summaries()
    ids = local.index.documents.passage_ids(["road.md", "lake.md"])
    assert remote.index.documents.passage_ids(["road.md", "lake.md"]) == ids
    assert remote.index.documents.sentences(ids) == local.index.documents.sentences(ids)
    with pytest.raises(KeyError):
        remote.source("moon.md")


def test_a_quote_is_not_called_changed_where_the_original_files_are_not(uri, corpus, tmp_path):
    settings = Settings(store="milvus", milvus_uri=uri, milvus_name="moved", reader="off")
    copied = shutil.copytree(corpus, tmp_path / "corpus")
    build_index(copied, tmp_path / "index", settings=settings, encoder=ENCODER)
    (copied / "lake.md").write_text("Another text.")
    for gone in (False, True):
        if gone:
            shutil.rmtree(copied)
        with QABot.open(tmp_path, settings=settings, encoder=ENCODER) as bot:
            cited = bot.answer(QUESTIONS[0], documents=["lake.md"]).citations
            assert [c.changed for c in cited] == [not gone] * len(cited) != []


def test_long_records_come_back_whole(uri):
    connection = Connection(uri, "", 30)
    names = layout.Collections("records_test", "000001-abcdef")
    names.create(connection, 1, 8, connection.has_sparse_vectors())
    content = {"short": b"a", "none": b"", "long": np.random.default_rng(1).bytes(200_000)}
    assert write_records(connection, names.records, content.items()) == 7  # long: 5 pieces
    connection.call("load_collection", names.records)
    await_rows(connection, names.records, 7)
    assert read_records(connection, names.records, [*content, "missing"]) == content
    assert require_records(connection, names.records, list(content)) == content
    connection.call("delete", names.records, ids=["long#3"])
    while "long" in read_records(connection, names.records, ["long"]):
        time.sleep(0.2)  # a reader may be a few seconds behind
    with pytest.raises(StoreError, match="lacks long; run: qa-bot build --fresh"):
        require_records(connection, names.records, list(content))
    names.drop(connection)
    assert layout.find_all(connection, "records_test") == []


def test_generations_follow_the_folder_there_and_back(uri, tmp_path):
    """Build three times, keep two, go back, and build again: Milvus answers as the folder does."""
    values = {"store": "milvus", "milvus_uri": uri, "milvus_name": "years", "reader": "off"}
    settings, encoder = Settings(**values), ENCODER
    connection = Connection.of(settings)
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    with pytest.raises(IndexNotFoundError, match="qa-bot build"):
        QABot.open(index, settings=settings, encoder=encoder)

    for number in range(3):
        text = f"The lake office counts boats, and it opened in 190{number}"
        (corpus / "lakes.txt").write_text(text, encoding="utf-8")
        build_index(corpus, index, settings=settings, encoder=encoder)
        with QABot.open(tmp_path, settings=settings, encoder=encoder) as bot:
            assert f"190{number}" in str(bot.answer("When did the lake office open?"))
    kept = [folder.name for folder in find_generations(index)]
    listed = [one.generation for one in layout.find_all(connection, "years")]
    assert listed == sorted(kept)

    earlier = roll_back(index)
    publish_live(index, settings)
    assert layout.find_live(connection, "years").generation == earlier.generation
    with QABot.open(tmp_path, settings=settings, encoder=encoder) as bot:
        assert "1901" in str(bot.answer("When did the lake office open?"))

    report = build_index(corpus, index, settings=settings, encoder=encoder)
    assert layout.find_live(connection, "years").generation == report.generation
    export_index(index, tmp_path / "lakes.qabot")


def test_an_imported_index_answers_from_milvus(index, tmp_path, monkeypatch):
    require_milvus()
    monkeypatch.setenv("QA_BOT_STORE", "milvus")
    monkeypatch.setenv("QA_BOT_MILVUS_URI", str(tmp_path / "imported.db"))
    export_index(index, tmp_path / "lakes.qabot")
    assert live_generation(tmp_path, Settings()) is None
    imported = import_index(tmp_path / "lakes.qabot", tmp_path / "index")
    assert live_generation(tmp_path, Settings()) == imported.generation
    with QABot.open(tmp_path, encoder=ENCODER) as bot:
        assert bot.answer(QUESTIONS[0]).answered


def test_a_build_that_changes_nothing_publishes_to_a_milvus_that_has_nothing(
    corpus, index, tmp_path
):
    settings = Settings(store="milvus", milvus_uri=str(tmp_path / "new.db"), reader="off")
    assert not build_index(corpus, index, settings=settings, encoder=ENCODER).changed
    with QABot.open(tmp_path, settings=settings, encoder=ENCODER) as bot:
        assert bot.answer(QUESTIONS[0]).answered


def test_what_someone_removed_from_milvus_is_published_again(uri, corpus, tmp_path):
    settings = Settings(store="milvus", milvus_uri=uri, milvus_name="removed", reader="off")
    build_index(corpus, tmp_path / "index", settings=settings, encoder=ENCODER)
    connection = Connection.of(settings)
    connection.call("drop_collection", layout.find_live(connection, "removed").passages)
    with pytest.raises(IndexNotFoundError, match="qa-bot build"):
        QABot.open(tmp_path, settings=settings, encoder=ENCODER)
    assert not build_index(corpus, tmp_path / "index", settings=settings, encoder=ENCODER).changed
    with QABot.open(tmp_path, settings=settings, encoder=ENCODER) as bot:
        assert bot.answer(QUESTIONS[0]).answered


def test_damaged_files_in_milvus_are_not_answered_from(uri, corpus, tmp_path):
    settings = Settings(store="milvus", milvus_uri=uri, milvus_name="damaged", reader="off")
    build_index(corpus, tmp_path / "index", settings=settings, encoder=ENCODER)
    connection = Connection.of(settings)
    live = layout.find_live(connection, "damaged")
    damaged = {"acronyms.json": b"{}"}
    write_records(connection, live.records, damaged.items())
    while read_records(connection, live.records, list(damaged)) != damaged:
        time.sleep(0.2)  # a reader may be a few seconds behind
    with pytest.raises(IndexDamagedError, match=r"acronyms\.json"):
        QABot.open(tmp_path, settings=settings, encoder=ENCODER)


def test_where_the_documents_are_not_the_library_calls_none_removed_and_keeps_thumbs(
    corpus, tmp_path, encoder, monkeypatch
):
    require_milvus()
    for name, value in (("STORE", "milvus"), ("MILVUS_URI", str(tmp_path / "far.db"))):
        monkeypatch.setenv(f"QA_BOT_{name}", value)
    copied = shutil.copytree(corpus, tmp_path / "corpus")
    build_index(copied, tmp_path / "index", encoder=encoder)
    shutil.rmtree(copied)
    library = Library(tmp_path / "nowhere", None)
    assert {row.status for row in list_rows(library)} == {"ready"}
    library.keep_feedback(library.bot.answer(QUESTIONS[0]), True)
    assert len(read_feedback(tmp_path / "nowhere")) == 1
    assert library.generations() == []
    library.close()


def test_rows_are_described_as_ranges():
    rows = np.array([2, 3, 4, 9, 11, 12])
    assert describe_rows(rows) == (
        "(row >= 2 and row <= 4) or (row >= 9 and row <= 9) or (row >= 11 and row <= 12)"
    )


def test_without_the_client_the_error_names_the_extra(monkeypatch):
    monkeypatch.setattr("qa_bot.index.milvus.connection.find_spec", lambda name: None)
    with pytest.raises(StoreError, match="cluster"):
        Connection("http://127.0.0.1:1", "", 1)


@pytest.mark.parametrize(
    ("version", "has"), [("v2.3.5-lite", False), ("2.4.1", True), ("milvus_lite-3.2.2", True)]
)
def test_a_server_without_sparse_vectors_is_told_apart(monkeypatch, version, has):
    require_milvus()
    connection = Connection("http://127.0.0.1:1", "", 1)
    monkeypatch.setattr(connection, "call", lambda method: version)
    assert connection.has_sparse_vectors() is has


def test_without_sparse_vectors_the_hits_are_the_same(monkeypatch, local, corpus, tmp_path):
    require_milvus()
    monkeypatch.setattr(Connection, "has_sparse_vectors", lambda self: False)
    settings = Settings(store="milvus", milvus_uri=str(tmp_path / "old.db"), reader="off")
    build_index(corpus, tmp_path / "index", settings=settings, encoder=ENCODER)
    with QABot.open(tmp_path, settings=settings, encoder=ENCODER) as bot:
        assert bot.index.passages._lists is not None
        for question in QUESTIONS:
            assert bot.search(question, 20) == local.search(question, 20)
            assert bot.search(question, 9, documents=["Road", "Lake"]) == local.search(
                question, 9, documents=["Road", "Lake"]
            )
