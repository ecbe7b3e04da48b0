"""The library: rows of documents, what the page is told of them, and an index that disappears."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace

import pytest

from qa_bot import build_index
from qa_bot.errors import QABotError
from qa_bot.reading.errors import password_needed
from qa_bot.reading.formats.ocr import INSTALL
from qa_bot.reading.report import ReadingReport
from qa_bot.web import texts
from qa_bot.web.chat.calls import Span, _find_context
from qa_bot.web.chat.viewer import Place, show_source
from qa_bot.web.library.panel import describe_size, render_table
from qa_bot.web.library.rebuilding import Job
from qa_bot.web.library.removing import remove_document
from qa_bot.web.library.rows import (
    Row,
    _with_reading,
    describe_pages,
    list_removed,
    list_rows,
    select_rows,
)
from qa_bot.web.library.state import describe_job, describe_state, render_welcome
from qa_bot.web.security.access import LOCAL
from qa_bot.web.security.accounts import Principal
from tests.fakes import FakeEncoder

COMMANDS = ("index", "rebuild", "generation", "passage", "QA_BOT", "qa-bot", "--", "replace=true")


def rows_of(library):
    return {row.source: row for row in list_rows(library)}


def test_rows_say_what_became_of_each_file(library):
    rows = rows_of(library)
    assert {source: row.status for source, row in rows.items()} == {
        "boats.txt": "ready",
        "copies/boats.txt": "ready",
        "<b>hares.md": "ready",
        "broken.pdf": "problem",
        "half.pdf": "problem",
    }
    assert rows["<b>hares.md"].title == "Snow hares"
    assert rows["copies/boats.txt"].note == "the same text as boats.txt"
    assert rows["half.pdf"].note.startswith("read in part: no text on page 2")
    assert (rows["half.pdf"].answers, rows["broken.pdf"].answers) == (True, False)
    assert rows["half.pdf"].pages == 2
    assert rows["boats.txt"].size == len((library.corpus / "boats.txt").read_bytes())
    assert rows["boats.txt"].changed == (library.corpus / "boats.txt").stat().st_mtime


def test_reasons_are_sentences_without_a_command(library):
    assert rows_of(library)["broken.pdf"].note.startswith("not read: it is damaged: ")
    for reason, said in (
        (
            f"has no text: a scan? Recognition reads it: {INSTALL}",
            "has no text: a scan? Recognition reads it",
        ),
        (f"no text on page 2 ({INSTALL} reads scanned pages)", "no text on page 2"),
        (str(password_needed([])), "is protected by a password"),
    ):
        reading = ReadingReport("boats.txt", "partly", reason)
        row = _with_reading(rows_of(library)["boats.txt"], reading)
        assert row.note == f"read in part: {said}"


def test_the_welcome_counts_what_can_be_asked(library):
    assert len(list_rows(library)) == 5
    assert "Ask 4 documents" in describe_state(library, LOCAL, "")["welcome"]


def test_the_welcome_names_the_first_documents_and_how_many_more_there_are():
    rows = [Row(f"{n}.txt", f"<{n}>", "ready", answers=n != 2) for n in range(9)]
    shown = render_welcome(rows, built=True, lost=False, may_edit=False)
    assert shown.count('data-do="document"') == 5
    assert "&lt;1&gt;" in shown
    assert "&lt;2&gt;" not in shown, "it can't be opened"
    assert "and 3 more" in shown
    few = render_welcome(rows[:2], built=True, lost=False, may_edit=False)
    assert few.count("data-do=") == 2
    one = render_welcome(rows[:1], built=True, lost=False, may_edit=False)
    assert "data-do" not in one, "its title is named already"


def test_words_that_no_longer_stand_there_are_not_marked_and_that_is_said(library):
    """An answer is kept by the browser for long; its document may have been replaced since."""
    text = library.bot.source("boats.txt").text
    start = text.index("Each")
    now = {"doc": "boats.txt", "start": start, "end": start + 8}
    for quote in ("", text[start : start + 8]):
        shown = show_source(library, Place(**now, quote=quote))
        assert "<mark>Each boa</mark>" in shown
        assert texts.CHANGED_SINCE not in shown
        assert _find_context(library, Span(**now, quote=quote))["before"].endswith("boats. ")
    shown = show_source(library, Place(**now, quote="Each car"))
    assert "<mark>" not in shown
    assert texts.CHANGED_SINCE in shown
    with pytest.raises(QABotError, match="has changed since this answer"):
        _find_context(library, Span(**now, quote="Each car"))


def test_files_that_are_new_changed_or_gone_are_being_updated(library):
    (library.corpus / "new.txt").write_text("New.")
    os.utime(library.corpus / "boats.txt", (1, 1))
    (library.corpus / "half.pdf").unlink()
    updating = {row.source for row in list_rows(library) if row.status == "updating"}
    assert updating == {"new.txt", "boats.txt", "half.pdf"}


def test_removed_files_are_listed_apart(library):
    remove_document(library.corpus, "copies/boats.txt")
    (removed,) = list_removed(library)
    assert (removed.source, removed.status, removed.title, removed.note) == (
        "copies/boats.txt", "removed", "Boats", ""
    )  # fmt: skip
    assert rows_of(library)["copies/boats.txt"].status == "updating"


def test_rows_are_found_by_words_type_and_status_and_sorted_both_ways(library):
    rows = list_rows(library)
    assert [row.source for row in select_rows(rows, "boats copies")] == ["copies/boats.txt"]
    assert {row.source for row in select_rows(rows, kind="pdf")} == {"broken.pdf", "half.pdf"}
    assert {row.source for row in select_rows(rows, status="problem")} == {"broken.pdf", "half.pdf"}
    sizes = [row.size for row in select_rows(rows, by="-size")]
    assert sizes == sorted(sizes, reverse=True)
    assert [row.size for row in select_rows(rows, by="size")] == sizes[::-1]


def test_the_table_has_a_row_a_document_and_nothing_to_change_for_readers(library):
    (library.corpus / "<img src=x>.txt").write_text("x")
    rows = list_rows(library)
    shown = render_table(rows, "-size", may_edit=True)
    assert shown.count("<tr data-status") == 6
    assert 'aria-sort="descending" data-head="size"' in shown
    assert "<img" not in shown
    assert 'type="checkbox"' not in render_table(rows, "title", may_edit=False)
    assert "No document fits" in render_table([], "title", may_edit=True)
    many = [replace(rows[0], source=f"{n}.txt") for n in range(450)]
    assert "The first 200 of 450" in render_table(many, "title", may_edit=True)


@pytest.mark.parametrize(
    ("size", "said"), [(0, ""), (1, "1 kB"), (1_499, "1 kB"), (2_345_678, "2.3 MB")]
)
def test_sizes_are_read_at_a_glance(size, said):
    assert describe_size(size) == said


def test_the_page_is_sent_what_is_new_alone(library):
    whole = describe_state(library, LOCAL, "")
    assert whole["count"] == 5
    assert whole["can_ask"]
    assert whole["user"] == ""
    again = describe_state(library, LOCAL, whole["revision"])
    assert set(again) == {"revision", "progress"}
    library.note_change()
    assert describe_state(library, LOCAL, whole["revision"])["count"] == 5


def test_readers_are_told_who_they_are_and_offered_no_change(library):
    told = describe_state(library, Principal("<ada>", "reader"), "")
    assert not told["may_edit"]
    assert "Signed in as &lt;ada&gt;" in told["user"]
    shutil.rmtree(library.corpus)
    shutil.rmtree(library._index_dir)
    assert "data-do" not in describe_state(library, Principal("ada", "reader"), "")["welcome"]


@pytest.mark.parametrize(
    ("job", "said"),
    [
        (Job("a", done=11, total=30, reading="<report>.pdf"), "Reading 12 of 30: <report>.pdf"),
        (Job("a", done=1, total=4), "Preparing answers: 25 %"),
        (Job("a"), "Reading the documents"),
        (Job("a", "done"), "The documents are up to date."),
        (Job("a", "cancelled"), "Cancelled; the documents answer as before."),
        (Job("a", "failed", failure="CorpusError"), "None of these files could be read; the "),
        (Job("a", "failed", error="/srv/x: run qa-bot build --force"), "The documents could not "),
    ],
)
def test_progress_is_told_in_plain_words(library, job, said):
    library.rebuilds._jobs[job.job_id] = job
    told = describe_job(library, job)
    assert told["said"].startswith(said)
    assert told["running"] == (job.state == "running")
    assert not any(word in told["said"] for word in COMMANDS)


@pytest.mark.parametrize("lost", [".", "CURRENT", "generations"])
def test_an_index_that_disappears_is_built_again_from_the_same_documents(library, lost):
    index = library._index_dir
    gone = index / lost
    gone.unlink() if gone.is_file() else shutil.rmtree(gone)
    assert not library.is_built
    assert len(library.paths()) == 5
    assert (library.live, library.readings(), library.document_count) == ("", [], 0)
    told = describe_state(library, LOCAL, "")
    assert "no longer there" in told["welcome"]
    assert "Read them now" in told["welcome"]
    assert not any(word in told["welcome"] for word in (*COMMANDS, str(index.parent)))
    build_index(library.corpus, index, encoder=FakeEncoder())
    assert library.is_built
    assert library.bot.answer("Boats?").question == "Boats?"


def test_documents_that_are_not_read_yet_can_be_read_right_there(tmp_path, corpus, library):
    shutil.rmtree(library._index_dir)
    library._bot = None
    library._corpus = corpus
    assert "not read yet" in describe_state(library, LOCAL, "")["welcome"]
    shutil.rmtree(corpus)
    assert "Drop files or a folder here" in describe_state(library, LOCAL, "")["welcome"]


@pytest.mark.parametrize(
    ("count", "kind", "said"),
    [(3, "pdf", "3 pages"), (1, "docx", "1 page"), (4, "pptx", "4 slides"), (1, "odp", "1 slide"),
     (3, "xls", "3 sheets"), (1, "ods", "1 sheet")],
)  # fmt: skip
def test_pages_are_called_what_they_are_in_the_format(count, kind, said):
    assert describe_pages(count, kind) == said
