"""An exported index of which one bit is wrong is refused in one line, or is whole all the same."""

from __future__ import annotations

import shutil
import zipfile

import pytest

from qa_bot.errors import ArchiveError
from qa_bot.index.manifest import FORMAT_VERSION, Manifest, folder_checksums, folder_sizes
from qa_bot.index.unpacking import OWN_FILES, open_archive, unpack_generation
from qa_bot.models.encoder import ModelIdentity

CONTENTS = {"lexical/b.bin": b"words"}


@pytest.fixture
def archive(tmp_path):
    """An archive as `export_index` writes it, with one small file beside the manifest."""
    folder = tmp_path / "generation"
    for name, content in CONTENTS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    files = folder_checksums(folder)
    facts = dict.fromkeys(("documents", "passages", "sentences"), 1)
    stages = dict.fromkeys(("reach", "splitting", "indexing"), "x") | {"reading": {}}
    Manifest.model_validate(
        {
            **facts,
            "format_version": FORMAT_VERSION,
            "generation": "000001-abcdef",
            "created": "2026-01-01",
            "corpus": "corpus",
            "model": ModelIdentity(name="m", sha256="s", dim=2, max_tokens=16),
            "settings": {},
            "made_by": stages,
            "skipped": {},
            "store": "exact",
            "files": files,
            "sizes": folder_sizes(folder, files),
        }
    ).save(folder)
    with zipfile.ZipFile(tmp_path / "one.qabot", "x", zipfile.ZIP_STORED) as packed:
        for name in (*OWN_FILES, *sorted(files)):
            packed.write(folder / name, name)
    return tmp_path / "one.qabot"


def headers(archive):
    """The places of all bytes that are not a file's content."""
    data = archive.read_bytes()
    inside = set()
    with zipfile.ZipFile(archive) as packed:
        for member in packed.infolist():
            start = member.header_offset + 30 + len(member.filename)
            inside |= set(range(start, start + member.file_size))
    return [place for place in range(len(data)) if place not in inside]


def unpack(archive, folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    with open_archive(archive) as packed:
        unpack_generation(packed, archive, folder)
    return {name: (folder / name).read_bytes() for name in CONTENTS}


def test_a_whole_archive_is_unpacked(archive, tmp_path):
    assert unpack(archive, tmp_path / "unpacked") == CONTENTS


def test_any_flipped_bit_of_the_directory_and_headers(archive, tmp_path):
    whole = archive.read_bytes()
    places = headers(archive)
    assert len(places) > 3 * (30 + 46) + 22
    messages = {}
    for place in places:
        for bit in range(8):
            changed = bytes([whole[place] ^ 1 << bit])
            archive.write_bytes(whole[:place] + changed + whole[place + 1 :])
            try:
                assert unpack(archive, tmp_path / "unpacked") == CONTENTS, (place, bit)
            except ArchiveError as error:
                messages[place, bit] = str(error)
    assert len(messages) > len(places)
    for where, message in messages.items():
        assert message.startswith(str(archive)), (where, message)
        assert message.endswith("export it again with: qa-bot export FILE"), (where, message)
        assert "\n" not in message, (where, message)
        assert "encrypted" not in message, (where, message)
        assert "can't be written" not in message, (where, message)


def test_any_flipped_bit_of_a_content_is_refused(archive, tmp_path):
    whole = archive.read_bytes()
    for place in sorted(set(range(len(whole))) - set(headers(archive)))[::7]:
        archive.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(ArchiveError, match=r"^[^\n]+ is damaged: [^\n]+ can't be read; "):
            unpack(archive, tmp_path / "unpacked")


def test_a_full_disk_is_not_taken_for_a_damaged_archive(archive, tmp_path, monkeypatch):
    def refuse(path, *_):
        raise OSError(28, "No space left on device", str(path))

    with open_archive(archive) as packed:
        monkeypatch.setattr("pathlib.Path.open", refuse)
        with pytest.raises(OSError, match="No space left"):
            unpack_generation(packed, archive, tmp_path / "unpacked")


def test_too_many_open_files_are_not_taken_for_a_damaged_archive(archive, monkeypatch):
    def refuse(*_):
        raise OSError(24, "Too many open files", str(archive))

    monkeypatch.setattr("zipfile.ZipFile", refuse)
    with (
        pytest.raises(ArchiveError, match=r"can't be read \(Too many open files\)"),
        open_archive(archive),
    ):
        pass
