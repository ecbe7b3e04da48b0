"""An answer in the terminal: excerpts with the words that answer in bold, then their sources.

Where standard output is not a terminal it is the answer's text alone.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from qa_bot.cli.terminal import console, escape
from qa_bot.types import Answer, describe_citation

if TYPE_CHECKING:
    from rich.text import Text


def print_answer(answer: Answer) -> None:
    """Print an answer and, where it was asked for, how it came about."""
    _print_excerpts(answer)
    if answer.trace is not None:
        console.print(f"\n{escape(str(answer.trace))}", style="dim")


def _highlight(answer: Answer) -> Text:
    """The answer's text, with the words that answer in bold where they are known."""
    from rich.text import Text

    text = Text(answer.text)
    for citation in answer.citations:
        place = answer.text.find(citation.quote)
        if citation.highlight is not None and place >= 0:
            start, end = (place + at - citation.start for at in citation.highlight)
            text.stylize("bold", start, end)
    return text


def _print_excerpts(answer: Answer) -> None:
    if answer.asked_as.strip() != answer.question.strip():
        console.print(f"Asked as: {escape(answer.asked_as)}", style="dim")
    if not console.is_terminal:
        sys.stdout.write(f"{answer}\n")
        return
    console.print(_highlight(answer))
    listed = answer.citations if answer.answered else answer.nearest
    if listed:
        console.print()
        console.print(answer.sources_heading, style="bold")
    for citation in listed:
        console.print(escape(describe_citation(citation)), style="cyan")
        if not answer.answered:
            console.print(f"    “{escape(citation.quote)}”", style="dim")
