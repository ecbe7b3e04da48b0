"""Escape any text, so that HTML or Markdown shows just this text."""

from __future__ import annotations

import html
import re

_TEMPLATE_CHARACTERS = {ord(character): f"&#{ord(character)};" for character in "{}$`\\"}
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_WHOLE = re.compile(
    r"(?<![\w-])(?:(?=[\w–-]*\d)(?=[\w–-]{3,20}(?![\w–-]))\w+(?:[–-]\w+)+|--?[^\W\d][\w-]{0,18}(?!\w))"
)
"""A date, number or label with hyphens ("2026-05-14", "LT-002"), or an option ("--force")."""
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~])")


def escape(text: str) -> str:
    """Text as HTML.

    Curly braces, `$`, backticks and backslashes are escaped as well, because Gradio fills the HTML
    into a template that would read them.
    """
    return html.escape(replace_controls(text)).translate(_TEMPLATE_CHARACTERS)


def escape_prose(text: str) -> str:
    """Text as HTML in which no line ends within a date, a number or a label with hyphens."""
    written, done = "", 0
    for found in _WHOLE.finditer(text):
        whole = f'<span class="qa-whole">{escape(found[0])}</span>'
        written += f"{escape(text[done : found.start()])}{whole}"
        done = found.end()
    return written + escape(text[done:])


def escape_markdown(text: str) -> str:
    """Text as Markdown without links, pictures, emphasis or HTML."""
    return _MARKDOWN.sub(r"\\\1", replace_controls(text))


def replace_controls(text: str) -> str:
    """Text without characters that do something to a screen or a file."""
    return _CONTROLS.sub("\ufffd", text)


def write_button(label: str, do: str, title: str = "", icon: str = "", **data: object) -> str:
    """A button; the page's script does what `do` names, with the `data-` attributes at hand.

    `title` names it where the label is missing or short; an icon is one of `icons.css`.
    """
    named = f' aria-label="{escape(title)}" title="{escape(title)}"' if title else ""
    sign = f' data-icon="{icon}"' if icon else ""
    values = "".join(f' data-{name}="{escape(str(value))}"' for name, value in data.items())
    return f'<button type="button" data-do="{do}"{sign}{named}{values}>{escape(label)}</button>'


def write_menu(title: str, *buttons: str, icon: str = "more") -> str:
    """Buttons behind one that opens and closes them."""
    return (
        f'<details class="qa-menu"><summary data-icon="{icon}" aria-label="{escape(title)}" '
        f'title="{escape(title)}"></summary><div>{"".join(buttons)}</div></details>'
    )
