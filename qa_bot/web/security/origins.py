"""Origins: requests that another web site made a browser send are refused.

The Host header must name this server (a name that an attacker points at 127.0.0.1 does not), and
what browsers say of a request's origin must be this server too.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from functools import lru_cache
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from qa_bot.web.problems import problem_response
from qa_bot.web.security.access import SAFE_METHODS, session_cookie

_OWN_SITES = frozenset({"same-origin", "none"})


class CheckOrigin:
    """ASGI middleware that refuses what comes from elsewhere.

    Args:
        app: what it guards.
        hosts: the names that the server goes by beside addresses; None where any will do.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str] | None) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            if not self._is_own_host(headers.get("host", "")):
                refusal = problem_response(421, "This server does not go by that name.")
                await refusal(scope, receive, send)
                return
            if not _is_own_origin(scope["method"], headers):
                refusal = problem_response(403, "Requests from another web site are refused.")
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _is_own_host(self, host: str) -> bool:
        if self._hosts is None:
            return True
        name = _find_name(host)
        return name in self._hosts or _is_address(name)


@lru_cache(64)
def _find_name(host: str) -> str:
    """The name in a Host header, without its port; empty where there is none."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


@lru_cache(64)
def _is_address(name: str) -> bool:
    """Whether a host is an address: no name server can point that elsewhere."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _is_own_origin(method: str, headers: Headers) -> bool:
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if origin is not None and urlsplit(origin).netloc.lower() != headers.get("host", "").lower():
        return False
    if site is not None and site not in _OWN_SITES:
        return method == "GET" and headers.get("sec-fetch-mode") == "navigate"
    browser_says = origin is not None or site is not None
    return method in SAFE_METHODS or browser_says or session_cookie(headers) is None
