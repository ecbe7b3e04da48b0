"""A real library on a few small files, with the encoder of unit tests."""

from __future__ import annotations

import pytest

from qa_bot import build_index
from qa_bot.web.library.library import Library
from tests.fakes import FakeEncoder
from tests.makers import make_pdf

BOATS = "Boats\n\nThe lake of Tarn is crossed by nine boats. Each boat is painted red.\n"
HARES = "# Snow hares\n\nSnow hares eat bark.\n\n## What do they drink?\n\nThey drink snow.\n"
FILES = {
    "boats.txt": BOATS,
    "copies/boats.txt": BOATS,
    "<b>hares.md": HARES,
    "broken.pdf": b"%PDF-1.4 not really",
    "half.pdf": make_pdf([[(60, 700, 12, "The harbour was dug in 1810 by hand.")], []]),
}


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    for name, content in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


@pytest.fixture
def library(tmp_path, corpus, monkeypatch):
    """A library whose rebuilds never start a process."""
    monkeypatch.setattr("qa_bot.web.library.library.open_encoder", lambda *_: FakeEncoder())
    build_index(corpus, tmp_path / "index", encoder=FakeEncoder())
    opened = Library(tmp_path / "index", None)
    monkeypatch.setattr(opened.rebuilds, "request", lambda: None)
    yield opened
    opened.close()
