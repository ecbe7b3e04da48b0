"""A checksum is noted, and taken anew once the file is another one."""

from __future__ import annotations

import hashlib
import os

import pytest

from qa_bot.models import weights
from qa_bot.models.weights import noted_checksum


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.setenv("QA_BOT_MODEL_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(weights, "_SETTLED", -1.0)
    path = tmp_path / "model.safetensors"
    path.write_bytes(b"first")
    return path


def notes(tmp_path):
    return sorted((tmp_path / "cache" / "checksums").glob("*"))


def test_the_file_is_not_read_again_while_it_stays_the_same(file, tmp_path):
    assert noted_checksum(file) == hashlib.sha256(b"first").hexdigest()
    (note,) = notes(tmp_path)
    other = "0" * 64
    note.write_text(other)
    assert noted_checksum(file) == other


def test_a_changed_file_is_read_even_with_size_and_time_kept(file):
    noted_checksum(file)
    state = file.stat()
    file.write_bytes(b"other")
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert noted_checksum(file) == hashlib.sha256(b"other").hexdigest()


def test_a_damaged_note_is_taken_for_none(file, tmp_path):
    noted_checksum(file)
    notes(tmp_path)[0].write_text("half a check")
    assert noted_checksum(file) == hashlib.sha256(b"first").hexdigest()


def test_a_file_that_was_just_written_is_not_noted(file, tmp_path, monkeypatch):
    monkeypatch.setattr(weights, "_SETTLED", 2.0)
    noted_checksum(file)
    assert notes(tmp_path) == []


def test_a_cache_that_cannot_be_written_is_no_error(file, tmp_path, monkeypatch):
    (tmp_path / "taken").write_text("a file")
    monkeypatch.setenv("QA_BOT_MODEL_CACHE", str(tmp_path / "taken"))
    assert noted_checksum(file) == hashlib.sha256(b"first").hexdigest()
