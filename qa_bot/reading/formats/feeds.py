"""XML: RSS and Atom feeds by entry, any other XML by element. Entities are never expanded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import escape
from xml.etree.ElementTree import Element, tostring

from qa_bot.reading.archives import parse_xml
from qa_bot.reading.encodings import declared_encoding
from qa_bot.reading.errors import ReadingError
from qa_bot.reading.formats import marked_up
from qa_bot.reading.formats.html import parse_html, write_html
from qa_bot.reading.formats.marked_up import name_of as _name
from qa_bot.reading.formats.vector_drawings import drawn_words
from qa_bot.reading.parsed import Parsed, RawFile, TextWriter, squeeze

_ENTRIES = ("item", "entry")
_BODIES = ("encoded", "content", "description", "summary")
"""The elements that hold an entry's text, fullest first; the first one that is filled is read."""
_CUT_OFF = re.compile(
    r"\s*(?:\[?(?:…|\.\.\.)\]?|\bread more\b|\bcontinue reading\b).*$", re.I | re.S
)
"""Where a summary breaks off."""
_NO_LETTER = re.compile(r"[\W_]+")
_SENTENCE_END = re.compile(r"\w[.!?。！？]\Z")
_WORD = re.compile(r"\w+")
LEAST_WORDS, MOST_CHARACTERS = 6, 400
"""Words that a sentence has at the least, looked for in so many characters before its end."""
_TECHNICAL = frozenset({"class", "style", "lang", "version", "schemalocation"})
_FACTS = ("author", "creator", "pubDate", "published", "updated", "category")


def read_xml(file: RawFile) -> Parsed:
    """Read a feed, or an XML file of any other kind."""
    writer = TextWriter()
    root = parse_xml(writer.decode(file.data, declared_encoding(file.data)))
    title = ""
    if _name(root) in ("rss", "feed", "RDF"):
        channel = next((e for e in root.iter() if _name(e) in ("channel", "feed")), root)
        title = _plain(_child_text(channel, "title"))
        writer.heading(title)
        _write_html_text(_child_text(channel, "description", "subtitle"), writer)
        for entry in root.iter():
            if _name(entry) in _ENTRIES:
                _write_entry(entry, writer)
    elif _name(root) == "svg":
        for line in drawn_words(root):
            writer.paragraph(line)
    elif marked_up.is_document(root):
        title = next((_plain_text(e) for e in root.iter() if marked_up.is_title(e)), "")
        _write_document(root, writer, 0)
    else:
        _write_element(root, writer)
    if not writer.length:
        raise ReadingError("holds no text")
    return writer.finish(title)


def _write_entry(entry: Element, writer: TextWriter) -> None:
    writer.heading(_plain(_child_text(entry, "title")) or "Untitled", 2)
    facts = [(_name(e), squeeze("".join(e.itertext()))) for e in entry if _name(e) in _FACTS]
    if facts := [(name, value) for name, value in facts if value]:
        writer.paragraph("; ".join(f"{name}: {value}" for name, value in facts))
    for text in _bodies(entry):
        _write_html_text(text, writer)


def _bodies(entry: Element) -> Iterator[str]:
    """An entry's full text, after the summaries that are no part of it."""
    texts = [text for name in _BODIES if (text := _child_text(entry, name))]
    said = _NO_LETTER.sub("", _plain(texts[0])) if texts else ""
    for text in texts[:0:-1]:
        if (letters := _letters(text)) and letters not in said:
            said += f" {letters}"
            yield text
    yield from texts[:1]


def _letters(text: str) -> str:
    """Letters and digits of a text up to where it breaks off."""
    return _NO_LETTER.sub("", _CUT_OFF.sub("", _plain(text)))


def _child_text(parent: Element, *names: str) -> str:
    """The text of the first child, in the order of `names`, that has any."""
    for name in names:
        for child in parent:
            if _name(child) == name and (text := _markup(child).strip()):
                return text
    return ""


def _markup(element: Element) -> str:
    """What an element holds: text, or the page that stands in it as elements."""
    if not len(element):
        return element.text or ""
    for inner in element.iter():
        inner.tag = _name(inner)
    held = (tostring(child, encoding="unicode", method="html") for child in element)
    return escape(element.text or "", quote=False) + "".join(held)


def _plain(text: str) -> str:
    """A title or a text without the markup that it is written in."""
    return squeeze("".join(parse_html(f"<div>{text}</div>").itertext())) if text.strip() else ""


def _write_html_text(text: str, writer: TextWriter) -> None:
    if text:
        write_html(parse_html(f"<div>{text}</div>"), writer)


def _write_element(element: Element, writer: TextWriter) -> None:
    """Elements that hold values make a sentence; elements that hold text among tags a paragraph.

    The values that an element has as attributes stand before those that it has as elements.
    """
    if marked_up.is_table(element) or (_is_mixed(element) and marked_up.has_marks(element)):
        _write_block(element, writer)
        return
    facts = _attributes(element)
    if _is_mixed(element) or not len(element):
        writer.record(facts)
        writer.paragraph("".join(element.itertext()))
        return
    names = Counter(child.tag for child in element)
    for child in element:
        text = child.text or ""
        if names[child.tag] > 1 and len(child) and not _is_mixed(child):
            writer.record(facts)
            facts = []
            _write_record(child, writer)
            continue
        own = [] if len(child) else _attributes(child)
        if not len(child) and not own and not _is_sentence(text):
            facts.append((_name(child), text))
            continue
        writer.record(facts)
        facts = []
        if own:
            writer.record([*own, (_name(child), text)])
        else:
            _write_element(child, writer)
    writer.record(facts)


def _write_record(element: Element, writer: TextWriter) -> None:
    """One of several elements of a name: its values make one sentence, what is longer follows it.

    The values of elements in it have both names ("size - width"); those of one name stand together.
    """
    if marked_up.is_table(element):
        _write_element(element, writer)
        return
    facts = _attributes(element)
    others: list[Element] = []
    for child in element:
        inner = list(child)
        if any(map(_is_long, inner or [child])) or _is_mixed(child) or marked_up.is_table(child):
            others.append(child)
        elif not inner:
            facts += [(_name(child), child.text or ""), *_attributes(child)]
        elif len({each.tag for each in inner}) == 1 and not any(map(_attributes, inner)):
            texts = (squeeze(each.text or "") for each in inner)
            facts += [*_attributes(child), (_name(child), ", ".join(filter(None, texts)))]
        else:
            facts += _attributes(child)
            for each in inner:
                facts.append((f"{_name(child)} - {_name(each)}", each.text or ""))
                facts += _attributes(each)
    writer.record(facts)
    for child in others:
        _write_element(child, writer)


def _is_long(element: Element) -> bool:
    """Whether an element holds more than a value."""
    return bool(len(element)) or _is_sentence(element.text or "")


def _is_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does, and is no mere value."""
    end = text.rstrip()[-MOST_CHARACTERS:]
    return bool(_SENTENCE_END.search(end)) and len(_WORD.findall(end)) >= LEAST_WORDS


def _write_document(element: Element, writer: TextWriter, level: int) -> None:
    """Parts of a text in their order; what says something about it (its authors) as records."""
    facts: list[tuple[str, str]] = []
    marked_up.put_before_paragraph(element)
    level += any(map(marked_up.is_title, element))
    for child in element:
        is_part = len(child) or marked_up.is_title(child) or marked_up.is_block(child)
        if _name(child) in marked_up.PICTURES:
            writer.leave_out("picture")
        elif not is_part and _name(child) != "binary":
            facts.append((_name(child), child.text or ""))
        elif is_part:
            writer.record(facts)
            facts = []
            if marked_up.is_title(child):
                writer.heading(_plain_text(child), min(max(level, 1), 6))
            elif marked_up.is_block(child) or _is_mixed(child):
                _write_block(child, writer)
            else:
                _write_document(child, writer, level)
    writer.record(facts)


def _write_block(element: Element, writer: TextWriter) -> None:
    _write_html_text(marked_up.as_page(element), writer)


def _plain_text(element: Element) -> str:
    return squeeze("".join(element.itertext()))


def _attributes(element: Element) -> list[tuple[str, str]]:
    """An element's attributes, but for those that only say how to read or show it."""
    return [
        (name, value)
        for name, value in element.attrib.items()
        if not name.startswith("{") and name.lower() not in _TECHNICAL
    ]


def _is_mixed(element: Element) -> bool:
    return bool(len(element)) and any(
        text and text.strip() for text in (element.text, *(child.tail for child in element))
    )
