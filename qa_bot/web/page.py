"""The page: a conversation, the cited source beside it, which documents to ask, and a rebuild."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from qa_bot.errors import QABotError
from qa_bot.types import Answer
from qa_bot.web import texts
from qa_bot.web.library import Library
from qa_bot.web.render import render_conversation, render_notice, render_source
from qa_bot.web.security.access import require_editor

_SCRIPT = Path(__file__).parent / "chat.js"
_SCROLL_TO_MARK = """
watch('value', () => {
  const mark = element.querySelector('#qa-mark');
  if (!mark) return;
  mark.scrollIntoView({block: 'center'});
  if (window.matchMedia('(max-width: 768px)').matches)
    element.scrollIntoView({block: 'start', behavior: 'smooth'});
});
"""


@dataclass(frozen=True)
class Parts:
    """What the page consists of."""

    answers: gr.State
    conversation: gr.HTML
    suggestions: gr.Row
    examples: list[gr.Button]
    question: gr.Textbox
    ask: gr.Button
    documents: gr.Dropdown
    clear: gr.Button
    rebuild: gr.Button
    notice: gr.HTML
    source: gr.HTML


def build_page(library: Library) -> gr.Blocks:
    """The page, its parts wired to the library."""
    page = gr.Blocks(title=texts.TITLE, fill_width=True, analytics_enabled=False)
    with page:
        parts = _lay_out(library)
        _wire_questions(parts, library)
        _wire_sources(parts, library)
        _wire_rebuild(parts, library)
    return page


def _lay_out(library: Library) -> Parts:
    script = _SCRIPT.read_text(encoding="utf-8")
    answers = gr.State(list[Answer]())
    gr.HTML(f"<h1>{texts.TITLE}</h1>", elem_id="qa-title", js_on_load=None)
    with gr.Row(elem_id="qa-columns"):
        with gr.Column(scale=3, min_width=300, elem_id="qa-left"):
            conversation = gr.HTML(
                render_conversation([]), elem_id="qa-conversation", js_on_load=script
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
                rebuild = gr.Button(texts.REBUILD, size="sm", elem_id="qa-rebuild")
            notice = gr.HTML("", elem_id="qa-status", js_on_load=None)
        with gr.Column(scale=2, min_width=300, elem_id="qa-right"):
            empty = render_notice(texts.SOURCE_EMPTY)
            source = gr.HTML(empty, elem_id="qa-source-panel", js_on_load=_SCROLL_TO_MARK)
    return Parts(
        answers,
        conversation,
        suggestions,
        examples,
        question,
        ask,
        documents,
        clear,
        rebuild,
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


def _wire_questions(parts: Parts, library: Library) -> None:
    def respond(
        asked: str, earlier: list[Answer], chosen: list[str]
    ) -> tuple[str, list[Answer], str, gr.Row]:
        with _as_notice():
            given = library.bot.answer(asked, history=earlier, documents=chosen or None)
        turns = [*earlier, given]
        return "", turns, render_conversation(turns), gr.Row(visible=False)

    asking: dict[str, Any] = {
        "outputs": [parts.question, parts.answers, parts.conversation, parts.suggestions],
        "show_progress": "hidden",
        "api_visibility": "private",
    }
    rest = [parts.answers, parts.documents]
    gr.on([parts.ask.click, parts.question.submit], respond, [parts.question, *rest], **asking)
    for button in parts.examples:
        button.click(respond, [button, *rest], **asking)
    parts.clear.click(
        lambda: ("", [], render_conversation([]), gr.Row(visible=True)),
        None,
        asking["outputs"],
        api_visibility="private",
    )


def _wire_sources(parts: Parts, library: Library) -> None:
    def follow(answers: list[Answer], event: gr.EventData) -> tuple[Any, Any, Any]:
        """Open the source that was clicked, put a question back to be edited, or keep a thumb."""
        data = event._data
        if "edit" in data:
            return gr.skip(), str(data["edit"]), gr.skip()
        with _as_notice():
            if "helpful" in data:
                given = _answer_at(answers, data)
                library.keep_feedback(given, data["helpful"] == "yes")
                return gr.skip(), gr.skip(), render_notice(texts.THANKS)
            return _render_cited(library, data), gr.skip(), gr.skip()

    parts.conversation.click(
        follow,
        [parts.answers],
        [parts.source, parts.question, parts.notice],
        show_progress="hidden",
        api_visibility="private",
    )


def _wire_rebuild(parts: Parts, library: Library) -> None:
    def rebuild_index(
        request: gr.Request,
        progress: gr.Progress = gr.Progress(),  # noqa: B008 - Gradio's way
    ) -> tuple[str, gr.Dropdown]:
        def advance(done: int, total: int) -> None:
            progress((done, total), desc=texts.REBUILDING)

        with _as_notice():
            require_editor(request.request)
            said = library.rebuild(advance)
            choices = library.document_choices()
        return render_notice(said), gr.Dropdown(choices, value=[], visible=len(choices) > 1)

    parts.rebuild.click(
        rebuild_index,
        None,
        [parts.notice, parts.documents],
        concurrency_limit=1,
        api_visibility="private",
    )


def _answer_at(answers: list[Answer], data: dict[str, Any]) -> Answer:
    """The answer that a thumb was given to."""
    try:
        return answers[int(data["turn"])]
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise QABotError("this answer is no longer on the page; ask again") from error


def _render_cited(library: Library, data: dict[str, Any]) -> str:
    try:
        document = library.bot.source(str(data["doc"]))
        start, end = int(data["start"]), int(data["end"])
    except (KeyError, TypeError, ValueError) as error:
        raise QABotError("this source is no longer in the index; ask again") from error
    start = max(0, min(start, len(document.text)))
    return render_source(document, start, max(start, min(end, len(document.text))))


@contextmanager
def _as_notice() -> Iterator[None]:
    """Shows an expected error as a notice on the page."""
    try:
        yield
    except QABotError as error:
        raise gr.Error(str(error), print_exception=False) from error
