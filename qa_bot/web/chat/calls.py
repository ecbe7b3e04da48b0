"""What the page's script asks the server for in the chat, besides answers; a function a call."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from qa_bot.errors import QABotError
from qa_bot.types import Citation
from qa_bot.web import texts
from qa_bot.web.chat.asking import Stopped, draw_exchange
from qa_bot.web.chat.bibliography import write_bibtex, write_csl
from qa_bot.web.chat.exchanges import Exchange
from qa_bot.web.chat.exporting import export_chat
from qa_bot.web.chat.opinions import read_reason
from qa_bot.web.chat.quoting import quote_as_markdown, quote_plainly
from qa_bot.web.chat.viewer import Place, has_changed, show_source
from qa_bot.web.library.library import Library
from qa_bot.web.models import Name
from qa_bot.web.notices import Answering, for_page
from qa_bot.web.security.accounts import Principal

_WRITERS = {
    "quote": quote_plainly, "markdown": quote_as_markdown, "bibtex": write_bibtex, "csl": write_csl
}  # fmt: skip
_AROUND = 500
"""Characters of context on either side of an excerpt."""
Turns = Annotated[list[Exchange], Field(max_length=500)]


class Sent(BaseModel):
    """What a call brings; unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class Copied(Sent):
    """Citations to write in one of four forms."""

    kind: Literal["quote", "markdown", "bibtex", "csl"]
    citations: list[Citation] = Field(max_length=100)


class Opinion(Sent):
    """A thumb."""

    exchange: Exchange
    helpful: bool
    choice: str = ""
    comment: str = ""


class Exported(Sent):
    """A chat to save."""

    kind: str
    name: str = Field(max_length=1_000)
    exchanges: Turns


class Span(Sent):
    """A part of a document."""

    doc: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    quote: str = ""
    """The words of the answer; empty for whatever stands there."""


def chat_calls(library: Library, stopped: Stopped) -> list[Answering]:
    """The functions, each for its name in the script."""

    def stop(sent: Name, _: Principal) -> None:
        stopped.add(sent)

    def source(sent: Place, _: Principal) -> str:
        return show_source(library, sent)

    def context(sent: Span, _: Principal) -> dict[str, str]:
        return _find_context(library, sent)

    def draw(sent: Turns, _: Principal) -> list[dict[str, Any]]:
        return [draw_exchange(library, exchange) for exchange in sent]

    def copy(sent: Copied, _: Principal) -> str:
        written = dict.fromkeys(_WRITERS[sent.kind](citation) for citation in sent.citations)
        return "\n\n".join(written)

    def thumb(sent: Opinion, _: Principal) -> str:
        answer = sent.exchange.answer
        reason = read_reason(answer, {"choice": sent.choice, "comment": sent.comment})
        library.keep_feedback(answer, sent.helpful, reason)
        return texts.THANKS

    def export(sent: Exported, _: Principal) -> dict[str, str]:
        return asdict(export_chat(sent.kind, sent.name, sent.exchanges))

    return [for_page(call) for call in (stop, source, context, draw, copy, thumb, export)]


def _find_context(library: Library, span: Span) -> dict[str, str]:
    """What stands before and after an excerpt, cut at blanks."""
    try:
        document = library.bot.source(span.doc)
    except KeyError:
        raise QABotError(texts.NO_SUCH_DOCUMENT) from None
    if has_changed(document, span.start, span.end, span.quote):
        raise QABotError(texts.CHANGED_SINCE)
    text = document.text
    before = text[max(0, span.start - _AROUND) : span.start]
    after = text[span.end : span.end + _AROUND]
    if span.start > _AROUND:
        before = "… " + before.partition(" ")[2]
    if span.end + _AROUND < len(text):
        after = after.rpartition(" ")[0] + " …"
    return {"before": before, "after": after}
