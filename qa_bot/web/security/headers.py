"""Headers: every response tells browsers to load nothing from elsewhere and run nothing injected.

The page's policy names its own inline scripts by their hashes. Gradio needs `unsafe-eval` (it
compiles the scripts of HTML components) and inline styles; everything else stays closed.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Header = tuple[bytes, bytes]
_ALWAYS = {
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": b"camera=(), display-capture=(), geolocation=(), microphone=(), usb=()",
}
"""Names and values as they are sent."""
_NOTHING = (
    b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox"
)
_PAGE = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'{hashes}; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; media-src 'self' blob:; manifest-src 'self'; worker-src 'self'; "
    "form-action 'self'; base-uri 'self'; "
    "frame-ancestors 'none'"
)
_INLINE = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_DROPPED = (b"access-control-", b"content-security-policy")
_NOT_STORED = (b"text/html", b"application/json", b"application/problem")
_YEAR = b"max-age=31536000"


class SecureHeaders:
    """ASGI middleware that adds the headers and takes away those that let others in."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete its response."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        wanted = MutableHeaders(scope=scope)
        if "text/html" in wanted.get("accept", ""):
            del wanted["accept-encoding"]
        await self._app(scope, receive, _Completing(send, scope["scheme"] == "https").send)


class _Completing:
    """One response; a page is held back until its scripts are known."""

    def __init__(self, send: Send, encrypted: bool) -> None:
        self._send = send
        self._encrypted = encrypted
        self._page: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            kind = dict(message["headers"]).get(b"content-type", b"")
            message = {**message, "headers": self._complete(message["headers"], kind)}
            if kind.startswith(b"text/html"):
                self._page = message
                return
            message["headers"].append((b"content-security-policy", _NOTHING))
        elif self._page is not None:
            self._body += message.get("body", b"")
            if message.get("more_body", False):
                return
            policy = page_policy(self._body).encode()
            self._page["headers"].append((b"content-security-policy", policy))
            await self._send(self._page)
            self._page = None
            message = {**message, "body": self._body}
        await self._send(message)

    def _complete(self, sent: Iterable[Header], kind: bytes) -> list[Header]:
        """The headers with ours in place of theirs, but for the policy."""
        ours = dict(_ALWAYS)
        if kind.startswith(_NOT_STORED):
            ours[b"cache-control"] = b"no-store"
        if self._encrypted:
            ours[b"strict-transport-security"] = _YEAR
        kept = [one for one in sent if one[0] not in ours and not one[0].startswith(_DROPPED)]
        return [*kept, *ours.items()]


def page_policy(page: bytes) -> str:
    """The policy of a page, with the hashes of its inline scripts."""
    hashes = dict.fromkeys(_hash(script) for script in _INLINE.findall(page))
    return _PAGE.format(hashes="".join(f" '{value}'" for value in hashes))


def _hash(script: bytes) -> str:
    text = script.replace(b"\r\n", b"\n")
    return f"sha256-{base64.b64encode(hashlib.sha256(text).digest()).decode()}"
