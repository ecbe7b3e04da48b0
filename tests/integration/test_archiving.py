"""An index travels in one file, and nothing but a whole one gets in."""

from __future__ import annotations

import hashlib
import warnings
import zipfile

import pytest

from qa_bot import QABot, build_index
from qa_bot.errors import ArchiveError, IndexMismatchError, IndexNotFoundError, NotAnIndexError
from qa_bot.index.archiving import export_index, import_index
from qa_bot.index.checking import check_index
from qa_bot.index.folder import Index
from qa_bot.index.manifest import Manifest
from qa_bot.index.own_folder import GENERATIONS, current_generation
from tests.fakes import FakeEncoder

QUESTION = "What colour is the sky over Lisbon?"


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "sky.txt").write_text("The sky over Lisbon is blue. The river is wide.\n")
    build_index(folder, tmp_path / "index", encoder=FakeEncoder())
    return folder


@pytest.fixture
def archive(corpus, tmp_path):
    export_index(tmp_path / "index", tmp_path / "sky.qabot")
    return tmp_path / "sky.qabot"


def ask(index):
    with QABot.open(index, encoder=FakeEncoder()) as bot:
        return bot.answer(QUESTION).citations


def members(archive):
    with zipfile.ZipFile(archive) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def repack(archive, contents, method=zipfile.ZIP_STORED):
    with warnings.catch_warnings(), zipfile.ZipFile(archive, "w", method) as packed:
        warnings.simplefilter("ignore")
        for name, content in contents:
            packed.writestr(name, content)


def assert_refused(archive, index, words):
    before = current_generation(index)
    with pytest.raises(ArchiveError, match=words):
        import_index(archive, index)
    assert current_generation(index) == before
    assert len(list((index / GENERATIONS).iterdir())) == 1
    assert ask(index)


def test_an_exported_index_answers_elsewhere(archive, tmp_path, corpus):
    manifest = import_index(archive, tmp_path / "other" / "index")
    assert manifest.generation == current_generation(tmp_path / "other" / "index")
    (cited,) = ask(tmp_path / "other" / "index")[:1]
    assert cited.quote.startswith("The sky over Lisbon is blue.")
    assert not cited.changed
    assert check_index(tmp_path / "other" / "index", FakeEncoder()) == []


def test_documents_may_lie_elsewhere(archive, tmp_path, corpus):
    moved = corpus.rename(tmp_path / "moved")
    import_index(archive, tmp_path / "a")
    assert ask(tmp_path / "a")[0].source_status == "unknown"
    import_index(archive, tmp_path / "b", moved)
    assert not ask(tmp_path / "b")[0].changed
    assert not build_index(moved, tmp_path / "b", encoder=FakeEncoder()).changed


def test_an_import_can_be_rolled_back(archive, tmp_path, corpus):
    before = current_generation(tmp_path / "index")
    import_index(archive, tmp_path / "index")
    kept = {path.name for path in (tmp_path / "index" / GENERATIONS).iterdir()}
    assert kept == {before, current_generation(tmp_path / "index")}


def test_an_export_overwrites_nothing(archive, tmp_path):
    with pytest.raises(ArchiveError, match="there already"):
        export_index(tmp_path / "index", archive)
    with pytest.raises(IndexNotFoundError):
        export_index(tmp_path / "none", tmp_path / "none.qabot")
    with pytest.raises(ArchiveError, match="can't be written"):
        export_index(tmp_path / "index", tmp_path / "no" / "folder.qabot")
    assert sorted(p.name for p in tmp_path.iterdir() if "qabot" in p.name) == ["sky.qabot"]


def test_a_flipped_bit_anywhere_is_refused_or_changes_nothing(archive, tmp_path):
    whole = archive.read_bytes()
    with Index.open(tmp_path / "index") as index:
        expected = index.manifest.files
    for place in range(0, len(whole), max(1, len(whole) // 60)):
        archive.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        try:
            import_index(archive, tmp_path / "other")
        except ArchiveError:
            continue
        with Index.open(tmp_path / "other") as index:
            assert index.manifest.files == expected


def test_a_cut_archive_is_refused(archive, tmp_path):
    archive.write_bytes(archive.read_bytes()[:-1000])
    assert_refused(archive, tmp_path / "index", "not an exported index")
    assert_refused(tmp_path / "missing.qabot", tmp_path / "index", "not an exported index")


@pytest.mark.parametrize(
    "name", ["../evil.txt", "/tmp/evil.txt", "a/../../evil.txt", "C:\\evil.txt", "a//b", "lexical/"]
)
def test_names_that_lead_out_are_refused(archive, tmp_path, name):
    repack(archive, [*members(archive).items(), (name, b"evil")])
    assert_refused(archive, tmp_path / "index", "not a name in an index")
    assert not list(tmp_path.rglob("evil*"))


def test_a_file_that_is_not_in_the_manifest_is_refused(archive, tmp_path):
    repack(archive, [*members(archive).items(), ("extra.txt", b"x")])
    assert_refused(archive, tmp_path / "index", "other files than its manifest")


def test_a_file_named_twice_is_refused(archive, tmp_path):
    contents = list(members(archive).items())
    repack(archive, [*contents, contents[-1]])
    assert_refused(archive, tmp_path / "index", "twice")


def test_a_compressed_bomb_is_refused_before_it_unpacks(archive, tmp_path):
    contents = members(archive) | {"sentences.npy": bytes(50_000_000)}
    repack(archive, contents.items(), zipfile.ZIP_DEFLATED)
    assert archive.stat().st_size < 1_000_000
    assert_refused(archive, tmp_path / "index", "is compressed")


def test_stores_that_disagree_are_refused_although_their_checksums_are_right(archive, tmp_path):
    contents = members(archive)
    contents["sentences.npy"] = contents["sentences.npy"][:-1] + b"\x00\x00"
    manifest = Manifest.model_validate_json(contents["manifest.json"])
    files = manifest.files | {
        "sentences.npy": hashlib.sha256(contents["sentences.npy"]).hexdigest()
    }
    changed = manifest.model_copy(update={"files": files, "sentences": 7})
    changed.save(tmp_path)
    for name in ("manifest.json", "manifest.json.sha256"):
        contents[name] = (tmp_path / name).read_bytes()
    repack(archive, contents.items())
    assert_refused(archive, tmp_path / "index", "holds 2 sentences, the manifest says 7")


def test_another_format_version_is_named(archive, tmp_path):
    contents = members(archive)
    contents["manifest.json"] = contents["manifest.json"].replace(
        b'"format_version": ', b'"format_version": 9'
    )
    repack(archive, contents.items())
    with pytest.raises(IndexMismatchError, match="index format 9"):
        import_index(archive, tmp_path / "other")


def test_a_foreign_folder_is_left_alone(archive, tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "draft.txt").write_text("mine")
    with pytest.raises(NotAnIndexError):
        import_index(archive, tmp_path / "thesis")
    assert [path.name for path in (tmp_path / "thesis").iterdir()] == ["draft.txt"]
