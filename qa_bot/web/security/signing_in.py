"""Signing in: `/login` is a plain form without scripts, `/logout` ends the session."""

from __future__ import annotations

import asyncio
import html
import logging
from collections.abc import Mapping
from pathlib import Path

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from qa_bot.web import texts
from qa_bot.web.security.access import COOKIE, session_cookie
from qa_bot.web.security.accounts import Accounts
from qa_bot.web.security.sessions import LONGEST, Lockout, Sessions

_log = logging.getLogger(__name__)
_PAGE = (Path(__file__).parent / "login.html").read_text(encoding="utf-8")
_FAILURES_OF_NAME, _FAILURES_OF_ADDRESS = 5, 20
_LONGEST_FIELD = 1_000


def build_login(accounts: Accounts, sessions: Sessions) -> APIRouter:
    """The routes of the sign-in page."""
    routes = APIRouter(include_in_schema=False)
    desk = _Desk(accounts, sessions)

    @routes.get("/login")
    def show(next: str = "/") -> Response:
        return _page("", local_address(next))

    @routes.post("/login")
    async def sign_in(request: Request) -> Response:
        return await desk.sign_in(request)

    @routes.post("/logout")
    def sign_out(request: Request) -> Response:
        if cookie := session_cookie(request.headers):
            sessions.end(cookie)
        response = RedirectResponse(f"{request.scope.get('root_path', '')}/login", 303)
        response.delete_cookie(COOKIE, path=_cookie_path(request))
        return response

    return routes


class _Desk:
    """Checks one password at a time: each takes 64 MB, and a lock must close in time."""

    def __init__(self, accounts: Accounts, sessions: Sessions) -> None:
        self._accounts = accounts
        self._sessions = sessions
        self._names = Lockout(_FAILURES_OF_NAME)
        self._addresses = Lockout(_FAILURES_OF_ADDRESS)
        self._turn = asyncio.Lock()

    async def sign_in(self, request: Request) -> Response:
        async with request.form(max_files=0, max_fields=4) as form:
            name, password, target = (
                str(form.get(field, ""))[:_LONGEST_FIELD] for field in ("name", "password", "next")
            )
        address = request.client.host if request.client else ""
        async with self._turn:
            if wait := self._closed_for(address, name):
                retry = {"Retry-After": str(wait)}
                minutes = -(-wait // 60)
                said = texts.LOCKED.format(minutes=minutes) if minutes > 1 else texts.LOCKED_SHORTLY
                return _page(said, local_address(target), 429, retry)
            user = await run_in_threadpool(self._accounts.check_password, name, password)
            if user is None:
                self._names.fail(f"{address} {name}")
                self._addresses.fail(address)
                _log.warning("a sign-in from %s failed", address)
                return _page(texts.WRONG_PASSWORD, local_address(target), 401)
        self._names.succeed(f"{address} {name}")
        return _signed_in(request, self._sessions.start(name), local_address(target))

    def _closed_for(self, address: str, name: str) -> int:
        pair = self._names.closed_for(f"{address} {name}")
        return max(pair, self._addresses.closed_for(address))


def local_address(target: str) -> str:
    """Where to go after signing in: a path of this server, whatever was asked for."""
    harmless = target.isprintable() and "\\" not in target
    return target if harmless and target.startswith("/") and target[1:2] != "/" else "/"


def _signed_in(request: Request, secret: str, target: str) -> Response:
    response = RedirectResponse(f"{request.scope.get('root_path', '')}{target}", 303)
    response.set_cookie(
        COOKIE,
        secret,
        max_age=LONGEST,
        path=_cookie_path(request),
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )
    return response


def _cookie_path(request: Request) -> str:
    return request.scope.get("root_path", "") or "/"


def _page(
    message: str, target: str, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    shown = {
        "title": texts.TITLE,
        "name": texts.LOGIN_NAME,
        "password": texts.LOGIN_PASSWORD,
        "sign_in": texts.LOGIN,
        "message": message,
        "next": target,
    }
    filled = _PAGE
    for field, text in shown.items():
        filled = filled.replace(f"%{field}%", html.escape(text))
    return HTMLResponse(filled, status, headers)
