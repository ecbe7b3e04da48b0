"""Escape any text, so that HTML or Markdown shows just this text."""

from __future__ import annotations

import html
import re

_TEMPLATE_CHARACTERS = {ord(character): f"&#{ord(character)};" for character in "{}$`\\"}
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~])")


def escape(text: str) -> str:
    """Text as HTML.

    Curly braces, `$`, backticks and backslashes are escaped as well, because Gradio fills the HTML
    into a template that would read them.
    """
    return html.escape(_CONTROLS.sub("\ufffd", text)).translate(_TEMPLATE_CHARACTERS)


def escape_markdown(text: str) -> str:
    """Text as Markdown without links, pictures, emphasis or HTML."""
    return _MARKDOWN.sub(r"\\\1", _CONTROLS.sub("\ufffd", text))


def write_paragraphs(text: str) -> str:
    """Text as HTML; blank lines between paragraphs become one gap."""
    return '<span class="qa-gap"></span>'.join(escape(part) for part in _PARAGRAPH.split(text))


def write_button(label: str, kind: str, title: str = "", **data: object) -> str:
    """A button of a class, with its `data-` attributes and, where the label is short, a title."""
    named = f' aria-label="{escape(title)}" title="{escape(title)}"' if title else ""
    values = "".join(f' data-{name}="{escape(str(value))}"' for name, value in data.items())
    return f'<button type="button" class="{kind}"{named}{values}>{escape(label)}</button>'
