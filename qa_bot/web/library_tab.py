"""The library: a rebuild."""

from __future__ import annotations

import gradio as gr

from qa_bot.web import texts
from qa_bot.web.chat_tab import ChatTab
from qa_bot.web.library import Library
from qa_bot.web.notices import as_notice, render_notice
from qa_bot.web.security.access import require_editor


def build_library_tab(library: Library, chat: ChatTab) -> None:
    """Lay the library out and wire it."""
    button = gr.Button(texts.REBUILD, size="sm", elem_id="qa-rebuild")
    notice = gr.HTML("", elem_id="qa-result", js_on_load=None)

    def rebuild_index(
        request: gr.Request,
        progress: gr.Progress = gr.Progress(),  # noqa: B008 - Gradio's way
    ) -> tuple[str, gr.Dropdown]:
        def advance(done: int, total: int) -> None:
            progress((done, total), desc=texts.REBUILDING)

        with as_notice():
            require_editor(request.request)
            said = library.rebuild(advance)
            choices = library.document_choices()
        return render_notice(said), gr.Dropdown(choices, value=[], visible=len(choices) > 1)

    button.click(
        rebuild_index,
        None,
        [notice, chat.documents],
        concurrency_limit=1,
        api_visibility="private",
    )
