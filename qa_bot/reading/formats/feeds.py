"""XML: RSS and Atom feeds by entry, any other XML by element. Entities are never expanded."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from qa_bot.reading.archives import parse_xml
from qa_bot.reading.encodings import declared_encoding
from qa_bot.reading.errors import ReadingError
from qa_bot.reading.formats.html import parse_html, write_html
from qa_bot.reading.parsed import Parsed, RawFile, TextWriter, squeeze

_ENTRIES = ("item", "entry")
_BODIES = ("encoded", "content", "description", "summary")
"""The elements that hold an entry's text, fullest first; the first one that is filled is read."""
_FACTS = ("author", "creator", "pubDate", "published", "updated", "category")


def read_xml(file: RawFile) -> Parsed:
    """Read a feed, or an XML file of any other kind."""
    writer = TextWriter()
    root = parse_xml(writer.decode(file.data, declared_encoding(file.data)))
    title = ""
    if _name(root) in ("rss", "feed", "RDF"):
        channel = next((e for e in root.iter() if _name(e) in ("channel", "feed")), root)
        title = _child_text(channel, "title")
        writer.heading(title)
        _write_html_text(_child_text(channel, "description", "subtitle"), writer)
        for entry in root.iter():
            if _name(entry) in _ENTRIES:
                _write_entry(entry, writer)
    else:
        _write_element(root, writer)
    if not writer.length:
        raise ReadingError("holds no text")
    return writer.finish(title)


def _write_entry(entry: Element, writer: TextWriter) -> None:
    writer.heading(_child_text(entry, "title") or "Untitled", 2)
    facts = [(_name(e), squeeze("".join(e.itertext()))) for e in entry if _name(e) in _FACTS]
    if facts := [(name, value) for name, value in facts if value]:
        writer.paragraph("; ".join(f"{name}: {value}" for name, value in facts))
    _write_html_text(_child_text(entry, *_BODIES), writer)


def _child_text(parent: Element, *names: str) -> str:
    """The text of the first child, in the order of `names`, that has any."""
    for name in names:
        for child in parent:
            if _name(child) == name and (text := "".join(child.itertext()).strip()):
                return text
    return ""


def _write_html_text(text: str, writer: TextWriter) -> None:
    if text:
        write_html(parse_html(f"<div>{text}</div>"), writer)


def _write_element(element: Element, writer: TextWriter) -> None:
    """Elements that hold values make a sentence; elements that hold text among tags a paragraph."""
    if _is_mixed(element):
        writer.paragraph("".join(element.itertext()))
        return
    writer.record([(_name(child), child.text or "") for child in element if not len(child)])
    if not len(element):
        writer.paragraph(element.text or "")
    for child in element:
        if len(child):
            _write_element(child, writer)


def _is_mixed(element: Element) -> bool:
    return bool(len(element)) and any(
        text and text.strip() for text in (element.text, *(child.tail for child in element))
    )


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
