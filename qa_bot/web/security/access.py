"""Access: who a request comes from, and whether they may do what it asks.

Everything is closed but what a load balancer and a person without a session need. A reader may
ask; whatever else would change something needs an editor.
"""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from qa_bot.errors import QABotError
from qa_bot.web.problems import problem_response
from qa_bot.web.security.accounts import Accounts, Principal
from qa_bot.web.security.paths import route_path
from qa_bot.web.security.sessions import Lockout, Sessions

COOKIE = "qa_bot_session"
LOCAL = Principal("local", "editor")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_OPEN = frozenset({"/healthz", "/readyz", "/login", "/favicon.ico"})
_ASKING = frozenset({
    "/api/v1/answer", "/api/v1/search", "/mcp", "/logout",
    "/gradio_api/queue/join", "/gradio_api/cancel", "/gradio_api/reset",
    "/gradio_api/component_server", "/gradio_api/component_server/",
})  # fmt: skip
_ASKING_BELOW = ("/gradio_api/run/", "/gradio_api/call/")
_TOKEN_FAILURES = 20


class NotAllowedError(QABotError):
    """A reader asked for a change of the library."""


class RequireUser:
    """ASGI middleware that lets known users through, each to what their role allows.

    Args:
        app: what it guards.
        accounts: who there is; None lets everyone in, as an editor.
        sessions: who is signed in.
    """

    def __init__(self, app: ASGIApp, accounts: Accounts | None, sessions: Sessions | None) -> None:
        self._app = app
        self._accounts = accounts
        self._sessions = sessions
        self._lockout = Lockout(_TOKEN_FAILURES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its principal, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        refusal = self._refuse(scope)
        await (refusal or self._app)(scope, receive, send)

    def _refuse(self, scope: Scope) -> Response | None:
        """Why not, or None; notes the principal."""
        state = scope.setdefault("state", {})
        path = route_path(scope)
        if self._accounts is None or self._sessions is None:
            state["principal"] = LOCAL
            return None
        if path in _OPEN:
            return None
        headers = Headers(scope=scope)
        address = str((scope.get("client") or ("",))[0])
        if wait := self._lockout.closed_for(address):
            retry = {"Retry-After": str(wait)}
            return problem_response(429, "Too many wrong tokens; wait.", retry)
        principal = self._identify(headers, address)
        if principal is None:
            return _ask_to_sign_in(scope, headers)
        state["principal"] = principal
        if not principal.may_edit and not _only_asks(scope["method"], path):
            return problem_response(403, "This needs the role of an editor.")
        return None

    def _identify(self, headers: Headers, address: str) -> Principal | None:
        assert self._accounts is not None
        assert self._sessions is not None
        scheme, _, secret = headers.get("authorization", "").partition(" ")
        if scheme:
            principal = self._accounts.check_token(secret) if scheme.lower() == "bearer" else None
            if principal is None:
                self._lockout.fail(address)
            return principal
        cookie = session_cookie(headers)
        return self._sessions.check(cookie) if cookie else None


def _only_asks(method: str, path: str) -> bool:
    if method == "POST":
        return path in _ASKING or path.startswith(_ASKING_BELOW)
    return method in SAFE_METHODS


def _ask_to_sign_in(scope: Scope, headers: Headers) -> Response:
    if scope["method"] == "GET" and "text/html" in headers.get("accept", ""):
        here = route_path(scope)
        where = f"?next={quote(here)}" if here != "/" else ""
        return RedirectResponse(f"{scope.get('root_path', '')}/login{where}", 303)
    return problem_response(401, "Sign in, or send a token.", {"WWW-Authenticate": "Bearer"})


def session_cookie(headers: Headers) -> str | None:
    """The session's secret that a browser sent."""
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return None
    return found.value if found else None


def principal_of(request: Request | None) -> Principal:
    """Who a request comes from; the middleware let it through."""
    assert request is not None
    principal: Principal = request.state.principal
    return principal


def is_editor(request: Request | None) -> bool:
    """Whether a request comes from someone who may change the library."""
    return principal_of(request).may_edit
