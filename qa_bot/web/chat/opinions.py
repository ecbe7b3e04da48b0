"""What a person thinks of an answer: two thumbs, a form for what is wrong, and what it sends."""

from __future__ import annotations

from typing import Any

from qa_bot.types import Answer
from qa_bot.web import texts
from qa_bot.web.markup import escape, write_button

_LONGEST = 500


def render_thumbs(answer: Answer) -> str:
    """Two buttons to say whether the answer was right."""
    if not answer.citations and not answer.nearest:
        return ""
    up, down = (
        (texts.HELPFUL, texts.NOT_HELPFUL)
        if answer.answered
        else (texts.HELPFUL_REFUSAL, texts.NOT_HELPFUL_REFUSAL)
    )
    return write_button("", "thumb", up, "up", helpful="yes") + write_button(
        "", "thumb", down, "down", helpful="no"
    )


def render_reasons(answer: Answer) -> str:
    """A form for what is wrong, hidden until a thumb says that something is."""
    if not answer.citations and not answer.nearest:
        return ""
    choices = "".join(
        f'<label><input type="radio" name="choice" value="{escape(choice)}"> '
        f"{escape(choice)}</label>"
        for choice in _choices(answer)
    )
    return (
        f'<form class="qa-reasons" hidden><fieldset><legend>{texts.WHAT_IS_WRONG}</legend>'
        f'{choices}</fieldset><input name="comment" maxlength="{_LONGEST}" autocomplete="off" '
        f'aria-label="{texts.COMMENT}" placeholder="{texts.COMMENT}">'
        f'<button type="submit">{texts.SEND_REASON}</button>'
        f'<button type="reset">{texts.CANCEL}</button></form>'
    )


def read_reason(answer: Answer, sent: dict[str, Any]) -> str:
    """The reason that a browser sent: a choice, a comment, both with a colon, or nothing."""
    choice, comment = (str(sent.get(name) or "") for name in ("choice", "comment"))
    chosen = choice if choice in _choices(answer) else ""
    written = " ".join(comment[:_LONGEST].split())
    return ": ".join(part for part in (chosen, written) if part)


def _choices(answer: Answer) -> tuple[str, ...]:
    return texts.REASONS if answer.answered else texts.REASONS_REFUSAL
