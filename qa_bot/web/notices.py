"""Notices: what the page tells a person beside answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import gradio as gr

from qa_bot.errors import (
    BusyError,
    IndexDamagedError,
    IndexMismatchError,
    IndexNotFoundError,
    NotAnIndexError,
    QABotError,
    StoreError,
)
from qa_bot.web import texts
from qa_bot.web.markup import escape

_PLAIN: dict[type[QABotError], str] = {
    BusyError: texts.BUSY,
    IndexNotFoundError: texts.NOT_BUILT,
    IndexDamagedError: texts.NOT_BUILT,
    IndexMismatchError: texts.NOT_BUILT,
    NotAnIndexError: texts.UNUSABLE,
    StoreError: texts.UNUSABLE,
}
"""Errors whose own words are for who runs the server: they name paths and commands."""


def render_notice(text: str) -> str:
    """A line of plain information."""
    return f'<p class="qa-notice">{escape(text)}</p>'


@contextmanager
def as_notice() -> Iterator[None]:
    """Shows an expected error as a notice on the page."""
    try:
        yield
    except QABotError as error:
        raise gr.Error(_PLAIN.get(type(error), str(error)), print_exception=False) from error
