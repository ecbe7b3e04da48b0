"""The source viewer: a document and an excerpt of it come in, the panel beside them goes out.

The panel holds the canonical text with the excerpt marked, a table of contents, a search, the way
to the answer's other excerpts and, of a PDF, the page as a picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from qa_bot.errors import QABotError
from qa_bot.types import Document
from qa_bot.web import texts
from qa_bot.web.chat.pages import PagePicture, draw_page
from qa_bot.web.library.library import Library
from qa_bot.web.markup import escape, write_button, write_paragraphs

_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Place:
    """An excerpt of a document, the `number`th of `count` in its answer; `page` 0 for none."""

    start: int
    end: int
    number: int = 1
    count: int = 1
    page: int = 0


def show_source(library: Library, wanted: dict[str, Any]) -> str:
    """The panel that a click asks for.

    Args:
        library: what has the document.
        wanted: the document's id in `doc`, and the fields of a `Place`, as the browser sends them.

    Raises:
        QABotError: there is no such document or place.
    """
    try:
        document = library.bot.source(str(wanted["doc"]))
        last = len(document.text)
        start, end = (min(max(0, int(wanted[name])), last) for name in ("start", "end"))
        number, count, page = (int(wanted.get(name, 1)) for name in ("number", "count", "page"))
    except (KeyError, TypeError, ValueError) as error:
        raise QABotError("this source is no longer in the index; ask again") from error
    page = page if "page" in wanted else _page_of(document, start)
    place = Place(start, max(start, end), number, count, page)
    picture = draw_page(library.corpus, document, page, place.start, place.end)
    return render_source(document, place, picture)


def _page_of(document: Document, start: int) -> int:
    return next((p.number for p in document.pages if p.start <= start < p.end), 0)


def render_source(document: Document, place: Place, picture: PagePicture | None = None) -> str:
    """A whole document with one excerpt marked, its page as a picture where there is one."""
    values = {
        "doc": document.doc_id,
        "start": place.start,
        "end": place.end,
        "number": place.number,
        "count": place.count,
        "page": place.page,
    }
    data = "".join(f' data-{name}="{escape(str(value))}"' for name, value in values.items())
    close = write_button("×", "qa-close", texts.CLOSE_SOURCE)
    return (
        f'<article class="qa-source" aria-label="{texts.SOURCE_LABEL}"{data}>'
        f"<header><h2>{escape(document.title)}</h2>{close}</header>"
        f'<p class="qa-file">{escape(document.source)}</p>'
        f"{_render_tools(place, picture)}{_render_contents(document)}"
        f"{_render_page(document, place, picture)}{_render_text(document, place, picture)}"
        "</article>"
    )


def _render_tools(place: Place, picture: PagePicture | None) -> str:
    """The way to other excerpts, the choice between page and text, and the search."""
    steps = _render_steps(
        "qa-step", texts.EXCERPT.format(number=place.number, count=place.count),
        (texts.PREVIOUS_EXCERPT, texts.NEXT_EXCERPT), place.number, place.count,
    )  # fmt: skip
    views = ""
    if picture is not None:
        buttons = "".join(
            f'<button type="button" data-view="{view}" aria-pressed="{pressed}">{label}</button>'
            for view, pressed, label in (
                ("page", "true", texts.VIEW_PAGE),
                ("text", "false", texts.VIEW_TEXT),
            )
        )
        views = f'<div class="qa-views" role="group" aria-label="{texts.VIEWS}">{buttons}</div>'
    return (
        f'<div class="qa-bar">{steps}{views}<form class="qa-find" role="search">'
        f'<input type="search" aria-label="{texts.FIND}" placeholder="{texts.FIND}">'
        '<output aria-live="polite"></output></form></div>'
    )


def _render_steps(kind: str, text: str, labels: tuple[str, str], at: int, count: int) -> str:
    """A position between two buttons that go back and on."""
    closed = ("disabled" if at <= 1 else "", "disabled" if at >= count else "")
    back, on = (
        f'<button type="button" class="{kind}" data-step="{step}" aria-label="{label}" '
        f'title="{label}" {disabled}>{sign}</button>'
        for step, label, sign, disabled in zip((-1, 1), labels, "‹›", closed, strict=True)
    )
    return f'<div class="qa-steps">{back}<span>{escape(text)}</span>{on}</div>'


def _render_contents(document: Document) -> str:
    if not document.sections:
        return ""
    items = "".join(
        f'<li class="qa-level-{min(section.level, _DEEPEST)}">'
        f"{write_button(section.title, 'qa-section', at=number)}</li>"
        for number, section in enumerate(document.sections)
    )
    return (
        f'<details class="qa-contents"><summary>{texts.CONTENTS}</summary>'
        f'<nav aria-label="{texts.CONTENTS}"><ul>{items}</ul></nav></details>'
    )


def _render_page(document: Document, place: Place, picture: PagePicture | None) -> str:
    """The page as a picture under its marks, with the way to its neighbours."""
    if picture is None:
        return ""
    marks = "".join(
        f'<span class="qa-box" style="left:{box.left:.2%};top:{box.top:.2%};'
        f'width:{box.width:.2%};height:{box.height:.2%}"></span>'
        for box in picture.boxes
    )
    last = len(document.pages)
    named = texts.PAGE_OF.format(number=place.page, count=last)
    steps = _render_steps(
        "qa-turn-page", named, (texts.PREVIOUS_PAGE, texts.NEXT_PAGE), place.page, last
    )
    return (
        f'<div class="qa-page">{steps}'
        f'<div class="qa-sheet-box" tabindex="0" role="region" aria-label="{named}">'
        f'<div class="qa-sheet"><img alt="{named}" width="{picture.width}" '
        f'height="{picture.height}" src="data:image/webp;base64,{picture.image}">{marks}</div>'
        "</div></div>"
    )


def _render_text(document: Document, place: Place, picture: PagePicture | None) -> str:
    hidden = " hidden" if picture is not None else ""
    return (
        f'<div class="qa-text" tabindex="0" role="region" aria-label="{texts.SOURCE_TEXT}"{hidden}>'
        f"{_mark_text(document, place)}</div>"
    )


def _mark_text(document: Document, place: Place) -> str:
    """The text with the excerpt marked, and an anchor at each section and page."""
    anchors: dict[int, str] = {}
    for page in document.pages:
        anchors[page.start] = f'<i class="qa-page-label" data-label="{escape(str(page))}"></i>'
    for number, section in enumerate(document.sections):
        anchors[section.start] = anchors.get(section.start, "") + f'<i data-section="{number}"></i>'
    before, marked, after = (
        _write_stretch(document.text, anchors, first, last)
        for first, last in pairwise((0, place.start, place.end, len(document.text)))
    )
    return f'{before}<mark id="qa-mark" tabindex="-1">{marked}</mark>{after}'


def _write_stretch(text: str, anchors: dict[int, str], first: int, last: int) -> str:
    """A part of the text with its anchors."""
    if first >= last:
        return ""
    cuts = [first, *(place for place in sorted(anchors) if first < place < last), last]
    return "".join(
        anchors.get(start, "") + write_paragraphs(text[start:end]) for start, end in pairwise(cuts)
    )
