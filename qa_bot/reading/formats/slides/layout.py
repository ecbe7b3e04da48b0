"""Where shapes stand on a slide, and what its layout and its master give to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from operator import itemgetter

from lxml.etree import _Element as Element

from qa_bot.reading.errors import ReadingError
from qa_bot.reading.formats.office import Package, chosen, tag
from qa_bot.reading.formats.slides.text import read_paragraphs

_PLACEHOLDER = tag("p:ph")
_GROUP, _TREE = tag("p:grpSp"), tag("p:spTree")
_SHAPES = frozenset(tag(f"p:{name}") for name in ("sp", "pic", "graphicFrame", "cxnSp"))
_OFFSETS = tuple(
    "/".join(tag(step) for step in path.split("/"))
    for path in ("p:spPr/a:xfrm/a:off", "p:xfrm/a:off", "p:grpSpPr/a:xfrm/a:off")
)
_SAME_HEIGHT, _SAME_LEFT = 90_000, 450_000
"""How far shapes of a row, and of a column, may be apart: a tenth of an inch, and half of one."""
_FEWEST_WORDS = 4
"""Words of a text below its heading, at least."""
_FIGURE = re.compile(r"\D{0,3}\d\S*(?: [^\s\d]{1,8})?")
"""A figure with its unit ("4.8 h", "€2.1m", "97%")."""
_OFF = frozenset({"0", "false"})

_Placed = tuple[tuple[int, int], Element]
"""A shape, and how far it is from the top and from the left."""


class Layouts:
    """Layouts and masters, read once each."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._roots: dict[str, Element | None] = {}

    def of(self, part: str) -> list[Element]:
        """The layout and the master of a slide, the nearer one first."""
        return [root for _, root in self._above(part)]

    def list_styles(self, shape: Element, part: str) -> list[Element]:
        """The list styles that a shape inherits, the nearer ones first."""
        kind, index = placeholder_of(shape)
        if shape.find(f".//{_PLACEHOLDER}") is None:
            return []
        found = (_find_placeholder(root, kind, index) for root in self.of(part))
        styles = (match.find(f".//{tag('a:lstStyle')}") for match in found if match is not None)
        return [style for style in styles if style is not None]

    def running_texts(self, part: str, slide: Element) -> Iterator[str]:
        """What layout and master write on the slide themselves: a firm's name, a remark."""
        shows = slide.get("showMasterSp", "1") not in _OFF
        for _, root in self._above(part) if shows else ():
            for shape in shapes_of(root):
                body = shape.find(tag("p:txBody"))
                if body is not None and shape.find(f".//{_PLACEHOLDER}") is None:
                    yield " ".join(paragraph.text for paragraph in read_paragraphs(body))
            if root.get("showMasterSp", "1") in _OFF:
                return

    def _above(self, part: str) -> Iterator[tuple[str, Element]]:
        for kind in ("slideLayout", "slideMaster"):
            part = next(self._package.related(part, kind), "")
            root = self._root(part) if part else None
            if root is None:
                return
            yield part, root

    def _root(self, part: str) -> Element | None:
        if part not in self._roots:
            try:
                self._roots[part] = self._package.parse(part)
            except ReadingError:
                self._roots[part] = None
        return self._roots[part]


def placeholder_of(shape: Element) -> tuple[str, str]:
    """Type and index of a shape's placeholder; both empty where it has none."""
    found = shape.find(f".//{_PLACEHOLDER}")
    return ("", "") if found is None else (found.get("type", ""), found.get("idx", ""))


def shapes_of(root: Element, above: list[Element] | None = None) -> Iterator[Element]:
    """The shapes of a slide from top to bottom, then from left to right; groups opened.

    Args:
        root: a slide, a layout or a page of notes.
        above: layout and master, which say where placeholders stand.
    """
    tree = root.find(f".//{_TREE}")
    if tree is not None:
        yield from _ordered(tree, above or [])


def _ordered(parent: Element, above: list[Element]) -> Iterator[Element]:
    shapes = [child for child in chosen(parent) if child.tag in _SHAPES or child.tag == _GROUP]
    placed = [(_place(shape, above), shape) for shape in shapes]
    placed.sort(key=itemgetter(0))
    for shape in _join_heads(placed):
        if shape.tag == _GROUP:
            yield from _ordered(shape, above)
        else:
            yield shape


def _join_heads(placed: Sequence[_Placed]) -> Iterator[Element]:
    """Shapes in order, each heading in a row of headings before the text that stands below it."""
    rows: list[list[_Placed]] = []
    for (top, left), shape in placed:
        if not rows or top - rows[-1][0][0][0] > _SAME_HEIGHT:
            rows.append([])
        rows[-1].append(((top, left), shape))
    while rows:
        heads, below = rows.pop(0), rows[0] if rows else []
        if _are_heads(heads, below):
            pairs = zip(_from_left(heads), _from_left(rows.pop(0)), strict=True)
            yield from (shape for pair in pairs for _, shape in pair)
        else:
            yield from (shape for _, shape in heads)


def _from_left(row: Sequence[_Placed]) -> list[_Placed]:
    return sorted(row, key=lambda each: each[0][1])


def _are_heads(heads: Sequence[_Placed], below: Sequence[_Placed]) -> bool:
    """Whether shapes side by side stand above texts that say more, or figures above their names."""
    if len(heads) < 2 or len(heads) != len(below):
        return False
    pairs = list(zip(_from_left(heads), _from_left(below), strict=True))
    if any(abs(head[0][1] - text[0][1]) >= _SAME_LEFT for head, text in pairs):
        return False
    texts = [(_text(head), _text(text)) for (_, head), (_, text) in pairs]
    if all(_FIGURE.fullmatch(head) and text[:1].isalpha() for head, text in texts):
        return True
    counts = [(len(head.split()), len(text.split())) for head, text in texts]
    return all(0 < head < text >= _FEWEST_WORDS for head, text in counts)


def _text(shape: Element) -> str:
    lines = (
        "".join(t.text or "" for t in line.iter(tag("a:t"))) for line in shape.iter(tag("a:p"))
    )
    return " ".join(" ".join(lines).split())


def _place(shape: Element, above: list[Element]) -> tuple[int, int]:
    """How far a shape is from the top and from the left."""
    kind, index = placeholder_of(shape) if shape.tag != _GROUP else ("", "")
    inherited = (_find_placeholder(root, kind, index) for root in above)
    for holder in (shape, *(inherited if kind or index else ())):
        for path in _OFFSETS if holder is not None else ():
            offset = holder.find(path)
            if offset is not None:
                return _number(offset.get("y", "")), _number(offset.get("x", ""))
    return 0, 0


def _find_placeholder(root: Element, kind: str, index: str) -> Element | None:
    """The placeholder of a layout that stands behind one of a slide."""
    for shape in root.iter(tag("p:sp")):
        own = placeholder_of(shape)
        if own == ("", ""):
            continue
        if (index and own[1] == index) or (not index and own[0] == kind):
            return shape
    return next((s for s in root.iter(tag("p:sp")) if kind and placeholder_of(s)[0] == kind), None)


def _number(text: str) -> int:
    return int(text) if text.lstrip("-").isdecimal() else 0
