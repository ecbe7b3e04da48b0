"""What the page shows of the library beside the conversation, drawn anew whenever it changes."""

from __future__ import annotations

from typing import Any

from qa_bot.web import texts
from qa_bot.web.library.library import Library
from qa_bot.web.library.rebuilding import Job
from qa_bot.web.library.rows import Row, list_rows
from qa_bot.web.markup import escape, write_button
from qa_bot.web.security.access import LOCAL
from qa_bot.web.security.accounts import Principal

_LISTED = 100
_GLANCED = 5


def describe_state(library: Library, principal: Principal, known: str) -> dict[str, Any]:
    """Everything that the page draws from, or only the progress where `known` is its revision."""
    job = library.rebuilds.latest
    examples = library.examples.of(library.bot) if library.is_built else []
    revision = f"{library.revision} {len(examples)}"
    state = {"revision": revision, "progress": describe_job(library, job)}
    if known == revision:
        return state
    rows = list_rows(library)
    asked = [row for row in rows if row.answers]
    lost = library.was_built and not library.is_built and bool(rows)
    return state | {
        "documents": render_list(rows),
        "count": len(rows),
        "titles": {row.source: row.title for row in asked[:_LISTED]},
        "welcome": render_welcome(rows, library.is_built, lost, principal.may_edit),
        "examples": "".join(
            write_button(question, "ask", question=question) for question in examples
        ),
        "can_ask": library.is_built and bool(rows),
        "may_edit": principal.may_edit,
        "user": render_user(principal),
        "version": library.live,
    }


def describe_job(library: Library, job: Job | None) -> dict[str, Any]:
    """How reading the documents goes, in words and as a share."""
    pending = library.rebuilds.is_pending
    if job is None or (pending and job.state != "running"):
        return (
            {"running": pending, "said": texts.READING, "share": 0}
            if pending
            else {"running": False}
        )
    if job.state == "failed":
        return {"running": False, "id": job.job_id, "said": explain_failure(job), "failed": True}
    if job.state == "cancelled":
        return {"running": False, "id": job.job_id, "said": texts.CANCELLED}
    if job.state == "done":
        return {"running": False, "id": job.job_id, "said": texts.UPDATED}
    share = job.done / job.total if job.total else 0
    if job.reading:
        said = texts.READING_FILE.format(done=job.done + 1, total=job.total, name=job.reading)
        return {"running": True, "said": said, "share": share / 2}
    if not job.total:
        return {"running": True, "said": texts.READING, "share": 0}
    said = texts.PREPARING.format(percent=round(100 * share))
    return {"running": True, "said": said, "share": 0.5 + share / 2}


def explain_failure(job: Job) -> str:
    """Why the documents could not be read, in plain words."""
    return texts.FAILURES.get(job.failure, texts.UPDATE_FAILED)


def render_list(rows: list[Row]) -> str:
    """The documents, each to be opened and to be asked alone."""
    items = "".join(map(_render_item, rows[:_LISTED]))
    if len(rows) > _LISTED:
        items += f"<li>{write_button(texts.SHOW_ALL.format(count=len(rows)), 'library')}</li>"
    return items


def _render_item(row: Row) -> str:
    title, source = escape(row.title), escape(row.source)
    status = escape(row.note or texts.STATUSES[row.status])
    disabled = "" if row.answers else " disabled"
    label = escape(texts.SCOPE.format(title=row.title))
    return (
        f'<li data-status="{row.status}"><input type="checkbox" data-scope="{source}" '
        f'aria-label="{label}" title="{label}"{disabled}>'
        f'<button type="button" data-do="document" data-doc="{source}" title="{source}"{disabled}>'
        f'<i class="qa-kind">{escape(row.kind[:4])}</i><span>{title}</span></button>'
        f'<i class="qa-dot" role="img" aria-label="{status}" title="{status}"></i></li>'
    )


def render_welcome(rows: list[Row], built: bool, lost: bool, may_edit: bool) -> str:
    """What an empty chat shows: how to begin, or how to get documents first."""
    if built and rows:
        asked = [row for row in rows if row.answers] or rows
        one = texts.HELLO_ONE.format(title=asked[0].title)
        hello = one if len(asked) == 1 else texts.HELLO.format(count=len(asked))
        glance = _render_glance(asked) if len(asked) > 1 else ""
        return f"<h2>{escape(hello)}</h2><p>{texts.PROMISE}</p>{glance}"
    if lost or rows:
        head, help_ = (texts.LOST, texts.LOST_HELP) if lost else (texts.UNREAD, "")
        if not may_edit:
            return f"<h2>{head}</h2><p>{texts.LOST_READER}</p>"
        return f"<h2>{head}</h2><p>{help_}</p>{write_button(texts.READ_NOW, 'update')}"
    if not may_edit:
        return f"<h2>{texts.NO_DOCUMENTS_READER}</h2>"
    buttons = write_button(texts.ADD_FILES, "add") + write_button(texts.ADD_FOLDER, "add-folder")
    return (
        f'<div class="qa-drop"><h2>{texts.NO_DOCUMENTS}</h2><p>{texts.NO_DOCUMENTS_HELP}</p>'
        f"{buttons}</div>"
    )


def _render_glance(rows: list[Row]) -> str:
    """What documents there are, where the side bar with their list is closed."""
    chips = "".join(
        f"<li>{write_button(row.title, 'document', doc=row.source)}</li>" for row in rows[:_GLANCED]
    )
    if len(rows) > _GLANCED:
        more = texts.AND_MORE.format(count=len(rows) - _GLANCED)
        chips += f"<li>{write_button(more, 'library')}</li>"
    return f'<ul class="qa-glance">{chips}</ul>'


def render_user(principal: Principal) -> str:
    """Who is signed in, and the way out; empty where nobody has to sign in."""
    if principal == LOCAL:
        return ""
    said = escape(texts.SIGNED_IN.format(name=principal.name))
    return (
        f'<form method="post" action="logout"><span>{said}</span>'
        f'<button type="submit">{texts.SIGN_OUT}</button></form>'
    )
