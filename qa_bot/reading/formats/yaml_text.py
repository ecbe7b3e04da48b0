"""YAML, read as JSON is: a sentence for the values of a mapping, headings for what lies in it.

Values stay as they are written ("06:30", "012", "no"), and comments stand where the file has them.
Text that is no YAML, such as a template of it, is read as plain text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

import yaml

from qa_bot.reading.errors import ReadingError
from qa_bot.reading.formats.plain import read_text
from qa_bot.reading.formats.structured import make_object, write_value
from qa_bot.reading.parsed import Parsed, RawFile, TextWriter

_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#+!?[ \t]*([^\n]*)", re.MULTILINE)
_NULLS = ("", "~", "null")
_WORD = re.compile(r"[^\W\d_]{2}")
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Twice as fast where it was built with its library in C."""
_MOST_NODES = 1_000_000
"""Values that a file may have once its aliases are written out."""


def read_yaml(file: RawFile) -> Parsed:
    """Read YAML: a mapping's values make a sentence that names them; inner ones get headings.

    Raises:
        ReadingError: its aliases make more values than a build has memory for.
    """
    writer = TextWriter()
    text = writer.decode(file.data)
    try:
        documents = [node for node in yaml.compose_all(text, _LOADER) if node is not None]
    except (yaml.YAMLError, ValueError, RecursionError):
        return read_text(file)
    comments = _Comments(text, documents)
    count = [0]
    for document in documents:
        write_value("", _convert(document, comments, count), writer)
    for remark in comments.up_to(len(text)):
        writer.paragraph(remark)
    return writer.finish() if writer.length else read_text(file)


class _Comments:
    """The comments of a text, handed out in its order."""

    def __init__(self, text: str, documents: list[yaml.Node]) -> None:
        spans = sorted(span for document in documents for span in _scalars(document))
        starts = [start for start, _ in spans]
        self._left: list[tuple[int, str]] = []
        for found in _COMMENT.finditer(text):
            place = bisect_right(starts, found.start()) - 1
            is_inside = place >= 0 and found.start() < spans[place][1]
            if not is_inside and _WORD.search(found[1]):
                self._left.append((found.start(), found[1]))
        self._left.reverse()

    def up_to(self, place: int) -> Iterator[str]:
        """Those that stand before a place and were not handed out."""
        while self._left and self._left[-1][0] < place:
            yield self._left.pop()[1].strip()


def _scalars(node: yaml.Node, seen: set[int] | None = None) -> Iterator[tuple[int, int]]:
    """Where the scalars below a node begin and end."""
    seen = set() if seen is None else seen
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        yield node.start_mark.index, node.end_mark.index
    for child in node.value if isinstance(node, yaml.CollectionNode) else ():
        for inner in child if isinstance(child, tuple) else (child,):
            yield from _scalars(inner, seen)


def _convert(node: yaml.Node, comments: _Comments, count: list[int]) -> object:
    """A node's value: text, a list or a dictionary, with the comments that stand in it."""
    count[0] += 1
    if count[0] > _MOST_NODES:
        raise ReadingError(f"holds more than {_MOST_NODES:,} values; split it into parts")
    if isinstance(node, yaml.MappingNode):
        pairs: list[tuple[str, object]] = []
        merged: dict[str, object] = {}
        for key, value in node.value:
            for remark in comments.up_to(key.start_mark.index):
                pairs.append((remark + " " * len(pairs), remark))  # each is a name of its own
            made = _convert(value, comments, count)
            if key.value == "<<" and isinstance(made, dict):
                merged |= made
            else:
                name = _name(key)
                pairs.append((name, name if _is_null(value) else made))
        own = make_object(pairs)
        return {name: value for name, value in merged.items() if name not in own} | own
    if isinstance(node, yaml.SequenceNode):
        items: list[object] = []
        for child in node.value:
            items += comments.up_to(child.start_mark.index)
            items.append(_convert(child, comments, count))
        return items
    return "" if _is_null(node) else node.value


def _is_null(node: yaml.Node) -> bool:
    """Whether a node is no value; its key is then all that is said."""
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in _NULLS


def _name(key: yaml.Node) -> str:
    """A key in words; one that is a list or a mapping is said by its values."""
    if isinstance(key, yaml.ScalarNode):
        return str(key.value)
    return ", ".join(": ".join(map(_name, one)) if isinstance(one, tuple) else _name(one)
                     for one in key.value)  # fmt: skip
