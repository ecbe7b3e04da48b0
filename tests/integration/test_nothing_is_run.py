"""Nothing that lies in a corpus or in the current folder is imported, by any process."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import pytest

from qa_bot.cli.offline import find_connections
from qa_bot.reading import Limits, find_files, read_files
from qa_bot.reading.sandbox.launch import worker_environment
from qa_bot.types import Document, Page
from qa_bot.web.chat.pages import draw_page
from qa_bot.web.library.rebuilding import rebuild_command
from tests import makers
from tests.conftest import ROOT

NAMES = ("string", "olefile", "lxml", "pypdfium2", "nltk", "json", "PIL", "qa_bot")
LIMITS = Limits(30, 2_000, 10)


@pytest.fixture
def corpus(tmp_path, monkeypatch):
    """A corpus that is the current folder and holds modules that leave a trace when imported."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name in NAMES:
        trace = tmp_path / f"{name}.ran"
        (folder / f"{name}.py").write_text(f"open({str(trace)!r}, 'w')\n")
    (folder / "a.html").write_text("<p>The sea is green.</p>")
    (folder / "a.pdf").write_bytes(makers.make_pdf([[(60, 700, 12, "The sea is green.")]]))
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(["", "."]))
    return folder


def traces(corpus):
    return sorted(path.name for path in corpus.parent.glob("*.ran"))


def test_reading_imports_nothing_from_the_current_folder(corpus):
    files = [path for path in find_files(corpus) if path.suffix != ".py"]
    statuses = [reading.report.status for reading in read_files(files, corpus, LIMITS)]
    assert statuses == ["read", "read"]
    assert traces(corpus) == []


def test_drawing_a_page_imports_nothing_from_the_current_folder(corpus):
    data = (corpus / "a.pdf").read_bytes()
    checksum = hashlib.sha256(data).hexdigest()
    document = Document("a.pdf", "A", "a.pdf", "The sea is green.", checksum, (Page(1, 0, 17),))
    assert draw_page(corpus, document, 1, 0, 17) is not None
    assert traces(corpus) == []


def test_rebuilding_imports_nothing_from_the_current_folder(corpus, tmp_path):
    command = rebuild_command(corpus, tmp_path / "index")
    done = subprocess.run(command, env=worker_environment(), capture_output=True, check=False)
    assert b'"documents": 2' in done.stdout
    assert traces(corpus) == []


def test_the_offline_check_imports_nothing_from_the_current_folder(corpus, essay_index):
    assert find_connections(essay_index) == []
    assert traces(corpus) == []


def test_the_command_imports_nothing_from_the_current_folder(corpus):
    (corpus / "qa_bot.py").unlink()  # Python itself looks for the name that follows -m here
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "qa_bot", "build", "--corpus", ".", "--index", "../index"]
    assert subprocess.run(command, env=environment, check=False).returncode == 0
    assert traces(corpus) == []
