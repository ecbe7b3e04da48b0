"""The welcome: a library without an index comes in, how to add documents goes out."""

from __future__ import annotations

from qa_bot.web import texts
from qa_bot.web.library.library import Library
from qa_bot.web.markup import escape, write_button

_LISTED = 8


def render_welcome(library: Library, may_edit: bool) -> str:
    """How to add the first documents, or to read those of a lost index again; else empty."""
    if library.is_built:
        return ""
    lost = library.was_built
    if not may_edit:
        said = texts.READING_AGAIN_NEEDS_EDITOR if lost else texts.NOTHING_YET_FOR_READERS
        return f'<section class="qa-welcome"><p>{said}</p></section>'
    files = sorted(library.files())
    listed = "".join(f"<li>{escape(name)}</li>" for name in files[:_LISTED])
    if len(files) > _LISTED:
        listed += f"<li>{texts.AND_MORE.format(count=len(files) - _LISTED)}</li>"
    build = write_button(texts.BUILD, "qa-build")
    waiting = f"<p>{texts.WAIT_FOR_BUILD}</p><ul>{listed}</ul>{build}" if files else ""
    add = texts.ADD_DOCUMENTS.format(folder=escape(str(library.corpus)))
    return (
        f'<section class="qa-welcome"><h2>{texts.LOST if lost else texts.NOTHING_YET}</h2>'
        f"<p>{texts.READ_AGAIN if lost else add}</p>{render_drop()}{waiting}</section>"
    )


def render_drop() -> str:
    """Where files are dropped or chosen."""
    return (
        f'<label class="qa-drop"><span>{texts.DROP}</span> <input type="file" multiple></label>'
        '<ul class="qa-uploads" aria-live="polite"></ul>'
    )
