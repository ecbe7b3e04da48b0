"""What the attacks share: a library of hostile documents, requests as bytes, pages taken apart."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote

MARK = "TOP-SECRET-MARK"
NAME = "zebu <img src=x onerror=window.ran=1> ${window.ran=2}.txt"
DOCUMENTS = {
    NAME: "The protocol on <script>window.ran = 3</script> grazing was signed in Oslo.",
    "heading.md": "# <svg/onload=window.ran=4>\n\nThe yakherd treaty was signed in Bergen.",
    "link.md": "The [okapi charter](javascript:window.ran=5) was signed in Narvik.",
    "image.md": "The tapir accord ![seen](http://evil.example/pixel.png) was signed in Turku.",
    "reference.md": "The quagga pact <https://evil.example/> was signed in Malmo.",
    "cells.csv": (
        'animal,city\n"gnu =HYPERLINK(""http://evil.example"") <iframe src=//evil.example>",Visby\n'
    ),
    "drawing.html": (
        "<html><head><title>Kudu</title></head>"
        "<body><p>The kudu agreement was signed in Odense.</p>"
        "<svg onload=window.ran=6><text>kudu</text></svg></body></html>"
    ),
    "template.txt": "The eland {{constructor.constructor('x')()}} `rule` was signed in Umea.",
    "direction.txt": "The oryx law \u202ewas\x07 signed\x1b[2J in Skagen.",
}
QUESTIONS = {
    "zebu": "Where was the protocol on grazing signed?",
    "heading": "Where was the yakherd treaty signed?",
    "link": "Where was the okapi charter signed?",
    "image": "Where was the tapir accord signed?",
    "reference": "Where was the quagga pact signed?",
    "cells": "Which city has the gnu HYPERLINK?",
    "drawing": "Where was the kudu agreement signed?",
    "template": "Where was the eland rule signed?",
    "direction": "Where was the oryx law signed?",
}
TAGS = {
    *("article", "div", "section", "span", "p", "h2", "ol", "li", "blockquote"),
    *("button", "details", "summary", "mark", "a", "i", "ul", "nav"),
    *("header", "form", "input", "output", "fieldset", "legend", "label"),
    *(
        "h3",
        "h4",
        "h5",
        "h6",
        "figure",
        "figcaption",
        "svg",
        "circle",
        "aside",
        "b",
        "strong",
        "img",
    ),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    *("class", "id", "role", "type", "tabindex", "aria-live", "aria-label"),
    *("title", "placeholder", "disabled", "hidden", "href", "target", "rel", "scope"),
    *("data-do", "data-icon", "data-doc", "data-start", "data-end", "data-question", "data-kind"),
    *("data-helpful", "data-number", "data-count", "data-page", "data-level", "data-depth"),
    *("data-by", "data-at", "data-view", "data-points", "data-documents", "data-status"),
    *("data-source", "data-removed", "data-title", "data-scope", "data-head", "data-all"),
    "data-quote",
    *("name", "value", "maxlength", "autocomplete", "aria-describedby", "aria-sort"),
    *("aria-hidden", "style", "viewbox", "cx", "cy", "r", "visibility"),
}


class Page(HTMLParser):
    """Notes every tag and attribute that a browser would see."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.text, self.links = set(), set(), "", []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value for name, value in attrs if name == "href"]

    def handle_data(self, data):
        self.text += data

    def is_ours(self):
        """Whether there is nothing in it but what we write, with links to our own files alone."""
        known = self.tags <= TAGS and self.attributes <= ATTRIBUTES
        return known and all(link.startswith("api/v1/files/") for link in self.links)


@dataclass
class Reply:
    """A response as its bytes came."""

    status: int = 0
    headers: list = field(default_factory=list)
    body: bytes = b""

    def header(self, name):
        return [value.decode() for key, value in self.headers if key.decode() == name]


def send(client, method, target, headers=(), body=b""):
    """One request just as written: nothing in its path is cleaned up first."""
    path, _, query = target.partition("?")
    given = {"host": "127.0.0.1:7860", "content-length": str(len(body))} | dict(headers)
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(k.encode(), v.encode("latin-1")) for k, v in given.items() if v is not None],
        "client": ("127.0.0.1", 50_000),
        "server": ("127.0.0.1", 7860),
        "state": {},
    }
    reply = Reply()
    messages = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive():
        if not messages:
            await asyncio.Event().wait()
        return messages.pop()

    async def note(message):
        if message["type"] == "http.response.start":
            reply.status, reply.headers = message["status"], list(message["headers"])
        else:
            reply.body += message.get("body", b"")

    client.portal.call(client.app, scope, receive, note)
    return reply
