"""The chat's server: the page on a local address, until the process is interrupted."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import gradio as gr

from qa_bot.errors import QABotError
from qa_bot.web.library import Library
from qa_bot.web.page import build_page

_STYLE = Path(__file__).parent / "style.css"
_FONTS = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"]
_MONO = ["ui-monospace", "Menlo", "Consolas", "monospace"]


def serve(
    index: Path | None,
    corpus: Path | None,
    host: str,
    port: int,
    open_browser: bool,
    on_ready: Callable[[str], None],
) -> None:
    """Serve the page until interrupted; see `qa_bot.web.serve_chat`."""
    _require_free_port(host, port)
    page = build_page(Library(index, corpus))
    page.queue(default_concurrency_limit=2)
    _, address, _ = page.launch(
        server_name=host,
        server_port=port,
        inbrowser=open_browser,
        quiet=True,
        prevent_thread_lock=True,
        share=False,
        ssr_mode=False,
        show_error=False,
        footer_links=[],
        css_paths=[_STYLE],
        theme=gr.themes.Soft(font=_FONTS, font_mono=_MONO),
    )
    on_ready(address)
    page.block_thread()


def _require_free_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise QABotError(
                f"can't listen on {host}:{port} ({error.strerror}); choose another with --port"
            ) from error
