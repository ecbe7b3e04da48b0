"""Markup inside of a Markdown line that a page doesn't show: tags, entities, raised digits."""

from __future__ import annotations

import re
from html import unescape

from qa_bot.reading.superscripts import lower_text, raise_text, strike_text

_CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")
_SCRIPT = re.compile(r"<(sup|sub|del|s|strike)\b[^<>]*>(.*?)</\1\s*>", re.IGNORECASE)
_MARKED = re.compile(r"(?<=\w)([\^~])([\w+−-]{1,12})\1(?![\^~])")
"""Raised and lowered text of wider dialects: "10^6^", "H~2~O"."""
_TAG = re.compile(
    r"</?(?:b|i|u|em|strong|small|big|mark|kbd|ins|span|font|center|abbr|cite|wbr)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_BLOCK_TAG = re.compile(
    r"</?(?:details|summary|div|p|section|article|figure|figcaption)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_EDGES = re.compile(r"(?<=[^\s\0])\0+(?=[^\s\0])")
"""Where a block begins or ends inside of a line."""
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,24}\d{0,2}|#\d{1,7}|#[xX][\da-fA-F]{1,6});")
_COMMENT = re.compile(r"<!--.*?-->")
_ANY = re.compile(r"[<&^~]")
_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])")
_EMPHASIS = re.compile(r"(\*\*|__|`+|\*|(?<!\w)_)(\S(?:.*?\S)?)\1(?!\w)")
_LINK_NOTE = re.compile(r"\s*<a\b")


def show_line(line: str) -> str:
    """A line as a page shows it, but for Markdown's own marks; code in it is left alone."""
    if _ANY.search(line) is None:
        return line
    shown, end = "", 0
    for code in _CODE.finditer(line):
        shown += _show(line[end : code.start()]) + code[0]
        end = code.end()
    return shown + _show(line[end:])


def without_marks(text: str) -> str:
    """A heading or a cell without the marks of links and emphasis."""
    return _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", text))


def _show(text: str) -> str:
    text = _SCRIPT.sub(_script, _COMMENT.sub("", text))
    text = _MARKED.sub(lambda m: (raise_text if m[1] == "^" else lower_text)(m[2]), text)
    text = _TAG.sub("", _BLOCK_TAG.sub("\0", text))
    return _ENTITY.sub(_entity, _EDGES.sub(" ", text).replace("\0", ""))


def _script(found: re.Match[str]) -> str:
    name, text = found[1].lower(), found[2]
    if name == "sup":
        return text if _LINK_NOTE.match(text) else raise_text(text)
    return lower_text(text) if name == "sub" else strike_text(text)


def _entity(found: re.Match[str]) -> str:
    """The sign that an entity names, save the two that would open a tag or an entity anew."""
    sign = unescape(found[0])
    return found[0] if sign in "<>" else sign
