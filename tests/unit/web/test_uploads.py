from __future__ import annotations

import io
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.web.library import uploads
from qa_bot.web.library.removing import GoneError, remove_document, restore_document
from qa_bot.web.library.uploads import UploadError, safe_name, store_upload
from qa_bot.web.options import ServerOptions, UploadLimits, is_loopback


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("report.pdf", "report.pdf"),
        ("Jahresbericht über 2024.txt", "Jahresbericht über 2024.txt"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\boot.txt", "boot.txt"),
        ("/abs/olute.md", "olute.md"),
        (".hidden.txt", "hidden.txt"),
        ("con.txt", "con_.txt"),
        ("README.md", "README_.md"),
        ('a<b>"c|?*.txt', "a_b__c___.txt"),
        ("line\nbreak\0.txt", "line_break_.txt"),
        ("evil\u202etxt.md", "evil_txt.md"),
    ],
)
def test_names_are_made_safe(given_name, kept):
    assert safe_name(given_name) == kept


@pytest.mark.parametrize("name", ["", "...", "/", "..", "a/..", "x.abcdefghijklmn"])
def test_names_of_which_nothing_is_left_are_refused(name):
    with pytest.raises(UploadError):
        safe_name(name)


@given(st.text(max_size=300))
def test_no_name_leads_out_of_its_folder(name):
    try:
        kept = safe_name(name)
    except UploadError:
        return
    assert not set(kept) & set("/\\\0\n\r")
    assert kept not in (".", "..")
    assert not kept.startswith(".")
    assert len(kept.encode()) <= 165


def store(corpus, name, data, taken="refuse", folder="", **limits):
    return store_upload(corpus, name, io.BytesIO(data), UploadLimits(**limits), taken, folder)


def status_of(*arguments, **options):
    with pytest.raises(UploadError) as refused:
        store(*arguments, **options)
    return refused.value.status


def test_a_file_is_stored_and_only_replaced_when_asked(tmp_path):
    assert store(tmp_path, "a.txt", b"one") == "a.txt"
    assert status_of(tmp_path, "a.txt", b"two") == 409
    assert (tmp_path / "a.txt").read_bytes() == b"one"
    store(tmp_path, "a.txt", b"two", "replace")
    assert (tmp_path / "a.txt").read_bytes() == b"two"


@pytest.fixture(params=[True, False], ids=["links", "no links"])
def hard_links(request, monkeypatch):
    """File systems with hard links and without."""

    def refuse(*_):
        raise PermissionError("Operation not permitted")

    if not request.param:
        monkeypatch.setattr(Path, "hardlink_to", refuse)


@pytest.mark.usefixtures("hard_links")
@pytest.mark.parametrize("taken", ["refuse", "replace", "keep_both"])
def test_uploads_of_one_name_at_once_lose_nothing(tmp_path, taken):
    count = 8
    together = threading.Barrier(count)

    class Source(io.BytesIO):
        """A body whose end all uploads reach at the same moment."""

        def read(self, size=-1):
            block = super().read(size)
            if not block:
                together.wait(20)
            return block

    def upload(number):
        try:
            content = Source(f"text {number}".encode())
            store_upload(tmp_path, "a.txt", content, UploadLimits(), taken)
        except UploadError as error:
            return error.status
        return 201

    with ThreadPoolExecutor(count) as threads:
        statuses = list(threads.map(upload, range(count)))
    kept = {path.read_text() for path in tmp_path.rglob("a*.txt")}
    assert kept == {f"text {number}" for number in range(count) if statuses[number] == 201}
    refused = count - 1 if taken == "refuse" else 0
    assert sorted(statuses) == [201] * (count - refused) + [409] * refused


def test_a_file_that_another_process_has_just_stored_stays(tmp_path, hard_links, monkeypatch):
    checked = uploads._check_content

    def check(path, name):
        checked(path, name)
        monkeypatch.setattr(uploads, "_choose_place", lambda place, _: place)  # a moment later
        monkeypatch.setattr(Path, "exists", lambda path: False)
        (tmp_path / "a.txt").write_text("theirs")

    monkeypatch.setattr(uploads, "_check_content", check)
    assert status_of(tmp_path, "a.txt", b"ours") == 409
    assert (tmp_path / "a.txt").read_text() == "theirs"


@pytest.mark.parametrize("name", ["golden.jsonl", "part/Golden.JSONL"])
def test_a_file_that_would_be_taken_for_test_questions_is_refused_with_the_reason(tmp_path, name):
    with pytest.raises(UploadError, match="test questions; rename"):
        store(tmp_path, name, b'{"a": 1}')
    assert not list(tmp_path.iterdir())


def test_refused_files_leave_nothing_behind(tmp_path):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 60_000_000)
    assert status_of(tmp_path, "bomb.docx", bomb.getvalue()) == 415
    assert status_of(tmp_path, "program.exe", b"MZ") == 415
    assert status_of(tmp_path, "program.txt", b"MZ\x00\x01\x02\x03" * 50) == 415
    assert status_of(tmp_path, "fake.pdf", b"plain text") == 415
    assert status_of(tmp_path, "large.txt", b"x" * 1_000_001, file_mb=1) == 413
    assert list(tmp_path.iterdir()) == []


def test_a_full_library_takes_no_more(tmp_path):
    store(tmp_path, "a.txt", b"one", corpus_files=1)
    assert status_of(tmp_path, "b.txt", b"two", corpus_files=1) == 507


def test_a_link_is_never_written_through(tmp_path):
    (tmp_path / "corpus").mkdir()
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    (tmp_path / "corpus" / "link.txt").symlink_to(secret)
    assert status_of(tmp_path / "corpus", "link.txt", b"x", "replace") == 409
    assert secret.read_text() == "secret"


def test_only_files_of_the_corpus_are_removed(tmp_path):
    corpus = tmp_path / "corpus"
    (corpus / "part").mkdir(parents=True)
    (corpus / "part" / "a.txt").write_text("a")
    (corpus / ".secret").write_text("s")
    (tmp_path / "b.txt").write_text("b")
    for source in ("../b.txt", "part/../../b.txt", str(tmp_path / "b.txt"), ".secret", "part", ""):
        with pytest.raises(GoneError):
            remove_document(corpus, source)
    assert remove_document(corpus, "part/a.txt") == "part/a.txt"
    assert not (corpus / "part" / "a.txt").exists()
    assert (corpus / ".removed" / "part" / "a.txt").read_text() == "a"
    assert (tmp_path / "b.txt").exists()


def test_both_of_one_name_are_kept_and_folders_stay(tmp_path):
    assert store(tmp_path, "a.txt", b"one") == "a.txt"
    assert store(tmp_path, "a.txt", b"two", "keep_both") == "a (2).txt"
    assert store(tmp_path, "a.txt", b"three", "keep_both") == "a (3).txt"
    assert store(tmp_path, "a.txt", b"four", folder="2024/May") == "2024/May/a.txt"
    assert [path.read_bytes() for path in sorted(tmp_path.glob("*.txt"))] == [
        b"two",
        b"three",
        b"one",
    ]


@pytest.mark.parametrize(
    ("folder", "kept"),
    [("../../etc", "etc/a.txt"), ("/abs/x", "abs/x/a.txt"), (".hidden", "hidden/a.txt"),
     ("a\\..\\b", "a/b/a.txt"), ("con", "con_/a.txt"), ("..", "a.txt")],
)  # fmt: skip
def test_no_folder_leads_out_of_the_library(tmp_path, folder, kept):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    assert store(corpus, "a.txt", b"one", folder=folder) == kept
    assert [path.name for path in tmp_path.iterdir()] == ["corpus"]


def test_a_folder_that_is_a_link_is_not_followed(tmp_path):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "out").symlink_to(tmp_path)
    assert status_of(tmp_path / "corpus", "a.txt", b"one", folder="out") == 422
    assert status_of(tmp_path / "corpus", "a.txt", b"one", folder="a/" * 9) == 422


def test_what_was_removed_comes_back_where_it_was_and_beside_what_took_its_place(tmp_path):
    (tmp_path / "part").mkdir()
    for text in ("one", "two"):
        (tmp_path / "part" / "a.txt").write_text(text)
        remove_document(tmp_path, "part/a.txt")
    assert restore_document(tmp_path, "part/a (2).txt", "part/a.txt") == "part/a.txt"
    assert restore_document(tmp_path, "part/a.txt") == "part/a (2).txt"
    assert [(tmp_path / "part" / name).read_text() for name in ("a.txt", "a (2).txt")] == [
        "two",
        "one",
    ]


@pytest.mark.parametrize(
    "source", ["../b.txt", "/b.txt", ".b.txt", "golden.jsonl", "x/../../b.txt"]
)
def test_nothing_is_restored_outside_of_the_library(tmp_path, source):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("a")
    remove_document(corpus, "a.txt")
    with pytest.raises(GoneError):
        restore_document(corpus, "a.txt", source)
    with pytest.raises(GoneError):
        restore_document(corpus, "../a.txt")
    assert (corpus / ".removed" / "a.txt").exists()


def test_which_names_a_server_goes_by(tmp_path):
    assert ServerOptions().hosts == {"localhost"}
    assert ServerOptions(host="0.0.0.0").hosts == {"localhost"}
    assert ServerOptions(host="0.0.0.0", accounts=tmp_path).hosts is None
    proxied = ServerOptions(accounts=tmp_path, allowed_hosts=("qa.example",))
    assert proxied.hosts == {"localhost", "qa.example"}


def test_loopback_addresses():
    assert all(map(is_loopback, ["127.0.0.1", "::1", "[::1]", "localhost", "127.8.8.8"]))
    assert not any(map(is_loopback, ["0.0.0.0", "::", "10.0.0.1", "example.org", ""]))
