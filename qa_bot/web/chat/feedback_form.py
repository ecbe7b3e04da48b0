"""Opinions: an answer comes in, its thumbs and the form for a reason go out; what is sent, in."""

from __future__ import annotations

from typing import Any

from qa_bot.types import Answer
from qa_bot.web import texts
from qa_bot.web.markup import escape, write_button

_LONGEST = 500


def render_thumbs(answer: Answer, turn: int) -> str:
    """Two buttons to say whether the answer was right."""
    if not answer.citations and not answer.nearest:
        return ""
    labels = (
        (texts.HELPFUL, texts.NOT_HELPFUL)
        if answer.answered
        else (texts.HELPFUL_REFUSAL, texts.NOT_HELPFUL_REFUSAL)
    )
    return "".join(
        write_button(label, "qa-thumb", turn=turn, helpful=helpful)
        for label, helpful in zip(labels, ("yes", "no"), strict=True)
    )


def render_reasons(answer: Answer, turn: int) -> str:
    """A form for what is wrong, hidden until a thumb says that something is."""
    if not answer.citations and not answer.nearest:
        return ""
    choices = "".join(
        f'<label><input type="radio" name="qa-reason-{turn}" value="{escape(choice)}"> '
        f"{escape(choice)}</label>"
        for choice in _choices(answer)
    )
    send, cancel = (
        f'<button type="{kind}" class="qa-small">{label}</button>'
        for kind, label in (("submit", texts.SEND), ("reset", texts.CANCEL))
    )
    return (
        f'<form class="qa-reasons" data-turn="{turn}" hidden><fieldset>'
        f"<legend>{texts.WHAT_IS_WRONG}</legend>"
        f'{choices}</fieldset><label>{texts.COMMENT} <input type="text" name="comment" '
        f'maxlength="{_LONGEST}" autocomplete="off"></label> {send}{cancel}</form>'
    )


def read_reason(answer: Answer, sent: dict[str, Any]) -> str:
    """The reason that a browser sent: a choice, a comment, both with a colon, or nothing."""
    choice, comment = (str(sent.get(name) or "") for name in ("choice", "comment"))
    chosen = choice if choice in _choices(answer) else ""
    written = " ".join(comment[:_LONGEST].split())
    return ": ".join(part for part in (chosen, written) if part)


def _choices(answer: Answer) -> tuple[str, ...]:
    return texts.REASONS if answer.answered else texts.REASONS_REFUSAL
