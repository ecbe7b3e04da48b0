"""The chat: `QABot` in a browser, by Gradio (imported only when the chat starts)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def serve_chat(
    index: Path | None,
    *,
    corpus: Path | None,
    host: str,
    port: int,
    open_browser: bool,
    on_ready: Callable[[str], None],
) -> None:
    """Serve the chat until the process is interrupted.

    Args:
        index: the index folder; by default the one `default_index_dir` finds.
        corpus: the folder that "Rebuild" reads; by default the one the index was built from.
        host: address to listen on.
        port: port to listen on.
        open_browser: whether to open the chat in the default browser.
        on_ready: called with the chat's address once it answers.

    Raises:
        QABotError: the index can't be opened, or the port is in use.
    """
    from qa_bot.web.app import serve

    serve(index, corpus, host, port, open_browser, on_ready)
