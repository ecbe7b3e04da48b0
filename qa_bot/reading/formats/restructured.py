"""reStructuredText (.rst), read as the page that docutils makes of it.

Roles and directives of other programs (Sphinx) are read for their text. What docutils can't read,
such as a damaged table, stays in the text as it is written. Nothing is included from other files.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, ClassVar

from docutils import nodes
from docutils.core import publish_doctree, publish_from_doctree
from docutils.parsers.rst import Directive, directives, roles
from docutils.parsers.rst.languages import en
from docutils.parsers.rst.states import Inliner
from docutils.utils import SystemMessage
from lxml.html import HtmlElement

from qa_bot.reading.formats import left_out
from qa_bot.reading.formats.html import parse_html, write_html
from qa_bot.reading.formats.plain import read_text
from qa_bot.reading.parsed import Parsed, RawFile, TextWriter

_SETTINGS = {
    "_disable_config": True,
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "halt_level": 5,
    "report_level": 2,
    "warning_stream": False,
    "input_encoding": "unicode",
    "output_encoding": "unicode",
    "syntax_highlight": "none",
    "math_output": "MathML",
    "embed_stylesheet": False,
    "stylesheet_path": "",
    "toc_backlinks": False,
    "section_self_link": False,
}
_ROLE = re.compile(r":([a-z][\w.+-]*(?::[\w.+-]+)*):`|`:([a-z][\w.+-]*(?::[\w.+-]+)*):", re.I)
_DIRECTIVE = re.compile(r"^[ \t]*\.\. (?:\|[^|\n]+\| )?([a-z][\w.+:-]*?)::(?:[ \t]|$)", re.M | re.I)
_TARGET = re.compile(r"\s*<[^<>]*>\Z")
_CODE = frozenset(("code", "code-block", "sourcecode", "highlight", "prompt"))
_TITLES = ("caption", "title", "alt", "summary")
_VERSIONS = {
    "versionadded": "Added in version", "versionchanged": "Changed in version",
    "deprecated": "Deprecated since version", "versionremoved": "Removed in version",
    "seealso": "See also",
}  # fmt: skip
_NUMBERS = {"loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}
_LONGEST = 2_000_000
"""Characters up to which a text is laid out; docutils takes some seconds for a million."""


def read_restructured(file: RawFile) -> Parsed:
    """Read a text with its headings, numbered lists, tables and notes."""
    writer = TextWriter(mark_headings=True)
    text = writer.decode(file.data)
    if len(text) > _LONGEST:
        return read_text(file)
    _allow_others(text)
    try:
        document = publish_doctree(text, settings_overrides=_SETTINGS)
    except (SystemMessage, RecursionError):
        return read_text(file)
    if remarks := len(list(document.findall(nodes.comment))):
        writer.leave_out(left_out.REMARK, remarks)
    _keep_what_is_damaged(document)
    _put_marks_before_notes(document)
    made = publish_from_doctree(document, writer="html5", settings_overrides=_SETTINGS)
    page = parse_html(made)
    for message in [*page.find_class("system-messages"), *page.find_class("system-message")]:
        message.drop_tree()
    _set_styles_of_numbers(page)
    write_html(page, writer)
    return writer.finish(document.get("title", "")) if writer.length else read_text(file)


class _AnyOption(dict[str, Callable[[str], str]]):
    """Options of any name, each kept as it is written."""

    def __bool__(self) -> bool:
        return True

    def __missing__(self, name: str) -> Callable[[str], str]:
        return str


class _Other(Directive):  # type: ignore[misc]
    """A directive that docutils doesn't know: its title and what stands in it are read."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[Any] = _AnyOption()

    def run(self) -> list[nodes.Node]:
        """The words behind its name, and the blocks below them."""
        said = [_VERSIONS.get(self.name, ""), *self.arguments]
        if self.name in _VERSIONS:
            said = [text.replace("\n", ": ", 1) for text in said]
        said += [text for name, text in self.options.items() if name in _TITLES]
        made: list[nodes.Node] = []
        if title := " ".join(filter(None, said)):
            text, messages = self.state.inline_text(title, self.lineno)
            made += [nodes.paragraph("", "", *text), *messages]
        inner = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, inner)
        return [*made, *inner.children]


class _Code(_Other):
    """A listing, whatever its language and options."""

    def run(self) -> list[nodes.Node]:
        """Its lines as they are."""
        code = "\n".join(self.content)
        title = self.options.get("caption", "")
        return [*([nodes.paragraph("", title)] if title else []), nodes.literal_block(code, code)]


def _allow_others(text: str) -> None:
    """Let docutils read the roles and directives of a text that it doesn't know."""
    for found in _ROLE.finditer(text):
        if (name := (found[1] or found[2]).lower()) not in en.roles:
            roles.register_local_role(name, _read_role)
    for found in _DIRECTIVE.finditer(text):
        if (name := found[1].lower()) not in en.directives or name in _CODE:
            directives.register_directive(name, _Code if name in _CODE else _Other)


def _read_role(
    name: str, raw: str, text: str, line: int, inliner: Inliner, *_: object, **__: object
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    """What a role shows, without what it links to."""
    shown = _TARGET.sub("", nodes.unescape(text)).lstrip("~!") or nodes.unescape(text)
    return [nodes.inline(raw, shown)], []


def _keep_what_is_damaged(document: nodes.document) -> None:
    """Put the source that a message is about in the place of the message."""
    for message in list(document.findall(nodes.system_message)):
        source = [child for child in message.children if isinstance(child, nodes.literal_block)]
        message.parent.replace(message, source)


def _put_marks_before_notes(document: nodes.document) -> None:
    """Write the number of a note into its first line."""
    for note in list(document.findall(lambda n: isinstance(n, nodes.footnote | nodes.citation))):
        label, *blocks = note.children
        if blocks and isinstance(blocks[0], nodes.paragraph):
            blocks[0].insert(0, nodes.Text(f"[{label.astext()}] "))
            note.parent.replace(note, blocks)


def _set_styles_of_numbers(page: HtmlElement) -> None:
    for items in page.iter("ol"):
        kind = next((k for k in items.get("class", "").split() if k in _NUMBERS), "")
        items.set("type", _NUMBERS.get(kind, "1"))
