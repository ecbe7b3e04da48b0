"""Errors of the operating system while an index is changed are called what they are."""

from __future__ import annotations

import errno
import os
import sys

import pytest

from qa_bot.errors import CorpusError, QABotError
from qa_bot.index.locking import lock_index


def os_error(number, name=None):
    return OSError(number, os.strerror(number), name)


def fail_with(error, index_dir):
    with lock_index(index_dir):
        raise error


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_is_named_with_the_file(tmp_path, number):
    place = tmp_path / "index" / "vectors.npy"
    with pytest.raises(QABotError, match=r"vectors\.npy can't be written .*; make room"):
        fail_with(os_error(number, str(place)), tmp_path / "index")
    with pytest.raises(QABotError, match=r"index can't be written .*; make room"):
        fail_with(os_error(number), tmp_path / "index")


def test_a_copy_that_fills_the_disk_names_the_file_that_grew(tmp_path):
    error = OSError(errno.ENOSPC, "No space left", "/a/source.txt", None, "/b/corpus/source.txt")
    with pytest.raises(QABotError, match=r"^/b/corpus/source\.txt can't be written"):
        fail_with(error, tmp_path / "index")


def test_an_unreadable_source_is_not_called_a_full_disk(tmp_path):
    source = tmp_path / "corpus" / "a.txt"
    with pytest.raises(QABotError, match="readable") as told:
        fail_with(os_error(errno.EACCES, str(source)), tmp_path / "index")
    assert str(source) in str(told.value)
    assert "make room" not in str(told.value)


def test_too_many_open_files_are_called_that(tmp_path):
    place = tmp_path / "index" / "CURRENT"
    with pytest.raises(QABotError, match=r"Too many open files; .*ulimit -n"):
        fail_with(os_error(errno.EMFILE, str(place)), tmp_path / "index")


def test_a_folder_that_may_not_be_written_is_called_that(tmp_path):
    place = tmp_path / "index" / "generations"
    with pytest.raises(QABotError, match=r"can't be written \(Read-only .*another folder"):
        fail_with(os_error(errno.EROFS, str(place)), tmp_path / "index")


def test_a_damaged_disk_leads_to_a_check(tmp_path):
    place = tmp_path / "index" / "documents.sqlite"
    with pytest.raises(QABotError, match=r"documents\.sqlite can't be used .*qa-bot check"):
        fail_with(os_error(errno.EIO, str(place)), tmp_path / "index")


def test_an_error_without_a_file_says_what_it_is(tmp_path):
    with pytest.raises(QABotError, match=r"is as it was \(Cannot allocate memory\); try again"):
        fail_with(os_error(errno.ENOMEM), tmp_path / "index")


@pytest.mark.parametrize("error", [BrokenPipeError(), TimeoutError(), ConnectionResetError()])
def test_the_end_of_a_pipe_and_a_time_limit_stay_what_they_are(tmp_path, error):
    with pytest.raises(type(error)) as raised:
        fail_with(error, tmp_path / "index")
    assert raised.value is error


def test_errors_with_words_of_their_own_keep_them(tmp_path):
    with pytest.raises(CorpusError, match="mine"):
        fail_with(CorpusError("mine"), tmp_path / "index")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_every_message_is_one_line(tmp_path):
    for number in sorted(errno.errorcode):
        error = os_error(number, str(tmp_path / "index" / "a.npy"))
        with pytest.raises((QABotError, ConnectionError, TimeoutError)) as raised:
            fail_with(error, tmp_path / "index")
        assert "\n" not in str(raised.value)
