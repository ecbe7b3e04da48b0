"""Notices: what the page tells a person beside answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import gradio as gr

from qa_bot.errors import QABotError
from qa_bot.web.markup import escape


def render_notice(text: str) -> str:
    """A line of plain information."""
    return f'<p class="qa-notice">{escape(text)}</p>'


@contextmanager
def as_notice() -> Iterator[None]:
    """Shows an expected error as a notice on the page."""
    try:
        yield
    except QABotError as error:
        raise gr.Error(str(error), print_exception=False) from error
