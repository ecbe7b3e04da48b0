"""The page: the chat and the library, each a tab."""

from __future__ import annotations

import gradio as gr

from qa_bot.web import texts
from qa_bot.web.chat.tab import build_chat_tab
from qa_bot.web.library.library import Library
from qa_bot.web.library.tab import build_library_tab


def build_page(library: Library) -> gr.Blocks:
    """The page, its parts wired to the library."""
    page = gr.Blocks(title=texts.TITLE, fill_width=True, analytics_enabled=False)
    with page:
        gr.HTML(f"<h1>{texts.TITLE}</h1>", elem_id="qa-title", js_on_load=None)
        with gr.Tabs(elem_id="qa-tabs"):
            with gr.Tab(texts.CHAT_TAB, id="chat"):
                chat = build_chat_tab(library)
            with gr.Tab(texts.LIBRARY_TAB, id="library") as tab:
                build_library_tab(library, chat, page, tab)
    return page
