"""The library: its documents, uploads, removals, a rebuild and the generations."""

from __future__ import annotations

from typing import Any

import gradio as gr

from qa_bot.web import texts
from qa_bot.web.chat_tab import ChatTab
from qa_bot.web.library import Library
from qa_bot.web.notices import as_notice, render_notice
from qa_bot.web.scripts import load_script
from qa_bot.web.security.access import is_editor, require_editor
from qa_bot.web.shelf import render_shelf
from qa_bot.web.uploads import remove_document

_PRIVATE: dict[str, Any] = {"api_visibility": "private"}
_QUIET: dict[str, Any] = {**_PRIVATE, "show_progress": "hidden"}


def build_library_tab(library: Library, chat: ChatTab, page: gr.Blocks, tab: gr.Tab) -> None:
    """Lay the library out and wire it."""
    rebuild = gr.Button(texts.REBUILD, size="sm", elem_id="qa-rebuild")
    notice = gr.HTML("", elem_id="qa-result", js_on_load=None)
    shelf = gr.HTML("", elem_id="qa-shelf", js_on_load=load_script("library.js"))

    def show(request: gr.Request) -> str:
        with as_notice():
            return render_shelf(library, is_editor(request.request))

    gr.on([page.load, tab.select, shelf.upload], show, None, [shelf], **_QUIET)
    _wire_changes(library, shelf, notice)
    _wire_rebuild(library, rebuild, [notice, chat.documents, shelf])


def _wire_changes(library: Library, shelf: gr.HTML, notice: gr.HTML) -> None:
    def remove(event: gr.EventData, request: gr.Request) -> tuple[str, str]:
        with as_notice():
            require_editor(request.request)
            remove_document(library.corpus, str(event._data["doc"]))
            return render_shelf(library, may_edit=True), render_notice(texts.REMOVED)

    def go_back(event: gr.EventData, request: gr.Request) -> tuple[str, str]:
        with as_notice():
            require_editor(request.request)
            said = library.roll_back(str(event._data["generation"]))
            return render_shelf(library, may_edit=True), render_notice(said)

    shelf.delete(remove, None, [shelf, notice], **_QUIET)
    shelf.undo(go_back, None, [shelf, notice], **_QUIET)


def _wire_rebuild(library: Library, button: gr.Button, changed: list[Any]) -> None:
    def rebuild_index(
        request: gr.Request,
        progress: gr.Progress = gr.Progress(),  # noqa: B008 - Gradio's way
    ) -> tuple[str, gr.Dropdown, str]:
        def advance(done: int, total: int) -> None:
            progress((done, total), desc=texts.REBUILDING)

        with as_notice():
            require_editor(request.request)
            said = library.rebuild(advance)
            choices = library.document_choices()
            documents = gr.Dropdown(choices, value=[], visible=len(choices) > 1)
            return render_notice(said), documents, render_shelf(library, may_edit=True)

    button.click(
        rebuild_index,
        None,
        changed,
        show_progress_on=changed[:1],
        concurrency_limit=1,
        **_PRIVATE,
    )
