"""A stage is done again when what it does has changed, and not for anything else."""

from __future__ import annotations

import shutil
import sys
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

import qa_bot
from qa_bot.building import code_digests, fingerprints
from qa_bot.building.fingerprints import take_fingerprints
from qa_bot.config import Settings
from tests.fakes import FakeEncoder

MODEL = FakeEncoder().identity
FORMATS = set(fingerprints.READERS)


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A copy of the package that may be changed."""
    copied = tmp_path / "qa_bot"
    hidden = shutil.ignore_patterns("__pycache__", "reader", "assets")
    shutil.copytree(Path(qa_bot.__file__).parent, copied, ignore=hidden)
    monkeypatch.setattr(code_digests, "_PACKAGE", copied)
    forget()
    yield copied
    forget()


def forget():
    for one in (code_digests._find_code, code_digests._read_module, code_digests.version_of):
        one.cache_clear()


def take(**values):
    forget()
    return take_fingerprints(Settings(**values), MODEL)


def changed(package, name, edit):
    """The stages, and the formats to read, that an edit of a file makes to be done again."""
    before = take()
    path = package / name
    path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")
    after = take()
    formats = {one for one in FORMATS if before.reading[one] != after.reading[one]}
    stages = {
        one for one in ("splitting", "indexing") if getattr(before, one) != getattr(after, one)
    }
    return stages, formats


def append(line):
    return lambda text: f"{text}\n{line}\n"


@pytest.mark.parametrize(
    "name",
    ["reading/formats/pdf/layout.py", "reading/files.py", "building/splitting.py", "types.py"],
)
def test_comments_and_docstrings_change_nothing(package, name):
    def edit(text):
        return f'"""Another docstring."""\n# A comment.\n{text}\n\n"""A text by itself."""\n'

    assert changed(package, name, edit) == (set(), set())


def test_the_code_of_one_format_concerns_that_format(package):
    assert changed(package, "reading/formats/pdf/layout.py", append("_X = 1")) == (set(), {"pdf"})


def test_code_that_all_formats_share_concerns_all(package):
    assert changed(package, "reading/parsed.py", append("_X = 1")) == (set(), FORMATS)


def test_a_word_list_concerns_the_stages_that_load_it(package):
    add = append("zzz")
    assert changed(package, "data/relational_nouns.txt", add) == (set(), set())
    assert changed(package, "data/abbreviations.txt", add) == ({"splitting"}, set())
    assert changed(package, "data/stop_words.txt", add) == ({"indexing"}, set())
    stages, formats = changed(package, "data/minor_words.txt", add)
    assert stages == set()
    assert "text" in formats


@pytest.mark.parametrize(
    "name", ["answering/bot.py", "web/server.py", "index/archiving.py", "reading/sandbox/pool.py"]
)
def test_code_that_makes_no_index_changes_nothing(package, name):
    assert changed(package, name, append("_X = 1")) == (set(), set())


def test_settings_concern_their_stage():
    before = take()
    assert take(max_citations=9, candidates=5) == before
    assert take(passage_tokens=64).splitting != before.splitting
    assert take(reading_file_mb=1).reach != before.reach
    assert take(reading_file_mb=1).reading == before.reading


def test_what_is_noted_is_not_parsed_again_while_no_file_differs(package, monkeypatch):
    before = take()

    def refuse(stage):
        raise AssertionError(stage)

    with monkeypatch.context() as patch:
        patch.setattr(code_digests, "_read_stage", refuse)
        assert take() == before
    (package / "types.py").write_text("X = 1\n")
    assert take() != before


def test_a_damaged_note_is_taken_for_none(package, tmp_path, monkeypatch):
    monkeypatch.setenv("QA_BOT_MODEL_CACHE", str(tmp_path / "cache"))
    before = take()
    (note,) = (tmp_path / "cache" / "code").iterdir()
    note.write_text('{"splitting": ')
    assert take() == before


def test_another_version_of_a_library_concerns_the_formats_that_import_it(package, monkeypatch):
    before = take()
    real = code_digests.version

    def upgraded(name):
        return "999" if name == "pypdfium2" else real(name)

    monkeypatch.setattr(code_digests, "version", upgraded)
    after = take()
    assert {one for one in FORMATS if before.reading[one] != after.reading[one]} == {"pdf"}
    assert (after.splitting, after.indexing) == (before.splitting, before.indexing)


def test_every_library_that_is_imported_has_a_version(package, monkeypatch):
    unknown = set()
    real = code_digests.version

    def noted(name):
        try:
            return real(name)
        except PackageNotFoundError:
            unknown.add(name)
            raise

    monkeypatch.setattr(code_digests, "version", noted)
    take()
    assert unknown - sys.stdlib_module_names <= set(code_digests._COUNTED_ELSEWHERE)


def test_every_word_list_and_library_is_found(package):
    module = code_digests._read_module(package / "reading" / "formats" / "plain.py")
    assert "qa_bot.reading.encodings" in module.imports
    (package / "reading" / "formats" / "plain.py").write_text("import lxml\nload_words('none.txt')")
    code_digests._read_module.cache_clear()
    with pytest.raises(FileNotFoundError):
        code_digests._read_module(package / "reading" / "formats" / "plain.py")
