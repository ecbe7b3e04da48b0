"""Whatever happens, the live index answers as before or as after, and no file is lost."""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
import time
from contextlib import suppress

import pytest

from qa_bot import QABot, build_index
from qa_bot.building.add_remove import remove_documents
from qa_bot.building.builder import BuildOptions, make_builder
from qa_bot.config import Settings
from qa_bot.errors import IndexNotFoundError, QABotError
from qa_bot.index.checking import check_index
from qa_bot.index.folder import Index
from qa_bot.index.generations import find_generations
from qa_bot.index.own_folder import GENERATIONS, current_generation
from tests.fakes import FakeEncoder
from tests.forking import REFUSED, Server

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows can't fork and has no SIGKILL"
)
OPERATIONS = ("build", "add", "remove", "rollback")
ALWAYS = "The sky over Lisbon is blue."


@pytest.fixture(scope="module")
def server():
    server = Server()
    yield server
    server.close()


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number in range(12):
        write(folder, number, 0)
    (folder / "always.txt").write_text(ALWAYS)
    return folder


@pytest.fixture
def index(corpus):
    build_index(corpus, corpus.parent / "index", encoder=FakeEncoder())
    return corpus.parent / "index"


def write(folder, number, version):
    (folder / f"{number}.txt").write_text(f"Fact {number} is of version {version}. " * 5)


def indexed(index):
    with Index.open(index) as opened:
        return {document.source: document.text for document in opened.documents.documents()}


def on_disk(folder):
    return {path.name: path.read_text() for path in folder.iterdir() if path.is_file()}


def kept(corpus):
    """Every text that is in the corpus folder or was set aside from it."""
    paths = (path for path in corpus.rglob("*") if not path.name.startswith(".adding-"))
    return {path.read_text() for path in paths if path.is_file()}


def files_are_whole(index):
    problems = [f.problem for f in check_index(index, FakeEncoder())]
    return not [p for p in problems if "since it was indexed" not in p and "is new" not in p]


def kill_at_random_moments(server, corpus, index, kills):
    """Kill one operation after the other; compare the index with what it may be."""
    chance = random.Random(kills)
    places = {"corpus": corpus, "index": index}
    incoming = corpus.parent / "incoming"
    incoming.mkdir()
    for _ in range(2):  # the second time, the server has started
        started = time.perf_counter()
        assert server.run("build", fresh=True, **places) == 0
    seconds = dict.fromkeys(OPERATIONS, time.perf_counter() - started)
    killed = 0
    for step in range(10 * kills):
        if step >= kills and killed > kills / 4:
            break
        before, given, after = indexed(index), {}, None
        operation = chance.choice(OPERATIONS)
        if operation == "build":
            write(corpus, chance.randrange(12), step)
        elif operation == "add":
            write(incoming, chance.randrange(12), step)
            given["file"] = max(incoming.iterdir(), key=lambda path: path.stat().st_mtime_ns)
            after = on_disk(corpus) | {given["file"].name: given["file"].read_text()}
        elif operation == "remove":
            given["name"] = chance.choice(sorted(set(before) - {"always.txt"}) or ["always.txt"])
            after = {k: v for k, v in on_disk(corpus).items() if k != given["name"]}
        else:
            folders = [f.name for f in find_generations(index)]
            afters = [texts_of(index, name) for name in folders]
        if operation != "rollback":
            afters = [on_disk(corpus) if after is None else after]
        texts = kept(corpus)
        child = server.start(operation, **places, **given)
        time.sleep(chance.uniform(0, seconds[operation]))
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        if server.wait() == -signal.SIGKILL:
            killed += 1
            seconds[operation] *= 1.1  # so that later moments are hit as well
        else:
            seconds[operation] *= 0.6  # it was done before: an operation may take far less
        assert indexed(index) in [before, *afters], (step, operation)
        assert texts <= kept(corpus), (step, operation)
        with QABot.open(index, encoder=FakeEncoder()) as bot:
            assert bot.answer("What colour is the sky over Lisbon?").citations[0].quote == ALWAYS
    assert killed > kills / 4
    server.run("build", **places)
    assert indexed(index) == on_disk(corpus)
    assert files_are_whole(index)
    assert {p.name for p in (index / GENERATIONS).iterdir()} == {
        folder.name for folder in find_generations(index)
    }


def texts_of(index, name):
    """What an index would hold if it were rolled back to a generation."""
    from qa_bot.index.documents import DocumentTable

    table = DocumentTable(index / GENERATIONS / name / "documents.sqlite")
    texts = {document.source: document.text for document in table.documents()}
    table.close()
    return texts


@pytest.mark.faults
def test_killed_at_random_moments(server, corpus, index):
    kill_at_random_moments(server, corpus, index, 25)


@pytest.mark.slow
def test_killed_at_200_random_moments(server, corpus, index):
    kill_at_random_moments(server, corpus, index, 200)


def test_a_first_build_that_is_killed_leaves_nothing_in_the_way(server, corpus, tmp_path):
    index = tmp_path / "fresh"
    chance = random.Random(3)
    for _ in range(5):
        child = server.start("build", corpus=corpus, index=index)
        time.sleep(chance.uniform(0, 0.2))
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        server.wait()
        with suppress(IndexNotFoundError):
            assert indexed(index) == on_disk(corpus)
    assert server.run("build", corpus=corpus, index=index) == 0
    assert indexed(index) == on_disk(corpus)


@pytest.mark.faults
def test_a_full_disk_at_every_file(server, corpus, index):
    """A limit just below the size of each file of a generation makes writing that file fail."""
    live = index / GENERATIONS / current_generation(index)
    sizes = {path.stat().st_size for path in live.rglob("*") if path.is_file()}
    refused = 0
    for number, largest in enumerate(sorted({0, 1, *(size - 1 for size in sizes)})):
        before = indexed(index)
        write(corpus, 1, number)
        (corpus.parent / "more.txt").write_text(f"More of {number}. " * 300)
        for operation in ("build", "add"):
            after = on_disk(corpus)
            if operation == "add":
                after["more.txt"] = (corpus.parent / "more.txt").read_text()
            given = {"corpus": corpus, "index": index, "file": corpus.parent / "more.txt"}
            code = server.run(operation, largest=largest, **given)
            assert code in (0, REFUSED), (largest, operation)
            refused += code == REFUSED
            assert indexed(index) == (after if code == 0 else before)
            before = indexed(index)
    assert refused > 10
    assert server.run("build", corpus=corpus, index=index) == 0
    assert indexed(index) == on_disk(corpus)
    assert files_are_whole(index)


def test_a_read_only_index_answers(server, corpus, index):
    """Nothing below the index folder is opened for writing, and a build is refused."""
    written = []

    def watch(event, given):
        if event == "open" and str(given[0]).startswith(str(index)) and given[2] & 3:
            written.append(given[0])

    sys.addaudithook(watch)
    with QABot.open(index, encoder=FakeEncoder()) as bot:
        assert bot.answer("What colour is the sky over Lisbn?").citations[0].quote == ALWAYS
    assert written == []
    write(corpus, 1, 1)
    assert server.run("build", corpus=corpus, index=index, largest=0) == REFUSED


@pytest.mark.faults
def test_two_builders_at_once(corpus, index):
    servers = [Server(), Server()]
    for step in range(4):
        write(corpus, step, step + 1)
        for server in servers:
            server.start("build", corpus=corpus, index=index)
        codes = {server.wait() for server in servers}
        assert 0 in codes
        assert codes <= {0, REFUSED}
        assert indexed(index) == on_disk(corpus)
    for server in servers:
        server.close()
    assert files_are_whole(index)


def read_during_switches(corpus, index, switches):
    """Ask all the time while generations come and go; only the newest one is kept."""
    answers, errors = set(), []
    done = threading.Event()

    def ask():
        while not done.is_set():
            try:
                with QABot.open(index, encoder=FakeEncoder()) as bot:
                    answers.add(bot.answer("What is fact 3?").citations[0].quote)
            except QABotError as error:
                errors.append(error)

    first = QABot.open(index, encoder=FakeEncoder())
    asked = first.answer("What is fact 3?")
    reader = threading.Thread(target=ask)
    reader.start()
    for step in range(1, switches + 1):
        write(corpus, 3, step)
        build_index(corpus, index, encoder=FakeEncoder(), settings=Settings(keep_generations=1))
    done.set()
    reader.join()
    assert errors == []
    assert len(answers) > 1
    assert {answer.partition(" of")[0] for answer in answers} == {"Fact 3 is"}
    assert len(list((index / GENERATIONS).iterdir())) == 1
    again = first.answer("What is fcat 3?")
    assert (again.citations or again.nearest)[0].quote == asked.citations[0].quote
    assert first.documents()[0].text
    first.close()


@pytest.mark.faults
def test_a_reader_during_switches(corpus, index):
    read_during_switches(corpus, index, 15)


@pytest.mark.slow
def test_a_reader_during_100_switches(corpus, index):
    read_during_switches(corpus, index, 100)


def test_the_clock_is_set_back(corpus, index, monkeypatch):
    build_index(corpus, index, encoder=FakeEncoder(), options=BuildOptions(fresh=True))
    now = time.time_ns() - 86_400 * 10**9
    monkeypatch.setattr("qa_bot.index.sources.time.time_ns", lambda: now)
    assert not build_index(corpus, index, encoder=FakeEncoder()).changed
    write(corpus, 1, 5)
    for path in corpus.iterdir():
        os.utime(path, ns=(now, now))
    report = build_index(corpus, index, encoder=FakeEncoder())
    assert report.changed
    assert indexed(index) == on_disk(corpus)
    assert find_generations(index)[0].name == report.generation


def test_a_file_grows_while_it_is_read(corpus, index):
    growing = corpus / "growing.txt"
    growing.write_text("Line 0.\n")
    done = threading.Event()

    def grow():
        number = 0
        while not done.is_set():
            number += 1
            with growing.open("a") as file:
                file.write(f"Line {number}.\n")
            time.sleep(0.001)

    writer = threading.Thread(target=grow)
    writer.start()
    for _ in range(5):
        build_index(corpus, index, encoder=FakeEncoder())
        assert growing.read_text().startswith(indexed(index)["growing.txt"])
    done.set()
    writer.join()
    build_index(corpus, index, encoder=FakeEncoder())
    assert indexed(index) == on_disk(corpus)
    assert not build_index(corpus, index, encoder=FakeEncoder()).changed


def test_links_pipes_and_unreadable_files_are_reported(corpus, index):
    (corpus / "folder").mkdir()
    (corpus / "folder" / "loop").symlink_to(corpus)
    (corpus / "a.txt").symlink_to(corpus / "b.txt")
    (corpus / "b.txt").symlink_to(corpus / "a.txt")
    (corpus / "dangling.txt").symlink_to(corpus / "nothing.txt")
    (corpus / "linked.txt").symlink_to(corpus / "always.txt")
    os.mkfifo(corpus / "pipe.txt")
    expected = {"folder/loop", "a.txt", "b.txt", "dangling.txt", "pipe.txt"}
    if sys.platform == "linux":
        (corpus / "memory.txt").symlink_to("/proc/self/mem")
        expected.add("memory.txt")
    report = build_index(corpus, index, encoder=FakeEncoder())
    reasons = {r.source: r.reason for r in report.skipped}
    assert set(reasons) == expected
    assert "is a link to a folder" in reasons["folder/loop"]
    assert "can't be opened" in reasons["a.txt"]
    assert "is not a regular file" in reasons["pipe.txt"]
    assert indexed(index)["linked.txt"] == ALWAYS
    assert not build_index(corpus, index, encoder=FakeEncoder()).changed


def test_a_file_that_can_not_be_read_for_once_comes_back(corpus, index, monkeypatch):
    def refuse(path):
        raise OSError(5, "Input/output error", str(path))

    write(corpus, 1, 1)
    with monkeypatch.context() as patch:
        patch.setattr("qa_bot.index.sources.file_checksum", refuse)
        patch.setattr("pathlib.Path.read_bytes", refuse_texts(refuse))
        report = build_index(corpus, index, encoder=FakeEncoder())
        assert {r.source for r in report.skipped} == {"1.txt"}
    build_index(corpus, index, encoder=FakeEncoder())
    assert indexed(index) == on_disk(corpus)


def refuse_texts(refuse):
    from pathlib import Path

    read = Path.read_bytes
    return lambda path: refuse(path) if path.name == "1.txt" else read(path)


NAMES = [
    b"new\nline.txt",
    b"tab\t\x1b[31mred.txt",
    "日本語 😀.txt".encode(),
    b"x" * 240 + b".txt",
    b"'; DROP TABLE documents; --.txt",
    b"%s%n{}.txt",
]


def test_names_of_any_kind(corpus, index):
    for name in NAMES:
        path = os.fsencode(corpus) + b"/" + name
        with open(path, "wb") as file:  # noqa: PTH123 - a name in bytes
            file.write(b"Named " + str(NAMES.index(name)).encode())
    report = build_index(corpus, index, encoder=FakeEncoder())
    assert report.skipped == ()
    assert set(map(os.fsdecode, NAMES)) < set(indexed(index))
    assert not build_index(corpus, index, encoder=FakeEncoder()).changed
    assert check_index(index, FakeEncoder()) == []
    with QABot.open(index, encoder=FakeEncoder()) as bot:
        for document in bot.documents():
            assert "\n" not in document.title
    builder = make_builder(index, Settings(), FakeEncoder())
    _, moved = remove_documents(["new\nline.txt"], corpus, builder, BuildOptions())
    assert moved[0].read_bytes() == b"Named 0"


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS takes no such names")
def test_names_that_are_not_unicode_are_reported(corpus, index):
    with open(os.fsencode(corpus) + b"/bad\xff.txt", "wb") as file:  # noqa: PTH123
        file.write(b"Bad name.")
    report = build_index(corpus, index, encoder=FakeEncoder())
    assert [str(r) for r in report.skipped] == [
        "Skipped bad\\udcff.txt: has a name that is not valid Unicode; rename it"
    ]
    assert not build_index(corpus, index, encoder=FakeEncoder()).changed
    assert check_index(index, FakeEncoder()) == []
