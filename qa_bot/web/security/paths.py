"""Paths: a request's path below the root path, and which paths lead to the chat at all.

Gradio has routes for much that this chat doesn't use, among them one that fetches an address for
its caller and one that serves files. What is not listed here does not exist.
"""

from __future__ import annotations

import re
from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send

from qa_bot.web.problems import problem_response

_OWN = re.compile(r"/(api/.*|healthz|readyz|metrics|mcp|login|logout)", re.DOTALL)
_GET = re.compile(
    r"/(config|theme\.css|favicon\.ico|robots\.txt|manifest\.json"
    r"|(assets|static)/[\w./@-]+"
    r"|gradio_api/(info|queue/(data|status)|startup-events|app_id|upload_progress|theme\.css"
    r"|heartbeat/\w+|call/(v2/)?\w+/\w+))?"
)
_POST = re.compile(
    r"/gradio_api/(queue/join|cancel|reset|upload|component_server/?|run/\w+|call/(v2/)?\w+)"
)
_FILE = "/gradio_api/file="


def route_path(scope: Scope) -> str:
    """The path of a request below the root path."""
    path: str = scope["path"]
    root: str = scope.get("root_path", "")
    inside = root and (path == root or path.startswith(f"{root}/"))
    return (path[len(root) :] or "/") if inside else path


class GuardChat:
    """ASGI middleware that hides every path which neither we nor the chat use."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or say that there is nothing."""
        if scope["type"] == "http" and not is_known(scope["method"], route_path(scope)):
            refusal = problem_response(404, "There is nothing at this address.")
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)


def is_known(method: str, path: str) -> bool:
    """Whether a path is ours or one that the chat uses."""
    if _OWN.fullmatch(path):
        return True
    if method == "POST":
        return _POST.fullmatch(path) is not None
    if method not in ("GET", "HEAD") or "/.." in path:
        return False
    if path.startswith(_FILE):
        return _is_uploaded(path.removeprefix(_FILE))
    return _GET.fullmatch(path) is not None


def _is_uploaded(name: str) -> bool:
    """Whether a file was put there by Gradio."""
    from gradio.utils import get_upload_folder

    try:
        place = Path(name).resolve()
    except (OSError, ValueError, RuntimeError):
        return False
    return place.is_file() and place.is_relative_to(Path(get_upload_folder()).resolve())
