"""The Gradio page: a conversation, the cited source beside it, and a rebuild action."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import gradio as gr

from qa_bot.bot import QABot
from qa_bot.building import build_index
from qa_bot.config import default_index_dir
from qa_bot.errors import QABotError
from qa_bot.index import current_generation
from qa_bot.types import Answer
from qa_bot.web import texts
from qa_bot.web.render import render_conversation, render_notice, render_source

_HERE = Path(__file__).parent
_EXAMPLES = 3
_FONTS = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"]
_MONO = ["ui-monospace", "Menlo", "Consolas", "monospace"]


class Library:
    """The index that the page asks; it moves to a new generation between two questions."""

    def __init__(self, index: Path | None, corpus: Path | None) -> None:
        self._index_dir = default_index_dir(index)
        self._bot = QABot.open(self._index_dir)
        self._corpus = corpus

    @property
    def bot(self) -> QABot:
        """The bot on the live generation."""
        if current_generation(self._index_dir) != self._bot.index.manifest.generation:
            self._bot = QABot.open(self._index_dir)
        return self._bot

    def rebuild(self, progress: Callable[[int, int], None]) -> str:
        """Build the next generation; says what came of it."""
        corpus = self._corpus or Path(self._bot.index.manifest.corpus)
        report = build_index(corpus, self._index_dir, progress=progress)
        lines = [
            texts.REBUILT.format(
                documents=report.documents,
                passages=report.passages,
                sentences=report.sentences,
                seconds=report.seconds,
            )
        ]
        lines += [str(reading) for reading in report.readings if reading.deserves_mention]
        return " ".join(lines)


def serve(
    index: Path | None,
    corpus: Path | None,
    host: str,
    port: int,
    open_browser: bool,
    on_ready: Callable[[str], None],
) -> None:
    """Serve the page until interrupted; see `qa_bot.web.serve_chat`."""
    _require_free_port(host, port)
    page = build_page(Library(index, corpus))
    page.queue(default_concurrency_limit=2)
    _, address, _ = page.launch(
        server_name=host,
        server_port=port,
        inbrowser=open_browser,
        quiet=True,
        prevent_thread_lock=True,
        share=False,
        ssr_mode=False,
        show_error=False,
        footer_links=[],
        css_paths=[_HERE / "style.css"],
        theme=gr.themes.Soft(font=_FONTS, font_mono=_MONO),
    )
    on_ready(address)
    page.block_thread()


def build_page(library: Library) -> gr.Blocks:
    """The page, its parts wired to the library."""
    script = (_HERE / "chat.js").read_text(encoding="utf-8")
    page = gr.Blocks(title=texts.TITLE, fill_width=True, analytics_enabled=False)
    with page:
        answers = gr.State(list[Answer]())
        gr.HTML(f"<h1>{texts.TITLE}</h1>", elem_id="qa-title", js_on_load=None)
        with gr.Row(elem_id="qa-columns"):
            with gr.Column(scale=3, min_width=300, elem_id="qa-left"):
                conversation = gr.HTML(
                    render_conversation([]), elem_id="qa-conversation", js_on_load=script
                )
                with gr.Row(elem_id="qa-examples") as suggestions:
                    examples = [
                        gr.Button(text, size="sm") for text in example_questions(library.bot)
                    ]
                with gr.Row(elem_id="qa-ask-row"):
                    question = gr.Textbox(
                        label=texts.QUESTION_LABEL,
                        placeholder=texts.QUESTION_PLACEHOLDER,
                        show_label=False,
                        lines=1,
                        max_lines=4,
                        autofocus=True,
                        scale=5,
                        elem_id="qa-question",
                    )
                    ask = gr.Button(
                        texts.ASK, variant="primary", scale=1, min_width=80, elem_id="qa-ask"
                    )
                with gr.Row(elem_id="qa-tools"):
                    clear = gr.Button(texts.CLEAR, size="sm", elem_id="qa-clear")
                    rebuild = gr.Button(texts.REBUILD, size="sm", elem_id="qa-rebuild")
                notice = gr.HTML("", elem_id="qa-status", js_on_load=None)
            with gr.Column(scale=2, min_width=300, elem_id="qa-right"):
                source = gr.HTML(
                    render_notice(texts.SOURCE_EMPTY),
                    elem_id="qa-source-panel",
                    js_on_load=_SCROLL_TO_MARK,
                )

        def respond(asked: str, earlier: list[Answer]) -> tuple[str, list[Answer], str, gr.Row]:
            with _as_notice():
                history = [answer.question for answer in earlier]
                turns = [*earlier, library.bot.answer(asked, history=history)]
            return "", turns, render_conversation(turns), gr.Row(visible=False)

        def open_source(event: gr.EventData) -> str:
            with _as_notice():
                return _render_cited(library, event._data)

        def rebuild_index(progress: gr.Progress = gr.Progress()) -> str:  # noqa: B008 - Gradio's way
            def advance(done: int, total: int) -> None:
                progress((done, total), desc=texts.REBUILDING)

            with _as_notice():
                return render_notice(library.rebuild(advance))

        asking: dict[str, Any] = {
            "outputs": [question, answers, conversation, suggestions],
            "show_progress": "hidden",
            "api_visibility": "private",
        }
        gr.on([ask.click, question.submit], respond, [question, answers], **asking)
        for button in examples:
            button.click(respond, [button, answers], **asking)
        conversation.click(
            open_source, None, source, show_progress="hidden", api_visibility="private"
        )
        clear.click(
            lambda: ("", [], render_conversation([]), gr.Row(visible=True)),
            None,
            [question, answers, conversation, suggestions],
            api_visibility="private",
        )
        rebuild.click(rebuild_index, None, notice, concurrency_limit=1, api_visibility="private")
    return page


_SCROLL_TO_MARK = """
watch('value', () => {
  const mark = element.querySelector('#qa-mark');
  if (!mark) return;
  mark.scrollIntoView({block: 'center'});
  if (window.matchMedia('(max-width: 768px)').matches)
    element.scrollIntoView({block: 'start', behavior: 'smooth'});
});
"""


def example_questions(bot: QABot) -> list[str]:
    """Questions that the documents pose themselves, else questions about their sections."""
    titles = list(dict.fromkeys(s.title for d in bot.documents() for s in d.sections))
    posed = [title for title in titles if title.endswith("?")]
    about = [texts.SECTION_QUESTION.format(section=t) for t in titles if not t.endswith("?")]
    return (posed + about)[:_EXAMPLES]


def _render_cited(library: Library, data: dict[str, Any]) -> str:
    try:
        document = library.bot.source(str(data["doc"]))
        start, end = int(data["start"]), int(data["end"])
    except (KeyError, TypeError, ValueError) as error:
        raise QABotError("this source is no longer in the index; ask again") from error
    start = max(0, min(start, len(document.text)))
    return render_source(document, start, max(start, min(end, len(document.text))))


class _as_notice:
    """Shows an expected error as a notice on the page."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, QABotError):
            raise gr.Error(str(error), print_exception=False) from error


def _require_free_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise QABotError(
                f"can't listen on {host}:{port} ({error.strerror}); choose another with --port"
            ) from error
