"""What the page's script asks the server for about the documents: each call is a function."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from qa_bot.index.manifest import Manifest
from qa_bot.web import texts
from qa_bot.web.library.library import Library
from qa_bot.web.library.picture import render_picture
from qa_bot.web.library.removing import remove_document, restore_document
from qa_bot.web.library.state import describe_state
from qa_bot.web.markup import escape, write_button
from qa_bot.web.models import Name
from qa_bot.web.notices import Answering, for_page
from qa_bot.web.security.access import NotAllowedError
from qa_bot.web.security.accounts import Principal

Names = Annotated[list[Name], Field(max_length=10_000)]


class Known(BaseModel):
    """What the page shows already."""

    model_config = ConfigDict(extra="forbid")

    revision: str = ""


class Chosen(BaseModel):
    """A version."""

    model_config = ConfigDict(extra="forbid")

    generation: str


def library_calls(library: Library) -> list[Answering]:
    """The functions, each for its name in the script."""

    def state(sent: Known, principal: Principal) -> dict[str, Any]:
        return describe_state(library, principal, sent.revision)

    def remove(sent: Names, principal: Principal) -> list[tuple[str, str]]:
        _require_editor(principal)
        removed = [(remove_document(library.corpus, source), source) for source in sent]
        library.note_change()
        return removed

    def restore(sent: list[tuple[Name, str]], principal: Principal) -> list[str]:
        _require_editor(principal)
        restored = [restore_document(library.corpus, kept, source) for kept, source in sent]
        library.note_change()
        return restored

    def update(_: None, principal: Principal) -> None:
        _require_editor(principal)
        library.rebuilds.start()

    def cancel(_: None, principal: Principal) -> None:
        _require_editor(principal)
        library.rebuilds.cancel()

    def versions(_: None, principal: Principal) -> str:
        return render_versions(library, principal.may_edit)

    def go_back(sent: Chosen, principal: Principal) -> str:
        _require_editor(principal)
        manifest = library.roll_back(sent.generation)
        return texts.VERSION_RESTORED.format(when=describe_time(manifest.created))

    def picture(_: None, __: Principal) -> str:
        return render_picture(library)

    calls = (state, remove, restore, update, cancel, versions, go_back, picture)
    return [for_page(call) for call in calls]


def _require_editor(principal: Principal) -> None:
    if not principal.may_edit:
        raise NotAllowedError(texts.NOT_AN_EDITOR)


def render_versions(library: Library, may_edit: bool) -> str:
    """The versions that are kept, the one that answers first."""
    return "".join(
        f"<li>{_render_version(manifest, library.live, may_edit)}</li>"
        for manifest in library.generations()
    )


def _render_version(manifest: Manifest, live: str, may_edit: bool) -> str:
    current = manifest.generation == live
    count = manifest.documents
    documents = texts.COUNT_ONE if count == 1 else texts.COUNT.format(count=count)
    form = texts.CURRENT_VERSION if current else texts.VERSION
    said = escape(form.format(when=describe_time(manifest.created), documents=documents))
    if current or not may_edit:
        return said
    return (
        f"{said} {write_button(texts.RESTORE_VERSION, 'go-back', generation=manifest.generation)}"
    )


def describe_time(created: str) -> str:
    """An ISO 8601 time as people write it, in the server's time zone."""
    when = datetime.fromisoformat(created).astimezone()
    if when.date() == datetime.now().astimezone().date():
        return texts.TODAY_AT.format(time=f"{when:%H:%M}")
    return f"{when.day} {when:%B %Y, %H:%M}"
