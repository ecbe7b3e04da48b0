"""Words of AsciiDoc as HTML: raised and struck text, links, notes, values of attributes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

_PASSED = re.compile(r"(?<!\w)`([^`\n]+)`(?!\w)|\+\+([^\n]+?)\+\+|pass:\w*\[([^\]]*)\]")
_KEPT = re.compile("\ue001(\\d+)\ue002")
_VALUE = re.compile(r"(?<!\\)\{([\w-]+)\}")
_ROLE = re.compile(r"\[([^\[\]\n]*)\](#{1,2})(?=\S)([^#\n]{1,400}?)\2")
_SCRIPT = re.compile(r"\^([^\s^]{1,60})\^|~([^\s~]{1,60})~")
_FORMAT = re.compile(r"(?<![\w\\])([*_#]{1,2})(?=\S)([^\n]{0,400}?\S)\1(?!\w)")
_NOTE = re.compile(r"footnote:[\w-]*\[((?:[^\]\\]|\\.){0,1000})\]")
_PICTURE = re.compile(r"image::?[^\s\[\]]+\[([^\],]{0,400})[^\]]{0,400}\]")
_CROSS = re.compile(r"&lt;&lt;([^,&\n]+?)(?:,\s*([^&\n]+?))?&gt;&gt;")
_MACRO = re.compile(
    r"\b(?:link|xref|mailto|kbd|btn|menu|icon|stem|https?|ftp):[^\s\[\]]*\[([^\]\n]{0,400})\]"
)
_BREAK = re.compile(r"[ \t]\+[ \t]*(?:\n|$)")
_CODES = {
    "nbsp": "\xa0", "plus": "+", "empty": "", "sp": " ", "vbar": "|", "zwsp": "", "amp": "&",
    "lt": "<", "gt": ">", "deg": "°", "caret": "^", "tilde": "~", "asterisk": "*",
}  # fmt: skip


def show_line(text: str, settings: Mapping[str, str] | None = None) -> str:
    """A text of one or more lines as HTML.

    Args:
        text: the words as the file has them.
        settings: the file's attributes.
    """
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        words = next(group for group in found.groups() if group is not None)
        kept.append(escape(words, quote=False))
        return f"\ue001{len(kept) - 1}\ue002"

    def value(found: re.Match[str]) -> str:
        name = found[1]
        return (settings or {}).get(name, _CODES.get(name, found[0]))

    text = escape(_PASSED.sub(keep, text), quote=False)
    text = _NOTE.sub(r" [\1]", _VALUE.sub(value, text))
    text = _PICTURE.sub(lambda f: f'<img alt="{f[1]}">' if f[1] else "<img>", text)
    text = _CROSS.sub(lambda found: found[2] or found[1], text)
    text = _MACRO.sub(lambda found: found[1].split(",")[0] or found[0].partition("[")[0], text)
    text = _ROLE.sub(_show_role, text)
    text = _SCRIPT.sub(lambda f: f"<sup>{f[1]}</sup>" if f[1] else f"<sub>{f[2]}</sub>", text)
    text = _FORMAT.sub(r"\2", text)
    text = _BREAK.sub("<br>", text)
    return _KEPT.sub(lambda found: kept[int(found[1])], text)


def _show_role(found: re.Match[str]) -> str:
    return f"<s>{found[3]}</s>" if "line-through" in found[1] else found[3]
