"""The source: a document with an excerpt marked, as text and, of a PDF, the page as a picture."""

from __future__ import annotations

from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field

from qa_bot.errors import QABotError
from qa_bot.types import Document
from qa_bot.web import texts
from qa_bot.web.chat.pages import PagePicture, draw_page
from qa_bot.web.chat.source_text import render_text
from qa_bot.web.library.library import Library
from qa_bot.web.markup import escape, write_button, write_menu

_DEEPEST = 4


class Place(BaseModel):
    """An excerpt of a document, the `number`th of `count` in its answer, as the page asks."""

    model_config = ConfigDict(extra="forbid")

    doc: str
    start: int = Field(default=0, ge=0)
    end: int = Field(default=0, ge=0)
    number: int = 0
    count: int = 0
    page: int | None = None
    """The page to show; by default that of the excerpt."""
    quote: str = ""
    """The excerpt's words in the answer; where they stand there no more, nothing is marked."""


def show_source(library: Library, place: Place) -> str:
    """What a click asks for.

    Raises:
        QABotError: there is no such document.
    """
    try:
        document = library.bot.source(place.doc)
    except KeyError:
        raise QABotError(texts.NO_SUCH_DOCUMENT) from None
    last = len(document.text)
    start, end = min(place.start, last), min(max(place.start, place.end), last)
    changed = has_changed(document, start, end, place.quote)
    if changed:
        start = end = 0
    page = place.page if place.page is not None else _page_of(document, start)
    place = place.model_copy(update={"start": start, "end": end, "page": page, "quote": ""})
    picture = draw_page(library.corpus, document, page, start, end)
    return render_source(document, place, picture, texts.CHANGED_SINCE if changed else "")


def has_changed(document: Document, start: int, end: int, quote: str) -> bool:
    """Whether words that an earlier answer quoted are not what stands there now."""
    return bool(quote) and document.text[start:end] != quote


def _page_of(document: Document, start: int) -> int:
    return next((p.number for p in document.pages if p.start <= start < p.end), 0)


def render_source(
    document: Document, place: Place, picture: PagePicture | None = None, note: str = ""
) -> str:
    """A whole document with one excerpt marked, its page as a picture where there is one."""
    data = "".join(
        f' data-{name}="{escape(str(value))}"' for name, value in place.model_dump().items()
    )
    text = render_text(document, place.start, place.end)
    said = f'<p class="qa-changed">{escape(note)}</p>' if note else ""
    return (
        f'<article class="qa-source" data-view="{"page" if picture else "text"}"{data}>'
        f"{_render_header(document, place, picture)}{_render_find()}{said}"
        f"{_render_page(document, place, picture)}"
        f'<div class="qa-text" tabindex="0" role="region" aria-label="{texts.VIEW_TEXT}">'
        f'<p class="qa-file">{escape(document.source)}</p>{text}</div></article>'
    )


def _render_header(document: Document, place: Place, picture: PagePicture | None) -> str:
    """Title, the way to other excerpts, page or text, size, find, the file, close."""
    title = escape(document.title)
    views = ""
    if picture is not None:
        views = "".join(
            write_button(label, "view", view=view)
            for view, label in (("page", texts.VIEW_PAGE), ("text", texts.VIEW_TEXT))
        )
        views = f'<span class="qa-views" role="group" aria-label="{texts.VIEW}">{views}</span>'
    size = write_button("", "zoom", texts.SMALLER, "minus", by=-1)
    size += write_button("", "zoom", texts.LARGER, "plus", by=1)
    contents = write_menu(texts.CONTENTS, _render_contents(document), icon="list")
    file = f"api/v1/files/{quote(document.doc_id)}"
    open_file = (
        f'<a data-icon="open" href="{escape(file)}" target="_blank" rel="noopener" '
        f'aria-label="{texts.OPEN_FILE}" title="{texts.OPEN_FILE}"></a>'
    )
    return (
        f'<header><h2 tabindex="-1" title="{title}">{title}</h2>{_render_steps(place)}{views}{size}'
        f"{contents if document.sections else ''}"
        f"{write_button('', 'find', texts.FIND, 'search')}{open_file}"
        f"{write_button('', 'close-source', texts.CLOSE_SOURCE, 'close')}</header>"
    )


def _render_steps(place: Place) -> str:
    """The position among the answer's excerpts between two buttons; nothing where it is alone."""
    if place.count < 2:
        return ""
    said = texts.EXCERPT.format(number=place.number, count=place.count)
    back = _write_step("step", -1, texts.PREVIOUS_EXCERPT, place.number > 1)
    on = _write_step("step", 1, texts.NEXT_EXCERPT, place.number < place.count)
    return (
        f'<span class="qa-steps">{back}<span aria-label="{said}">{place.number}/{place.count}'
        f"</span>{on}</span>"
    )


def _write_step(do: str, by: int, title: str, possible: bool) -> str:
    button = write_button("", do, title, "back" if by < 0 else "on", by=by)
    return button if possible else button.replace("<button", "<button disabled", 1)


def _render_find() -> str:
    back = write_button("", "found", texts.FIND_PREVIOUS, "up-arrow", by=-1)
    on = write_button("", "found", texts.FIND_NEXT, "down-arrow", by=1)
    return (
        f'<form class="qa-find" role="search" hidden><input type="search" aria-label='
        f'"{texts.FIND_HERE}" placeholder="{texts.FIND_HERE}"><output aria-live="polite"></output>'
        f"{back}{on}</form>"
    )


def _render_contents(document: Document) -> str:
    return "".join(
        write_button(section.title, "section", at=section.start, level=min(section.level, _DEEPEST))
        for section in document.sections
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
    named = texts.PAGE_OF.format(number=place.page, count=len(document.pages))
    back = _write_step("turn", -1, texts.PREVIOUS_PAGE, (place.page or 0) > 1)
    on = _write_step("turn", 1, texts.NEXT_PAGE, (place.page or 0) < len(document.pages))
    return (
        f'<div class="qa-page" tabindex="0" role="region" aria-label="{named}">'
        f'<div class="qa-sheet"><img alt="{named}" width="{picture.width}" '
        f'height="{picture.height}" src="data:image/webp;base64,{picture.image}">{marks}</div>'
        f'</div><p class="qa-turns-page">{back}<span>{named}</span>{on}</p>'
    )
