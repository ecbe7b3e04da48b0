"""The library: its documents, uploads, removals, a rebuild and the generations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from qa_bot.web import texts
from qa_bot.web.chat.components import ChatTab
from qa_bot.web.chat.empty_state import render_welcome
from qa_bot.web.chat.tab import refresh_chat
from qa_bot.web.chat.viewer import show_source
from qa_bot.web.library.document_list import render_shelf
from qa_bot.web.library.library import Library
from qa_bot.web.library.picture import render_picture, render_picture_frame
from qa_bot.web.library.uploads import remove_document
from qa_bot.web.notices import as_notice, render_notice
from qa_bot.web.scripts import load_script
from qa_bot.web.security.access import is_editor, require_editor

_PRIVATE: dict[str, Any] = {"api_visibility": "private"}
_QUIET: dict[str, Any] = {**_PRIVATE, "show_progress": "hidden"}


def build_library_tab(library: Library, chat: ChatTab, page: gr.Blocks, tab: gr.Tab) -> None:
    """Lay the library out and wire it."""
    rebuild = gr.Button(texts.REBUILD, size="sm", elem_id="qa-rebuild", visible=False)
    notice = gr.HTML("", elem_id="qa-result", js_on_load=None)
    shelf = gr.HTML("", elem_id="qa-shelf", js_on_load=load_script("library.js"))
    picture = gr.HTML(
        render_picture_frame(), elem_id="qa-picture", js_on_load=load_script("picture.js")
    )

    def show(request: gr.Request) -> list[Any]:
        may_edit = is_editor(request.request)
        with as_notice():
            shown = [render_shelf(library, may_edit), gr.Button(visible=may_edit)]
            return [*shown, *refresh_chat(library, may_edit)]

    def show_files(request: gr.Request) -> list[Any]:
        may_edit = is_editor(request.request)
        with as_notice():
            return [render_shelf(library, may_edit), render_welcome(library, may_edit)]

    page.load(show, None, [shelf, rebuild, *chat.refreshed], **_QUIET)
    changed = [tab.select, shelf.upload, chat.welcome.upload]
    gr.on(changed, show_files, None, [shelf, chat.welcome], **_QUIET)
    _wire_changes(library, shelf, notice)
    _wire_picture(library, picture, chat)
    for start, said in ((rebuild.click, notice), (chat.welcome.build, chat.notice)):
        _wire_rebuild(library, start, said, [shelf, picture, *chat.refreshed])


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


def _wire_picture(library: Library, picture: gr.HTML, chat: ChatTab) -> None:
    def draw() -> str:
        with as_notice():
            return render_picture(library)

    def open_source(event: gr.EventData) -> str:
        with as_notice():
            return show_source(library, event._data)

    picture.draw(draw, None, [picture], **_QUIET)
    picture.click(open_source, None, [chat.source], **_QUIET)


def _wire_rebuild(
    library: Library, start: Callable[..., Any], notice: gr.HTML, refreshed: list[Any]
) -> None:
    """Let an event rebuild the index, with its progress and result in a notice."""

    def rebuild_index(
        request: gr.Request,
        progress: gr.Progress = gr.Progress(),  # noqa: B008 - Gradio's way
    ) -> list[Any]:
        def advance(done: int, total: int) -> None:
            progress((done, total), desc=texts.REBUILDING)

        with as_notice():
            require_editor(request.request)
            said = render_notice(library.rebuild(advance))
            return [
                said,
                render_shelf(library, True),
                render_picture_frame(),
                *refresh_chat(library, True),
            ]

    start(
        rebuild_index,
        None,
        [notice, *refreshed],
        show_progress_on=[notice],
        concurrency_limit=1,
        concurrency_id="rebuild",
        **_PRIVATE,
    )
