"""The documents' own panel: find, sort, select, remove and restore; versions and a map."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import gradio as gr

from qa_bot.web import texts
from qa_bot.web.library.library import Library
from qa_bot.web.library.rows import Row, describe_pages, list_removed, list_rows, select_rows
from qa_bot.web.markup import escape, write_button, write_menu
from qa_bot.web.notices import as_notice
from qa_bot.web.security.access import is_editor

_SHOWN = 200
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


def build_panel(library: Library, bus: gr.HTML) -> None:
    """Lay the panel out; the page's script asks for its table anew through the bus."""
    with gr.Column(elem_id="qa-library"):
        gr.HTML(_render_head(), js_on_load=None, apply_default_css=False, elem_id="qa-library-head")
        with gr.Row(elem_id="qa-filters"):
            sought = gr.Textbox(
                placeholder=texts.FIND_DOCUMENT, label=texts.FIND_DOCUMENT, show_label=False,
                container=False, scale=3, min_width=120,
            )  # fmt: skip
            kind = _choice(texts.TYPE, [(texts.ALL_TYPES, "")])
            status = _choice(
                texts.STATUS,
                [(texts.ALL_STATUS, ""), *((name, key) for key, name in texts.STATUSES.items())],
            )
        by = gr.State("title")
        table = gr.HTML("", elem_id="qa-rows", js_on_load=None, apply_default_css=False)
        gr.HTML(_render_foot(), js_on_load=None, apply_default_css=False, elem_id="qa-library-foot")
    asked = [sought, kind, status, by]

    def draw(
        sought: str, kind: str, status: str, by: str, request: gr.Request
    ) -> tuple[gr.Dropdown, str]:
        with as_notice():
            rows = list_removed(library) if status == "removed" else list_rows(library)
            kinds = sorted({row.kind for row in rows if row.kind})
            found = select_rows(rows, sought, kind, status, by)
            shown = render_table(found, by, is_editor(request.request))
            choices = [(texts.ALL_TYPES, ""), *((name, name) for name in kinds)]
            return gr.Dropdown(choices, value=kind if kind in ("", *kinds) else ""), shown

    def sort(by: str, event: gr.EventData) -> str:
        wanted = str(event._data["by"])
        return f"-{wanted}" if by == wanted else wanted

    gr.on(
        [sought.change, kind.input, status.input, by.change, bus.edit],
        draw,
        asked,
        [kind, table],
        **_QUIET,
    )
    bus.sort(sort, [by], [by], **_QUIET)


def _choice(label: str, choices: Sequence[tuple[str, str]]) -> gr.Dropdown:
    return gr.Dropdown(
        choices, value="", label=label, show_label=False, container=False, scale=1, min_width=110,
        filterable=False,
    )  # fmt: skip


def _render_head() -> str:
    versions = write_menu(texts.VERSIONS, '<ul class="qa-versions"></ul>')
    return (
        f'<h1 tabindex="-1">{texts.DOCUMENTS}</h1><span class="qa-count"></span>'
        f"{write_button(texts.ADD_FILES, 'add', '', 'plus')}"
        f"{write_button(texts.ADD_FOLDER, 'add-folder', '', 'folder')}{versions}"
        f"{write_button('', 'chat', texts.BACK_TO_CHAT, 'close')}"
    )


def _render_foot() -> str:
    return (
        f'<details class="qa-picture"><summary>{texts.PICTURE}</summary><div></div></details>'
        f'<div class="qa-selected" hidden><span></span>'
        f"{write_button(texts.REMOVE, 'remove')}{write_button(texts.RESTORE, 'restore')}</div>"
    )


def render_table(rows: Sequence[Row], by: str, may_edit: bool) -> str:
    """The documents, a row each."""
    if not rows:
        return f'<p class="qa-none">{texts.NOTHING_FITS}</p>'
    heads = "".join(_render_head_cell(name, head, by) for name, head in texts.HEADS.items())
    body = "".join(_render_row(row, may_edit) for row in rows[:_SHOWN])
    more = ""
    if len(rows) > _SHOWN:
        more = f'<p class="qa-none">{texts.SHOWN.format(shown=_SHOWN, count=len(rows))}</p>'
    all_ = f'<input type="checkbox" data-all aria-label="{texts.SELECT_ALL}">' if may_edit else ""
    return (
        f'<div class="qa-scroll" tabindex="0" role="region" aria-label="{texts.TABLE}"><table>'
        f"<thead><tr><td>{all_}</td>{heads}</tr></thead><tbody>{body}</tbody></table></div>{more}"
    )


def _render_head_cell(name: str, head: str, by: str) -> str:
    order = {name: "ascending", f"-{name}": "descending"}.get(by, "none")
    button = write_button(head, "sort", texts.SORT.format(head=head), by=name)
    return f'<th scope="col" aria-sort="{order}" data-head="{name}">{button}</th>'


def _render_row(row: Row, may_edit: bool) -> str:
    title, source = escape(row.title), escape(row.source)
    removed = row.status == "removed"
    check = ""
    if may_edit:
        label = escape(texts.SELECT.format(title=row.title))
        check = (
            f'<input type="checkbox" data-source="{source}" data-removed="{int(removed)}" '
            f'data-title="{title}" aria-label="{label}">'
        )
    opened = (
        f'<button type="button" data-do="document" data-doc="{source}">{title}</button>'
        if row.answers
        else title
    )
    pages = describe_pages(row.pages, row.kind) if row.pages else ""
    note = f'<span class="qa-why">{escape(row.note)}</span>' if row.note else ""
    return (
        f'<tr data-status="{row.status}"><td>{check}</td>'
        f'<th scope="row">{opened}<span class="qa-file">{source}</span></th>'
        f'<td data-head="kind">{escape(row.kind)}</td>'
        f'<td data-head="size">{describe_size(row.size)}<span>{pages}</span></td>'
        f'<td data-head="changed">{describe_date(row.changed)}</td>'
        f'<td><i class="qa-dot"></i> {texts.STATUSES[row.status]}{note}</td></tr>'
    )


def describe_size(size: int) -> str:
    """Bytes as people write them."""
    if not size:
        return ""
    return f"{size / 1e6:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1e3))} kB"


def describe_date(changed: float) -> str:
    """A time in seconds since 1970 as a date."""
    return f"{datetime.fromtimestamp(changed).astimezone():%Y-%m-%d}" if changed else ""
