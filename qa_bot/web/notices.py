"""What the page says of errors: plain words, without the paths and commands of a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, get_type_hints

import gradio as gr
from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request

from qa_bot.errors import (
    BusyError,
    DocumentNotFoundError,
    IndexDamagedError,
    IndexMismatchError,
    IndexNotFoundError,
    NotAnIndexError,
    QABotError,
    StoreError,
)
from qa_bot.web import texts
from qa_bot.web.security.access import NotAllowedError, principal_of
from qa_bot.web.security.accounts import Principal

_PLAIN: dict[type[QABotError], str] = {
    BusyError: texts.BUSY,
    DocumentNotFoundError: texts.GONE,
    IndexNotFoundError: texts.NOT_READ,
    IndexDamagedError: texts.NOT_READ,
    IndexMismatchError: texts.NOT_READ,
    NotAllowedError: texts.NOT_AN_EDITOR,
    NotAnIndexError: texts.UNUSABLE,
    StoreError: texts.UNUSABLE,
}
"""Errors whose own words are for who runs the server."""
Call = Callable[[Any, Principal], Any]
Answering = Callable[[Any, gr.Request], dict[str, Any]]


def explain(error: QABotError) -> str:
    """An error for a person who looks at the page."""
    said = _PLAIN.get(type(error), str(error))
    return said[:1].upper() + said[1:]


@contextmanager
def as_notice() -> Iterator[None]:
    """Shows an expected error as a notice on the page."""
    try:
        yield
    except QABotError as error:
        raise gr.Error(explain(error), print_exception=False) from error


def for_page(call: Call) -> Answering:
    """A function that the page's script calls: its value, or what is wrong in plain words.

    What the browser sends is checked against the type of the first parameter; the second is who
    sends it.
    """
    wanted: TypeAdapter[Any] = TypeAdapter(next(iter(get_type_hints(call).values())))

    def answer(sent: Any, request: gr.Request) -> dict[str, Any]:  # noqa: ANN401 - any JSON value
        try:
            return {"value": call(wanted.validate_python(sent), _sender_of(request))}
        except ValidationError:
            return {"error": texts.UNREADABLE}
        except QABotError as error:
            return {"error": explain(error)}

    answer.__name__ = call.__name__
    return answer


def _sender_of(request: gr.Request | Request) -> Principal:
    """Gradio gives functions that a script calls the server's own request."""
    return principal_of(request if isinstance(request, Request) else request.request)
