"""What the chat does with questions: they begin, are answered in stages, and end or are stopped.

The first events draw the question at once and don't queue; the one that answers waits its turn in
the queue, and whoever stops it gives its place back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import gradio as gr

from qa_bot.types import AnswerProgress
from qa_bot.web import texts
from qa_bot.web.chat.exchanges import Exchange, read_exchanges
from qa_bot.web.chat.progress import Asked, ask_library
from qa_bot.web.chat.render import describe_progress, render_conversation, render_progress
from qa_bot.web.library.library import Library
from qa_bot.web.notices import as_notice, render_notice

if TYPE_CHECKING:
    from qa_bot.web.chat.components import ChatTab

PRIVATE: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_AT_ONCE: dict[str, Any] = {**PRIVATE, "queue": False}


def wire_questions(tab: ChatTab, library: Library) -> None:
    """Wire everything that asks, and everything that ends an answer on its way."""

    def begin(
        question: str, before: Asked, earlier: list[Exchange], chosen: list[str]
    ) -> tuple[Any, ...]:
        before.stopped = True
        return _begin(Asked(question, tuple(chosen)), earlier)

    def follow_link(event: gr.EventData) -> tuple[Any, ...]:
        """Ask what the page's address asks, as the first of a conversation."""
        linked = event._data
        documents = tuple(str(name) for name in linked["documents"])
        return _begin(Asked(str(linked["question"]), documents, str(linked["generation"])), [])

    def respond(asked: Asked, earlier: list[Exchange]) -> Iterator[tuple[Any, ...]]:
        with as_notice():
            for step in ask_library(library, asked, earlier):
                if isinstance(step, AnswerProgress):
                    yield gr.skip(), _show_progress(asked, step), gr.skip()
                else:
                    exchanges = [*earlier, step]
                    yield exchanges, _show(exchanges), _note_generation(asked, step)

    rest = [tab.asking, tab.exchanges, tab.documents]
    asks = [tab.ask.click, tab.question.submit]
    begun = [
        gr.on(asks, begin, [tab.question, *rest], tab.asked, **_AT_ONCE),
        *(button.click(begin, [button, *rest], tab.asked, **_AT_ONCE) for button in tab.examples),
        tab.conversation.submit(follow_link, None, tab.asked, **_AT_ONCE),
    ]
    asked, answered = [tab.asking, tab.exchanges], [tab.exchanges, tab.conversation, tab.notice]
    answering = [
        event.success(respond, asked, answered, trigger_mode="multiple", **PRIVATE)
        for event in begun
    ]
    _wire_ends(tab, answering)


def _wire_ends(tab: ChatTab, answering: list[Any]) -> None:
    """What ends an answer on its way: stopping it, a failure, or another question."""

    def put_back(asked: Asked, exchanges: list[Exchange]) -> tuple[Any, ...]:
        return asked.question, gr.HTML(pending="", said=""), gr.Row(visible=not exchanges)

    def stop(asked: Asked, exchanges: list[Exchange]) -> tuple[Any, ...]:
        asked.stopped = True
        return *put_back(asked, exchanges), render_notice(texts.STOPPED)

    def reopen(asked: Asked, event: gr.EventData) -> tuple[Any, ...]:
        """Go on with a conversation that the browser kept."""
        asked.stopped = True
        with as_notice():
            exchanges = read_exchanges(event._data.get("exchanges"))
        return "", Asked(""), exchanges, _show(exchanges), gr.Row(visible=not exchanges), ""

    def clear(asked: Asked) -> tuple[Any, ...]:
        asked.stopped = True
        return "", Asked(""), [], _show([]), gr.Row(visible=True), ""

    asked, restored = [tab.asking, tab.exchanges], [tab.question, tab.conversation, tab.suggestions]
    for event in answering:
        event.failure(put_back, asked, restored, **_AT_ONCE)
    tab.conversation.stop(stop, asked, [*restored, tab.notice], cancels=answering, **_AT_ONCE)
    tab.conversation.apply(reopen, asked[:1], tab.asked, cancels=answering, **_AT_ONCE)
    tab.clear.click(clear, asked[:1], tab.asked, cancels=answering, **_AT_ONCE)


def _begin(asked: Asked, earlier: list[Exchange]) -> tuple[Any, ...]:
    """The conversation with a question that waits for its answer."""
    progress = AnswerProgress("")
    shown = gr.HTML(
        render_conversation(earlier),
        pending=render_progress(asked.question, progress),
        said=describe_progress(progress),
    )
    return "", asked, earlier, shown, gr.Row(visible=False), ""


def _show(exchanges: Sequence[Exchange]) -> gr.HTML:
    return gr.HTML(render_conversation(exchanges), pending="", said="")


def _show_progress(asked: Asked, progress: AnswerProgress) -> gr.HTML:
    return gr.HTML(
        pending=render_progress(asked.question, progress), said=describe_progress(progress)
    )


def _note_generation(asked: Asked, exchange: Exchange) -> str:
    """A notice where a link was made with another generation than the one that answered."""
    if asked.linked in ("", exchange.generation):
        return ""
    said = texts.LINKED_GENERATION.format(linked=asked.linked, live=exchange.generation)
    return render_notice(said)
