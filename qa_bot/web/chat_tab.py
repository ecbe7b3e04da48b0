"""The chat: a conversation, the question box, and the cited source beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from qa_bot.errors import QABotError
from qa_bot.web import texts
from qa_bot.web.exchanges import Exchange, read_exchanges
from qa_bot.web.library import Library
from qa_bot.web.notices import as_notice, render_notice
from qa_bot.web.render import render_conversation, render_history
from qa_bot.web.scripts import load_script
from qa_bot.web.viewer import show_source

_PRIVATE: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


@dataclass(frozen=True)
class ChatTab:
    """What the chat consists of."""

    exchanges: gr.State
    conversation: gr.HTML
    suggestions: gr.Row
    examples: list[gr.Button]
    question: gr.Textbox
    ask: gr.Button
    documents: gr.Dropdown
    clear: gr.Button
    notice: gr.HTML
    source: gr.HTML

    @property
    def asked(self) -> list[Any]:
        """What an answer changes."""
        return [self.question, self.exchanges, self.conversation, self.suggestions, self.notice]


def build_chat_tab(library: Library) -> ChatTab:
    """Lay the chat out and wire it to the library."""
    tab = _lay_out(library)
    _wire_questions(tab, library)
    _wire_conversation(tab, library)
    return tab


def _lay_out(library: Library) -> ChatTab:
    exchanges = gr.State(list[Exchange]())
    with gr.Row(elem_id="qa-columns"):
        with gr.Column(scale=3, min_width=300, elem_id="qa-left"):
            gr.HTML(render_history(), elem_id="qa-history", js_on_load=None)
            conversation = gr.HTML(
                render_conversation([]),
                elem_id="qa-conversation",
                js_on_load=load_script("history.js", "chat.js"),
            )
            with gr.Row(elem_id="qa-examples") as suggestions:
                examples = [gr.Button(text, size="sm") for text in library.example_questions()]
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
        exchanges,
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


def ask_library(
    library: Library, question: str, earlier: Sequence[Exchange], documents: Sequence[str]
) -> list[Exchange]:
    """The conversation with one more exchange."""
    bot = library.bot
    history = [exchange.answer for exchange in earlier]
    given = bot.answer(question, history=history, documents=documents or None)
    generation = bot.index.manifest.generation
    return [*earlier, Exchange(given, generation, tuple(documents))]


def _wire_questions(tab: ChatTab, library: Library) -> None:
    def respond(
        asked: str, earlier: list[Exchange], chosen: list[str]
    ) -> tuple[str, list[Exchange], str, gr.Row, str]:
        with as_notice():
            exchanges = ask_library(library, asked, earlier, chosen)
        return "", exchanges, render_conversation(exchanges), gr.Row(visible=False), ""

    def follow_link(event: gr.EventData) -> tuple[str, list[Exchange], str, gr.Row, str]:
        """Ask what the page's address asks, as the first of a conversation."""
        linked = event._data
        documents = [str(name) for name in linked["documents"]]
        with as_notice():
            exchanges = ask_library(library, str(linked["question"]), [], documents)
        made, live = str(linked["generation"]), exchanges[0].generation
        said = texts.LINKED_GENERATION.format(linked=made, live=live)
        notice = render_notice(said) if made not in ("", live) else ""
        return "", exchanges, render_conversation(exchanges), gr.Row(visible=False), notice

    def reopen(event: gr.EventData) -> tuple[str, list[Exchange], str, gr.Row, str]:
        """Go on with a conversation that the browser kept."""
        with as_notice():
            exchanges = read_exchanges(event._data.get("exchanges"))
        return "", exchanges, render_conversation(exchanges), gr.Row(visible=not exchanges), ""

    rest = [tab.exchanges, tab.documents]
    gr.on(
        [tab.ask.click, tab.question.submit], respond, [tab.question, *rest], tab.asked, **_PRIVATE
    )
    for button in tab.examples:
        button.click(respond, [button, *rest], tab.asked, **_PRIVATE)
    tab.conversation.apply(reopen, None, tab.asked, **_PRIVATE)
    tab.conversation.submit(follow_link, None, tab.asked, **_PRIVATE)
    tab.clear.click(
        lambda: ("", [], render_conversation([]), gr.Row(visible=True), ""),
        None,
        tab.asked,
        **_PRIVATE,
    )


def _wire_conversation(tab: ChatTab, library: Library) -> None:
    def open_source(event: gr.EventData) -> str:
        with as_notice():
            return show_source(library, event._data)

    def keep_thumb(exchanges: list[Exchange], event: gr.EventData) -> str:
        with as_notice():
            given = _exchange_at(exchanges, event._data).answer
            library.keep_feedback(given, event._data["helpful"] == "yes")
        return render_notice(texts.THANKS)

    gr.on([tab.conversation.click, tab.source.click], open_source, None, [tab.source], **_PRIVATE)
    tab.conversation.like(keep_thumb, [tab.exchanges], [tab.notice], **_PRIVATE)


def _exchange_at(exchanges: list[Exchange], data: dict[str, Any]) -> Exchange:
    """The exchange that a thumb was given to."""
    try:
        return exchanges[int(data["turn"])]
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise QABotError("this answer is no longer on the page; ask again") from error
