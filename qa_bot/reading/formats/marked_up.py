"""Documents in XML (JATS, DocBook, DITA, TEI, FictionBook): their elements under HTML's names.

Paragraphs, lists and tables are called much the same in all of them. What has no twin in HTML is a
part of its line, so that no text is lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from xml.etree.ElementTree import Element

_TWINS = {
    "para": "p", "simpara": "p", "v": "p", "line": "p", "verse-line": "p",
    "itemizedlist": "ul", "list": "ul", "simplelist": "ul", "orderedlist": "ol", "steps": "ol",
    "substeps": "ol", "procedure": "ol", "listitem": "li", "list-item": "li", "member": "li",
    "step": "li", "item": "li", "programlisting": "pre", "screen": "pre", "codeblock": "pre",
    "literallayout": "pre", "preformat": "pre", "informaltable": "table", "simpletable": "table",
    "row": "tr", "strow": "tr", "sthead": "tr", "entry": "td", "cell": "td", "stentry": "td",
    "superscript": "sup", "subscript": "sub", "strike": "s", "strikethrough": "s", "deleted": "s",
}  # fmt: skip
_SAME = frozenset((
    "p", "ul", "ol", "li", "pre", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "sup",
    "sub", "s", "del",
))  # fmt: skip
"""Elements with the names that they have in HTML."""
_LINE = frozenset(("sup", "sub", "s", "del"))
_TABLE_PARTS = frozenset(("thead", "tbody", "tfoot", "tr", "td", "th", "li"))
_TITLES = frozenset(("title", "article-title", "head", "bridgehead", "book-title"))
_NOTES = frozenset(("fn", "footnote", "note"))
PICTURES = frozenset(("graphic", "inline-graphic", "imagedata", "image"))
_UNREAD = frozenset(("binary", "colspec", "annotation", "annotation-xml"))
_ROOTS = frozenset((
    "article", "book", "chapter", "section", "topic", "concept", "task", "reference", "part",
    "TEI", "FictionBook", "refentry", "sect1", "appendix", "preface", "set", "glossary",
))  # fmt: skip
_ORDERS = {
    "order": "1", "roman-lower": "i", "roman-upper": "I", "alpha-lower": "a", "alpha-upper": "A",
    "lowerroman": "i", "upperroman": "I", "loweralpha": "a", "upperalpha": "A",
}  # fmt: skip
"""Kinds of numbers as the types of an HTML list."""


def is_document(root: Element) -> bool:
    """Whether an XML file is a text with paragraphs, and not a list of values."""
    return name_of(root) in _ROOTS and any(name_of(e) in ("p", "para") for e in root.iter())


def is_block(element: Element) -> bool:
    """Whether an element is a paragraph, a list, a table or a listing."""
    twin = _twin(element)
    return bool(twin) and twin not in _LINE and twin not in _TABLE_PARTS


def is_title(element: Element) -> bool:
    """Whether an element heads the one that it is in."""
    return name_of(element) in _TITLES


def is_table(element: Element) -> bool:
    """Whether an element holds rows of cells."""
    return _twin(element) == "table" and any(_twin(e) in ("td", "th") for e in element.iter())


def has_marks(element: Element) -> bool:
    """Whether letters of a text are raised, lowered or struck, or stand in a formula."""
    return any(_twin(e) in _LINE or name_of(e) == "math" for e in element.iter())


def as_page(element: Element) -> str:
    """A block as HTML."""
    return "".join(_write(element))


def put_before_paragraph(element: Element) -> None:
    """Move the number of an item, a note or a section into the text that it stands before."""
    label: Element | None = None
    for child in list(element):
        if label is not None and (is_title(child) or name_of(child) in ("p", "para")):
            child.text = f"{_text(label)} {child.text or ''}"
            element.remove(label)
        label = child if name_of(child) == "label" and not (child.tail or "").strip() else None


def name_of(element: Element) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _twin(element: Element) -> str:
    """The name of an element in HTML; empty for one that has no twin."""
    name = name_of(element)
    if name in ("emphasis", "hi"):
        role = (element.get("role") or element.get("rend") or "").lower()
        return next((tag for word, tag in _ROLES if word in role), "")
    if name == "list" and any(_has_label(item) for item in element):
        return "div"
    if name == "list" and element.get("list-type") in _ORDERS:
        return "ol"
    if name == "list-item" and _has_label(element):
        return "div"
    return name if name in _SAME else _TWINS.get(name, "")


def _has_label(item: Element) -> bool:
    return any(name_of(child) == "label" for child in item)


_ROLES = (("strike", "s"), ("super", "sup"), ("subscript", "sub"), ("deleted", "s"))


def _write(element: Element, in_head: bool = False, in_line: bool = False) -> Iterator[str]:
    name, twin = name_of(element), _twin(element)
    if name in _UNREAD or (name == "tex-math" and in_line):
        return
    if name in PICTURES:
        yield f'<img src="x" title="{escape(element.get("alt", ""))}">'
    elif name == "math":
        yield from _write_math(element)
    elif is_title(element):
        yield f"<p>{_plain(element)}</p>"
    elif name in _NOTES and in_line:
        yield f" [{_plain(element)}]"
    elif name == "xref" and element.get("ref-type") in _NOTES:
        yield f"[{_plain(element).strip('[]()')}]"
    else:
        tag = ("th" if in_head and twin == "td" else twin) or ("span" if in_line else "div")
        yield f"<{tag}{_attributes(element, twin)}>"
        yield from _inside(element, in_head or name in ("thead", "sthead"), in_line or tag == "p")
        yield f"</{tag}>"


def _inside(element: Element, in_head: bool, in_line: bool) -> Iterator[str]:
    yield escape(element.text or "", quote=False)
    formula = any(name_of(child) == "math" for child in element)
    put_before_paragraph(element)
    for child in element:
        is_line = in_line or (bool((element.text or "").strip()) and not is_block(child))
        if name_of(child) == "label":
            yield f"{_plain(child)} "
        elif not (formula and name_of(child) == "tex-math"):
            yield from _write(child, in_head, is_line and not is_block(child))
        yield escape(child.tail or "", quote=False)


def _attributes(element: Element, twin: str) -> str:
    """What HTML has to know of a list's numbers and of merged cells."""
    said: dict[str, str] = {}
    if twin == "ol":
        kind = element.get("list-type") or element.get("numeration") or ""
        said = {"type": _ORDERS.get(kind, "1"), "start": element.get("startingnumber", "1")}
    elif twin == "li" and element.get("override"):
        said = {"value": element.get("override", "")}
    elif twin in ("td", "th"):
        first, last = (_number(element.get(name)) for name in ("namest", "nameend"))
        rows = _number(element.get("morerows")) + 1 if element.get("morerows") else 1
        columns = last - first + 1 if last > first > 0 else 1
        said = {"colspan": element.get("colspan") or element.get("cols") or str(columns)}
        said["rowspan"] = element.get("rowspan") or element.get("rows") or str(rows)
    return "".join(f' {name}="{escape(value)}"' for name, value in said.items())


def _number(text: str | None) -> int:
    """The number at the end of a column's name."""
    digits = "".join(letter for letter in text or "" if letter in "0123456789")
    return int(digits) if 0 < len(digits) < 5 else 0


def _plain(element: Element) -> str:
    return escape(_text(element), quote=False)


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _write_math(element: Element) -> Iterator[str]:
    name = name_of(element)
    if name in _UNREAD:
        return
    yield f"<{name}>{escape(element.text or '', quote=False)}"
    for child in element:
        yield from _write_math(child)
        yield escape(child.tail or "", quote=False) if name != "math" else ""
    yield f"</{name}>"
