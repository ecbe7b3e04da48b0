"""The documents in a real Chromium: added, read by themselves, found, removed, restored."""

from __future__ import annotations

import shutil
import sys
import threading
import time

import pytest

from qa_bot.web.library import rebuilding
from tests.e2e.browsing import (
    BOX,
    COMMANDS,
    MARKS,
    PATIENCE,
    ask,
    in_view,
    is_phone,
    notified,
    open_documents,
    open_page,
    overflows,
    rows,
    said,
)
from tests.servers import make_library

pytestmark = [*MARKS, pytest.mark.filterwarnings("ignore::DeprecationWarning")]


def add(page, *files):
    page.locator("#qa-log input[type=file]").first.set_input_files(
        [{"name": n, "mimeType": "text/plain", "buffer": text.encode()} for n, text in files]
    )


def row(page, name):
    return rows(page).filter(has=page.get_by_text(name, exact=True))


def wait_until_ready(page, name):
    page.locator(f"#qa-rows tr[data-status=ready]:has([data-source='{name}'])").wait_for()


def until_quiet(library):
    """Wait for the rebuilds that the tests before asked for."""
    for _ in range(1200):
        if not library.rebuilds.is_pending:
            return
        time.sleep(0.1)
    raise AssertionError("a rebuild never ended")


def test_an_added_document_is_read_by_itself_and_answers(own):
    width = own.viewport_size["width"]
    name = f"ferry-{width}.txt"
    open_documents(own)
    add(own, (name, f"The ferry number {width} to Tarn leaves at nine every morning."))
    row(own, name).wait_for()
    notified(own, f"{name}: added")
    wait_until_ready(own, name)
    notified(own, "The documents are up to date")
    own.get_by_role("button", name="Back to the chat").click()
    ask(own, f"When does the ferry number {width} to Tarn leave?")
    assert "leaves at nine" in own.locator(".qa-quote blockquote").first.inner_text()


def test_what_is_not_taken_says_why_and_a_taken_name_offers_both_ways(own, changing):
    width = own.viewport_size["width"]
    name = f"boat-{width}.txt"
    open_documents(own)
    add(own, ("x.exe", "MZ"), ("golden.jsonl", "{}"))
    own.get_by_text("Files of this type are not read").wait_for()
    own.get_by_text("would be taken for test questions").wait_for()
    for _ in range(2):
        own.locator(".qa-uploads button").first.click()
    add(own, (name, f"The boat {width} is blue."))
    row(own, name).wait_for()
    add(own, (name, f"The boat {width} is green."))
    own.get_by_text("There is a document of this name").wait_for()
    own.get_by_role("button", name="Keep both").click()
    row(own, f"boat-{width} (2).txt").wait_for()
    add(own, (name, f"The boat {width} is yellow."))
    own.get_by_role("button", name="Replace").click()
    own.wait_for_function("!document.querySelector('.qa-uploads :is(.qa-bad, .qa-pending)')")
    assert "yellow" in (changing[0] / "corpus" / name).read_text()
    assert not [word for word in COMMANDS if word in said(own)]


def test_refusals_and_notices_leave_the_composer_free_wherever_it_stands(page):
    """It stands in the middle; on a phone, and once something was asked, at the bottom."""
    page.locator(".qa-examples button").nth(2).wait_for()
    add(page, *((f"{n}.exe", "MZ") for n in range(4)))
    page.locator(".qa-uploads .qa-bad").nth(3).wait_for()
    in_view(page, "#qa-question .submit-button")
    assert not overflows(page)
    ask(page, "What does INTERPOL do?")
    page.locator(".qa-turn").get_by_role("button", name="Copy a link").click()
    page.locator(".qa-toasts p").wait_for()
    for part in ("#qa-question .submit-button", ".qa-uploads", ".qa-toasts p"):
        in_view(page, part)


def test_a_file_dropped_anywhere_is_added_under_an_overlay(own, changing):
    width = own.viewport_size["width"]
    handle = own.evaluate_handle(
        """(width) => { const dropped = new DataTransfer();
          const text = `The dropped boat ${width} is red.`;
          dropped.items.add(new File([text], `drop-${width}.txt`));
          return dropped; }""",
        width,
    )
    own.dispatch_event("body", "dragenter", {"dataTransfer": handle})
    assert own.locator(".qa-overlay").is_visible()
    own.dispatch_event("body", "drop", {"dataTransfer": handle})
    assert own.locator(".qa-overlay").is_hidden()
    notified(own, f"drop-{width}.txt: added")
    assert (changing[0] / "corpus" / f"drop-{width}.txt").exists()


def test_a_dropped_folder_is_read_to_its_end_and_keeps_its_folders(own, changing):
    width = own.viewport_size["width"]
    own.evaluate(
        """(width) => {
          const file = (name) => ({ name, isFile: true,
            file: (take) => take(new File([`About ${name} ${width}.`], name)) });
          const folder = (name, inside) => ({ name, isFile: false, createReader: () => {
            const parts = [inside, []]; return { readEntries: (take) => take(parts.shift()) }; } });
          const inside = [file('a.txt'), file('.hidden'), folder('in', [file('b.txt')])];
          const entry = folder(`box-${width}`, inside);
          const dataTransfer = { types: ['Files'],
            items: [{ kind: 'file', webkitGetAsEntry: () => entry, getAsFile: () => null }] };
          const drop = new Event('drop', { cancelable: true });
          window.dispatchEvent(Object.assign(drop, { dataTransfer }));
        }""",
        width,
    )
    notified(own, "b.txt: added")
    box = changing[0] / "corpus" / f"box-{width}"
    assert sorted(p.relative_to(box).as_posix() for p in box.rglob("*.txt")) == [
        "a.txt",
        "in/b.txt",
    ]


def test_progress_names_the_file_is_seen_in_every_tab_and_can_be_cancelled(
    opened, changing, monkeypatch
):
    _, url, library = changing
    until_quiet(library)
    first, second = opened(url), opened(url)
    held = threading.Event()

    def follow(rebuilds, job_id, process):
        rebuilds._advance(job_id, {"done": 11, "total": 30, "reading": "report.pdf"})
        held.wait(PATIENCE / 1000)
        with process:
            process.kill()

    waiting = [sys.executable, "-c", "import time; time.sleep(600)"]
    monkeypatch.setattr(rebuilding, "rebuild_command", lambda *_: waiting)
    monkeypatch.setattr(rebuilding.Rebuilds, "_follow", follow)
    top = "document.querySelector('.qa-documents li').getBoundingClientRect().top"
    before = first.evaluate(top)
    library.rebuilds.start()
    try:
        for page in (first, second):
            page.locator(".qa-shelf", has_text="Reading 12 of 30: report.pdf").wait_for()
        assert first.evaluate(top) == before, "the documents stay under the pointer"
        second.reload()
        second.locator(".qa-shelf", has_text="Reading 12 of 30: report.pdf").wait_for()
        ask(first, "What does INTERPOL do?")
        second.locator(".qa-shelf").get_by_role("button", name="Cancel").click()
        for page in (first, second):
            page.locator(".qa-shelf .qa-progress").wait_for(state="hidden")
            notified(page, "the documents answer as before")
    finally:
        held.set()


def test_removed_documents_come_back_by_undo_and_from_their_own_list(own, changing):
    width = own.viewport_size["width"]
    names = [f"gone-{n}-{width}.txt" for n in "ab"]
    for name in names:
        (changing[0] / "corpus" / name).write_text(f"About {name}.")
    changing[2].note_change()
    open_documents(own)
    for name in names:
        own.locator(f"#qa-rows [data-source='{name}']").check()
    assert own.locator(".qa-selected").inner_text().startswith("2 selected")
    own.get_by_role("button", name="Remove").click()
    notified(own, "2 documents are removed")
    assert not any((changing[0] / "corpus" / name).exists() for name in names)
    own.get_by_role("button", name="Undo").click()
    notified(own, "Restored")
    assert all((changing[0] / "corpus" / name).exists() for name in names)
    own.locator(f"#qa-rows [data-source='{names[0]}']").check()
    own.get_by_role("button", name="Remove").click()
    notified(own, "is removed")
    choose(own, "Status", "Removed")
    own.locator(f"#qa-rows [data-status=removed] [data-source='{names[0]}']").check()
    own.locator(".qa-selected").get_by_role("button", name="Restore").click()
    own.locator(f"#qa-rows [data-source='{names[0]}']").wait_for(state="detached")
    assert (changing[0] / "corpus" / names[0]).exists()


def test_what_is_selected_stays_so_when_the_table_is_drawn_anew(own):
    open_documents(own)
    own.locator("#qa-rows [data-source='hares.html']").check()
    own.get_by_role("button", name="Sort by Document").click()
    own.locator("[aria-sort=descending]").wait_for()
    own.wait_for_function("document.querySelector(`[data-source='hares.html']`).checked")
    assert own.locator(".qa-selected").inner_text().startswith("1 selected")
    own.get_by_label("Find a document").fill("harbour")
    own.locator("#qa-rows [data-source='hares.html']").wait_for(state="detached")
    own.locator(".qa-selected").wait_for(state="hidden")


def choose(page, label, option):
    page.get_by_label(label, exact=True).click()
    page.get_by_role("option", name=option, exact=True).click()


def test_documents_are_found_filtered_and_sorted(page):
    open_documents(page)
    count = rows(page).count()
    assert count == 7
    assert "2 pages" in row(page, "lighthouse.pdf").inner_text() or is_phone(page)
    page.get_by_label("Find a document").fill("snow har")
    page.wait_for_function("document.querySelectorAll('#qa-rows tbody tr').length === 1")
    page.get_by_label("Find a document").fill("")
    page.wait_for_function("document.querySelectorAll('#qa-rows tbody tr').length === 7")
    choose(page, "Type", "pdf")
    page.wait_for_function("document.querySelectorAll('#qa-rows tbody tr').length === 1")
    choose(page, "Type", "All types")
    page.wait_for_function("document.querySelectorAll('#qa-rows tbody tr').length === 7")
    titles = rows(page).locator("th button").all_inner_texts()
    assert titles == sorted(titles, key=str.casefold)
    page.get_by_role("button", name="Sort by Document").click()
    page.locator("[aria-sort=descending]").wait_for()
    assert rows(page).locator("th button").all_inner_texts()[0] == titles[-1]
    assert not overflows(page)


def test_going_back_to_a_version_shows_its_documents(opened, changing):
    folder, url, library = changing
    until_quiet(library)
    page = opened(url)
    before = library.live
    (folder / "corpus" / "later.txt").write_text("Later came a boat.")
    library.note_change()
    open_documents(page)
    wait_until_ready(page, "later.txt")
    page.locator("summary[aria-label=Versions]").click()
    page.locator(".qa-versions li").nth(1).wait_for()
    assert "current" in page.locator(".qa-versions li").first.inner_text()
    assert page.locator(".qa-versions").inner_text().startswith("Today ")
    page.locator(f"[data-generation='{before}']").click()
    notified(page, "Answers come from the version of")
    page.locator(".qa-documents li[data-status=updating]", has_text="Later").wait_for()
    page.locator("[data-scope='later.txt'][disabled]").wait_for()
    (folder / "corpus" / "later.txt").unlink()


def test_the_first_documents_are_added_where_the_chat_begins(serve, opened, tmp_path):
    for size in ((1280, 800), (390, 844)):
        corpus = tmp_path / str(size[0])
        corpus.mkdir()
        page = opened(serve(corpus), size)
        page.get_by_text("Drop files or a folder here").wait_for()
        assert page.locator("#qa-question .submit-button").is_disabled()
        page.fill(BOX, "When does the ferry leave?")
        page.press(BOX, "Enter")
        assert page.locator(".qa-turn").count() == 0
        assert page.locator(BOX).input_value() == "When does the ferry leave?"
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name="Add files").first.click()
        text = "The Ferry\n\nWhen does the ferry leave?\n\nThe ferry to Tarn leaves at nine.\n"
        chooser.value.set_files(
            [{"name": "ferry.txt", "mimeType": "text/plain", "buffer": text.encode()}]
        )
        page.get_by_text("Ask “").wait_for()
        page.press(BOX, "Enter")
        page.locator(".qa-quote").first.wait_for()
        assert "leaves at nine" in page.locator(".qa-quote blockquote").first.inner_text()


def test_an_index_that_disappears_can_be_read_again_right_there(serve, opened, tmp_path, encoder):
    text = "The ferry to Tarn leaves at nine every morning."
    folder = make_library(tmp_path / "x", {"ferry.txt": text}, encoder)
    page = opened(serve(folder))
    page.get_by_text("Ask “").wait_for()
    shutil.rmtree(folder / "index")
    page.fill(BOX, "When does the ferry leave?")
    page.press(BOX, "Enter")
    page.locator(".qa-error", has_text="have not been read").wait_for()
    page.locator("[data-do=new]").evaluate("button => button.click()")
    page.get_by_text("no longer there").wait_for()
    assert not [word for word in COMMANDS if word in said(page)]
    page.get_by_role("button", name="Read them now").click()
    page.get_by_text("Ask “").wait_for()
    ask(page, "When does the ferry leave?")
    assert "leaves at nine" in page.locator(".qa-quote blockquote").first.inner_text()


def test_a_reload_of_the_documents_panel_stays_there_and_back_leaves_it(page):
    open_documents(page)
    open_page(page, page.url)
    assert page.url.endswith("#documents")
    rows(page).first.wait_for()
    page.get_by_role("button", name="Back to the chat").click()
    page.locator(BOX).wait_for()
    page.go_back()
    rows(page).first.wait_for()
    page.keyboard.press("Escape")
    page.locator(f"{BOX}:focus").wait_for()
