"""A picture of the library as HTML: its documents by size, and a map of its passages.

The map is an SVG of dots; a script finds the nearest to a pointer or an arrow key in `data-points`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from qa_bot.types import Document, Passage
from qa_bot.web import texts
from qa_bot.web.library.library import Library
from qa_bot.web.library.passage_map import PassageMap, map_passages
from qa_bot.web.markup import escape, write_button

WIDTH, HEIGHT, _MARGIN = 160, 100, 4
_LARGEST = 25
_SHOWN = 110
_COLOURS = 8


def render_picture(library: Library) -> str:
    """The map of the live generation, and its documents by size; empty where there is none."""
    if not library.is_built:
        return ""
    bot = library.bot
    documents = sorted(bot.documents(), key=lambda d: (-len(d.text), d.doc_id))
    made = map_passages(bot.index)
    mapped = {passage.doc_id for passage in made.passages}
    named = documents[:_LARGEST] + [d for d in documents[_LARGEST:] if d.doc_id in mapped]
    return _render_map(made, named) + _render_sizes(documents)


def _render_map(made: PassageMap, documents: Sequence[Document]) -> str:
    numbers = {document.doc_id: number for number, document in enumerate(documents)}
    points = [
        _describe(passage, documents[numbers[passage.doc_id]], numbers[passage.doc_id])
        for passage in made.passages
    ]
    places = [
        (_MARGIN + x * (WIDTH - 2 * _MARGIN), _MARGIN + (1 - y) * (HEIGHT - 2 * _MARGIN))
        for x, y in made.places
    ]
    radius = 1.4 if len(points) <= 300 else 0.9
    dots = "".join(
        f'<circle class="qa-dot qa-colour-{point[0] % _COLOURS}" cx="{x:.1f}" cy="{y:.1f}" '
        f'r="{radius}"></circle>'
        for point, (x, y) in zip(points, places, strict=True)
    )
    said = texts.MAP_SHARE.format(
        shown=len(points), total=made.total, percent=round(100 * made.share)
    )
    open_source = write_button(texts.OPEN_PASSAGE, "place")
    data = escape(json.dumps(points, ensure_ascii=False))
    titles = escape(json.dumps([[d.doc_id, d.title] for d in documents], ensure_ascii=False))
    return (
        f'<figure class="qa-map"><div class="qa-map-field" tabindex="0" role="application" '
        f'aria-label="{texts.MAP_LABEL}" aria-describedby="qa-map-help" data-points="{data}" '
        f'data-documents="{titles}"><svg viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">{dots}'
        '<circle class="qa-here" r="2.6" visibility="hidden"></circle></svg></div>'
        f'<figcaption id="qa-map-help">{said} {texts.MAP_HELP}</figcaption>'
        f'<div class="qa-map-said"><p aria-live="polite">{texts.MAP_NOTHING}</p>{open_source}</div>'
        "</figure>"
    )


def _describe(passage: Passage, document: Document, number: int) -> list[int | str]:
    """A point for the script: its document's number, its span, its section and how it begins."""
    text = " ".join(document.text[passage.start : passage.start + 2 * _SHOWN].split())
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN].rsplit(' ', 1)[0]} …"
    section = "" if passage.section == document.title else passage.section
    return [number, passage.start, passage.end, section, shown]


def _render_sizes(documents: Sequence[Document]) -> str:
    """The largest documents as bars, cut where their sections are."""
    longest = len(documents[0].text)
    rows = "".join(
        _render_size(document, number, longest)
        for number, document in enumerate(documents[:_LARGEST])
    )
    more = len(documents) - _LARGEST
    rest = f"<p>{texts.AND_MORE.format(count=more)}</p>" if more > 0 else ""
    return f'<div class="qa-sizes"><h2>{texts.SIZES}</h2><ol>{rows}</ol>{rest}</div>'


def _render_size(document: Document, number: int, longest: int) -> str:
    levels = Counter(section.level for section in document.sections)
    shown = min((level for level, count in levels.items() if count > 1), default=0)
    starts = [s.start for s in document.sections if s.level == shown]
    cuts = sorted({0, *starts, len(document.text)})
    parts = "".join(
        f'<span class="qa-part" style="flex-grow:{end - start}"></span>'
        for start, end in pairwise(cuts)
    )
    said = texts.SIZE.format(characters=len(document.text))
    button = write_button(document.title, "document", doc=document.doc_id, number=number)
    return (
        f'<li class="qa-document" data-number="{number}">'
        f'<div class="qa-size-name">{button}<span>{said}</span></div>'
        f'<div class="qa-size-bar qa-colour-{number % _COLOURS}" '
        f'style="width:{max(1.0, 100 * len(document.text) / longest):.1f}%">{parts}</div></li>'
    )
