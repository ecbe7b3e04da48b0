"""The page: a side bar with chats and documents, the conversation, the documents' panel, a source.

Gradio lays it out and carries questions, answers and the panel's filters; one component, the bus,
connects the page's script (`assets/*.js`) with the server.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from qa_bot.config import MAX_QUESTION_CHARACTERS
from qa_bot.web import texts
from qa_bot.web.assets import load_script
from qa_bot.web.chat.asking import Stopped, answer_question
from qa_bot.web.chat.calls import chat_calls
from qa_bot.web.library.calls import library_calls
from qa_bot.web.library.library import Library
from qa_bot.web.library.panel import build_panel
from qa_bot.web.markup import write_button, write_menu

_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_TO_SCRIPT = "(...args) => window.dispatchEvent(new CustomEvent('{name}'))"


def build_page(library: Library) -> gr.Blocks:
    """The page, its parts wired to the library."""
    stopped = Stopped()
    page = gr.Blocks(title=texts.TITLE, fill_width=True, fill_height=True, analytics_enabled=False)
    with page:
        with gr.Sidebar(position="left", width=280, elem_id="qa-left"):
            gr.HTML(_render_side(), js_on_load=None, apply_default_css=False, elem_id="qa-side")
        with gr.Column(elem_id="qa-main"):
            bus = gr.HTML(
                {},
                html_template=_LOG,
                js_on_load=load_script(),
                apply_default_css=False,
                elem_id="qa-log",
                server_functions=[*chat_calls(library, stopped), *library_calls(library)],
            )
            question = _build_composer()
        build_panel(library, bus)
        with gr.Sidebar(position="right", width=480, open=False, elem_id="qa-right"):
            gr.HTML(_VIEWER, js_on_load=None, apply_default_css=False, elem_id="qa-viewer")
        _wire(library, bus, question, stopped)
    return page


def _build_composer() -> gr.Textbox:
    with gr.Column(elem_id="qa-composer"):
        question = gr.Textbox(
            label=texts.QUESTION,
            placeholder=texts.PLACEHOLDER,
            show_label=False,
            container=False,
            lines=1,
            max_lines=8,
            max_length=MAX_QUESTION_CHARACTERS,
            submit_btn=True,
            stop_btn=True,
            autofocus=True,
            elem_id="qa-question",
        )
        gr.HTML(_render_tools(), js_on_load=None, apply_default_css=False, elem_id="qa-tools")
    return question


def _wire(library: Library, bus: gr.HTML, question: gr.Textbox, stopped: Stopped) -> None:
    """The script takes questions, draws them at once and sends them through the bus."""

    def answer(event: gr.EventData) -> Iterator[dict[str, Any]]:
        yield from answer_question(library, event._data, stopped)

    question.stop(None, None, None, js=_TO_SCRIPT.format(name="qa-stop"), api_visibility="private")
    asked = bus.ask(answer, None, [bus], trigger_mode="multiple", **_QUIET)
    asked.failure(
        None, None, None, js=_TO_SCRIPT.format(name="qa-failed"), api_visibility="private"
    )


def _render_side() -> str:
    """The frame of the side bar; the script fills its lists."""
    return (
        f'<div class="qa-brand"><p>{texts.TITLE}</p>'
        f"{write_button('', 'menu', texts.CLOSE_MENU, 'menu')}</div>"
        f"{write_button(texts.NEW_CHAT, 'new', '', 'edit')}"
        f'<input type="search" class="qa-sought" placeholder="{texts.SEARCH}" '
        f'aria-label="{texts.SEARCH}">'
        f'<nav aria-label="{texts.CHATS}" class="qa-chats"></nav>'
        f'<section aria-label="{texts.DOCUMENTS}" class="qa-shelf"><div class="qa-shelf-head">'
        f"{write_button(texts.DOCUMENTS, 'library', texts.MANAGE)}"
        f"{write_button('', 'add', texts.ADD, 'plus')}</div>"
        f'<ul class="qa-documents"></ul>{render_progress()}</section>'
        f"<footer>{write_button('', 'theme', texts.THEME, 'theme')}"
        f'{write_button("", "keys", texts.SHORTCUTS, "keys")}<span class="qa-user"></span></footer>'
    )


def _render_tools() -> str:
    """What stands below the question: add, the scope, how much room is left; then the examples."""
    return (
        f'<div class="qa-tools">{write_button("", "add", texts.ADD, "plus")}'
        f"{write_button(texts.ALL_DOCUMENTS, 'scope', '', 'documents')}<output></output></div>"
        f'<div class="qa-examples" aria-label="{texts.TRY}" role="group"></div>'
    )


def render_progress() -> str:
    """How reading the documents goes; hidden while nothing is read."""
    return (
        '<div class="qa-progress" hidden><span></span><progress max="1"></progress>'
        f"{write_button(texts.CANCEL_UPDATE, 'cancel')}</div>"
    )


_EXPORTS = (("md", texts.AS_MARKDOWN), ("html", texts.AS_HTML), ("json", texts.AS_JSON))
_CHAT_MENU = write_menu(
    texts.CHAT_MENU,
    write_button(texts.RENAME, "rename"),
    *(write_button(label, "export", kind=kind) for kind, label in _EXPORTS),
    write_button(texts.PRINT, "print"),
    write_button(texts.DELETE, "delete"),
)
_FRAMES = (
    '<template class="qa-turn-frame"><article class="qa-turn"><div class="qa-question"><h2></h2>'
    f'{write_button("", "edit", texts.EDIT_LABEL, "edit")}</div><div class="qa-answer"></div>'
    "</article></template>"
    f'<template class="qa-wait-frame"><p class="qa-waiting"><span>{texts.SEARCHING}</span></p>'
    "</template>"
    '<template class="qa-failed-frame"><p class="qa-error"></p>'
    f"{write_button(texts.ASK_AGAIN, 'again')}</template>"
    f'<template class="qa-kept-frame"><p class="qa-note">{texts.KEPT}</p>'
    '<figure class="qa-quote"><blockquote></blockquote></figure></template>'
    f'<template class="qa-chat-frame"><div>{write_button("", "open-chat")}{_CHAT_MENU}</div>'
    "</template>"
)
"""What the script makes turns and the list of chats of."""
_KEYS = "".join(f"<dt><kbd>{key}</kbd></dt><dd>{what}</dd>" for key, what in texts.KEYS)
_LOG = (
    f'<header class="qa-bar">{write_button("", "menu", texts.MENU, "menu")}<h1></h1></header>'
    '<div class="qa-welcome"></div>'
    f'<div class="qa-turns" role="log" aria-label="{texts.CONVERSATION}" tabindex="0"></div>'
    f'<div class="qa-notices"><p class="qa-lost">{texts.TRYING}</p>'
    '<ul class="qa-uploads" aria-live="polite"></ul>'
    '<div class="qa-toasts" role="status"></div></div><p class="qa-sr" role="status"></p>'
    f'<div class="qa-overlay" hidden><p>{texts.DROP_ANYWHERE}</p></div>'
    f'<dialog class="qa-keys" aria-label="{texts.SHORTCUTS}"><h2>{texts.SHORTCUTS}</h2>'
    f"<dl>{_KEYS}</dl>{write_button(texts.CLOSE, 'keys')}</dialog>"
    '<input type="file" multiple hidden><input type="file" webkitdirectory hidden>'
    f"{_FRAMES}"
)
_VIEWER = (
    f'<div class="qa-grip" role="separator" aria-orientation="vertical" tabindex="0" '
    f'aria-label="{texts.WIDTH}" aria-valuenow="480"></div>'
    f'<aside aria-label="{texts.SOURCE}" class="qa-viewer"></aside>'
)
