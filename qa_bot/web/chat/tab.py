"""The chat: a conversation, the question box, and the cited source beside them."""

from __future__ import annotations

from typing import Any

import gradio as gr

from qa_bot.errors import QABotError
from qa_bot.web import texts
from qa_bot.web.chat.components import ChatTab
from qa_bot.web.chat.empty_state import render_welcome
from qa_bot.web.chat.events import PRIVATE, wire_questions
from qa_bot.web.chat.exchanges import Exchange
from qa_bot.web.chat.feedback_form import read_reason
from qa_bot.web.chat.progress import Asked
from qa_bot.web.chat.render import render_conversation, render_history
from qa_bot.web.chat.viewer import show_source
from qa_bot.web.library.library import EXAMPLES, Library
from qa_bot.web.notices import as_notice, render_notice
from qa_bot.web.scripts import load_script

_LOG = (
    f'<div role="log" aria-live="polite" aria-label="{texts.CONVERSATION}">${{value}}</div>'
    '${pending}<p class="qa-sr" role="status">${said}</p>'
)
"""The conversation, the question on its way, and what screen readers say of that."""


def build_chat_tab(library: Library) -> ChatTab:
    """Lay the chat out and wire it to the library."""
    tab = _lay_out(library)
    wire_questions(tab, library)
    _wire_conversation(tab, library)
    return tab


def _lay_out(library: Library) -> ChatTab:
    exchanges = gr.State(list[Exchange]())
    asking = gr.State(Asked(""))
    with gr.Row(elem_id="qa-columns"):
        with gr.Column(scale=3, min_width=300, elem_id="qa-left"):
            welcome = gr.HTML(
                "", elem_id="qa-welcome", js_on_load=load_script("library.js"), visible=False
            )
            gr.HTML(render_history(), elem_id="qa-history", js_on_load=None)
            conversation = gr.HTML(
                render_conversation([]),
                html_template=_LOG,
                pending="",
                said="",
                elem_id="qa-conversation",
                js_on_load=load_script("export.js", "history.js", "chat.js"),
            )
            with gr.Row(elem_id="qa-examples") as suggestions:
                examples = [gr.Button(size="sm", **look) for look in _look_of_examples(library)]
            with gr.Row(elem_id="qa-ask-row"):
                question = _question_box()
                ask = gr.Button(
                    texts.ASK, variant="primary", scale=1, min_width=80, elem_id="qa-ask"
                )
            documents = _document_selector(library)
            with gr.Row(elem_id="qa-tools"):
                clear = gr.Button(texts.CLEAR, size="sm", elem_id="qa-clear")
            notice = gr.HTML("", elem_id="qa-status", js_on_load=None)
        with gr.Column(scale=2, min_width=300, elem_id="qa-right"):
            source = gr.HTML(
                render_notice(texts.SOURCE_EMPTY),
                elem_id="qa-source-panel",
                js_on_load=load_script("viewer.js"),
            )
    return ChatTab(
        welcome,
        exchanges,
        asking,
        conversation,
        suggestions,
        examples,
        question,
        ask,
        documents,
        clear,
        notice,
        source,
    )


def refresh_chat(library: Library, may_edit: bool) -> list[Any]:
    """What `ChatTab.refreshed` shows of the index as it is now."""
    welcome = render_welcome(library, may_edit)
    choices = library.document_choices()
    return [
        gr.HTML(welcome, visible=bool(welcome)),
        gr.Dropdown(choices, value=[], visible=len(choices) > 1),
        *(gr.Button(**look) for look in _look_of_examples(library)),
    ]


def _look_of_examples(library: Library) -> list[dict[str, Any]]:
    """Value and visibility of the buttons that ask an example."""
    questions = library.example_questions()
    padded = [*questions, *[""] * (EXAMPLES - len(questions))]
    return [{"value": question, "visible": bool(question)} for question in padded]


def _question_box() -> gr.Textbox:
    return gr.Textbox(
        label=texts.QUESTION_LABEL,
        placeholder=texts.QUESTION_PLACEHOLDER,
        show_label=False,
        lines=1,
        max_lines=4,
        autofocus=True,
        scale=5,
        elem_id="qa-question",
    )


def _document_selector(library: Library) -> gr.Dropdown:
    """Which documents to ask; shown where there is a choice."""
    choices = library.document_choices()
    return gr.Dropdown(
        choices,
        value=[],
        multiselect=True,
        label=texts.DOCUMENTS_LABEL,
        info=texts.DOCUMENTS_INFO,
        visible=len(choices) > 1,
        elem_id="qa-documents",
    )


def _wire_conversation(tab: ChatTab, library: Library) -> None:
    def open_source(event: gr.EventData) -> str:
        with as_notice():
            return show_source(library, event._data)

    def keep_thumb(exchanges: list[Exchange], event: gr.EventData) -> str:
        with as_notice():
            given = _exchange_at(exchanges, event._data).answer
            helpful = event._data.get("helpful") == "yes"
            library.keep_feedback(given, helpful, read_reason(given, event._data))
        return render_notice(texts.THANKS)

    gr.on([tab.conversation.click, tab.source.click], open_source, None, [tab.source], **PRIVATE)
    tab.conversation.like(keep_thumb, [tab.exchanges], [tab.notice], **PRIVATE)


def _exchange_at(exchanges: list[Exchange], data: dict[str, Any]) -> Exchange:
    """The exchange that a thumb was given to."""
    try:
        return exchanges[int(data["turn"])]
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise QABotError("this answer is no longer on the page; ask again") from error
