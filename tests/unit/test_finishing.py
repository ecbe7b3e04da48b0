"""Files that are hashed and flushed beside the rest of a build."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from qa_bot.index import manifest
from qa_bot.index.finishing import finishing_files
from qa_bot.index.manifest import file_checksum, folder_checksums


def test_checksums_are_those_of_the_files(tmp_path: Path) -> None:
    contents = {"empty": b"", "short": b"a", "long": bytes(range(256)) * 50}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    with finishing_files() as finished:
        finished.add(*(tmp_path / name for name in contents))
        found = finished.checksums()
    assert found == {
        tmp_path / name: hashlib.sha256(content).hexdigest() for name, content in contents.items()
    }


def test_a_file_longer_than_the_buffer_is_hashed_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manifest, "_HASHED", 7)
    content = bytes(range(100))
    (tmp_path / "file").write_bytes(content)
    assert file_checksum(tmp_path / "file") == hashlib.sha256(content).hexdigest()


def test_a_folder_takes_known_checksums_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "known").write_bytes(b"1")
    (tmp_path / "other").write_bytes(b"2")
    known = {tmp_path / "below" / "known": "taken before"}
    assert folder_checksums(tmp_path, known) == {
        "below/known": "taken before",
        "other": hashlib.sha256(b"2").hexdigest(),
    }


def test_what_fails_is_told_where_the_checksums_are_asked_for(tmp_path: Path) -> None:
    with finishing_files() as finished:
        finished.add(tmp_path / "missing")
        with pytest.raises(FileNotFoundError):
            finished.checksums()
