"""Boilerplate: a page's tree comes in, the element with its main content goes out.

Menus, banners, side bars and footers are told by their element, their ARIA role, or a word of their
class or id; a list that is nearly all short links is a menu too. When in doubt the text is kept: a
removal that would take most of a page is undone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy

from lxml.html import HtmlElement

_TAGS = frozenset((
    "script", "style", "template", "noscript", "nav", "aside", "form", "button", "select",
    "input", "textarea", "iframe", "object", "embed", "dialog", "svg", "canvas", "audio", "video",
))  # fmt: skip
_ROLES = frozenset((
    "navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar",
    "toolbar", "dialog", "alertdialog", "tablist",
))  # fmt: skip
_WORDS = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navbox|navigation|menus?|sidebar|breadcrumbs?|cookies?|consent|gdpr|"
    r"footer|share|sharing|social|related|advert(?:isement)?s?|ads|promo|newsletter|subscribe|"
    r"pagination|pager|skip-?link|jump-link|noprint|editsection|catlinks|mw-portlet|"
    r"printfooter|backlink|toc|popup|modal)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MOST = 0.5
"""Share of a page's text above which an element is content, whatever it is called."""
_LEAST = 0.1
_MENU_LINKS, _MENU_SHARE, _MENU_WORDS = 4, 0.9, 4
"""A list of at least so many links, that share of its text, at most so many words a link."""


def find_main(root: HtmlElement) -> HtmlElement:
    """The part of a page to read; `root` itself stays as it is."""
    whole = root.find("body") if root.find("body") is not None else root
    body = deepcopy(whole)
    total = _length(body)
    for element in list(body.iter()):
        if element is not body and isinstance(element.tag, str) and _is_boilerplate(element, total):
            element.drop_tree()
    left = _length(body)
    if left < _LEAST * total:
        return whole
    mains = body.xpath(".//main|.//*[@role='main']") or body.xpath(".//article")
    best = max(mains, key=_length, default=body)
    return best if _length(best) > _MOST * left else body


def _is_boilerplate(element: HtmlElement, total: int) -> bool:
    if element.tag in ("script", "style", "template", "noscript"):
        return True
    named = (
        element.tag in _TAGS
        or element.get("role", "").lower() in _ROLES
        or "hidden" in element.attrib
        or element.get("aria-hidden") == "true"
        or _HIDDEN.search(element.get("style", ""))
        or _WORDS.search(f"{element.get('class', '')} {element.get('id', '')}")
        or (element.tag in ("header", "footer") and not _inside_article(element))
        or (element.tag == "sup" and "reference" in element.get("class", "").split())
        or _is_menu(element)
    )
    return bool(named) and _length(element) <= _MOST * total


def _inside_article(element: HtmlElement) -> bool:
    return any(a.tag in ("article", "main", "section") for a in element.iterancestors())


def _is_menu(element: HtmlElement) -> bool:
    if element.tag not in ("ul", "ol", "table", "div", "p") or _inside_article(element):
        return False
    links = list(element.iter("a"))
    if len(links) < _MENU_LINKS:
        return False
    linked = [_text(link) for link in links]
    words = sum(len(text.split()) for text in linked) / len(linked)
    return words <= _MENU_WORDS and sum(map(len, linked)) >= _MENU_SHARE * _length(element)


def _length(element: HtmlElement) -> int:
    return len(_text(element))


def _text(element: HtmlElement) -> str:
    return "".join("".join(_strings(element)).split())


def _strings(element: HtmlElement) -> Iterator[str]:
    if element.tag in ("script", "style", "template", "noscript"):
        return
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield from _strings(child)
        yield child.tail or ""
