"""Main content: which part of a web page to read, and what in it is not part of its text.

Menus, banners, side bars and footers are told by their element, their ARIA role, or a word of their
class or id; a list that is nearly all short links is a menu too. A box beside the text is read
where it says a sentence. Inside the part that a page calls
its main one or an article, only menus go: asides, folded parts and hidden tabs belong to the text.
When in doubt the text is kept: a removal that would take most of a page is undone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from qa_bot.reading.formats.folding import is_head

UNREAD = {
    "img": "picture", "svg": "drawing", "canvas": "drawing", "iframe": "page inside it",
    "object": "object", "embed": "object", "audio": "recording", "video": "film",
}  # fmt: skip
"""Elements whose contents are not read, and what to call them."""
NO_TEXT = frozenset((
    "script", "style", "template", "noscript", "head", "title", "datalist", *UNREAD,
))  # fmt: skip
_MENUS = frozenset((
    "navigation", "banner", "contentinfo", "search", "menu", "menubar", "toolbar", "dialog",
    "alertdialog",
))  # fmt: skip
_WORDS = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navbox|navigation|menus?|breadcrumbs?|cookies?|consent|gdpr|"
    r"footer|share|sharing|social|advert(?:isement)?s?|ads|promo|newsletter|subscribe|"
    r"pagination|pager|skip-?link|jump-link|noprint|editsection|catlinks|mw-portlet|"
    r"printfooter|backlink|toc)(?:$|[\s_-])",
    re.IGNORECASE,
)
_VAGUE = re.compile(r"(?:^|[\s_-])(?:sidebar|related|popup|modal)(?:$|[\s_-])", re.IGNORECASE)
"""Names that boxes beside a text have, and boxes of the text as well."""
_SENTENCE = re.compile(r"(?:\w+\W+){2,}\w+[.!?。！？]")
_SAID = re.compile(r"\d|[.!?:。！？]")
_MOST = 0.5
"""Share of a page's text above which an element is content, whatever it is called."""
_LEAST = 0.1
_MENU_LINKS, _MENU_SHARE, _MENU_WORDS = 4, 0.9, 4
"""A list of at least so many links, that share of its text, at most so many words a link."""
_LINKED_SHARE = 0.6
"""Share of links in the text of an element from which its name is believed inside an article."""
_ENTERED = re.compile("text|number|date|time|tel|email|url|month|week|datetime-local|range")
"""Types of fields whose value is shown."""
_LABEL_LENGTH = 60
"""Characters of a named element inside an article up to which it is a label, if no sentence."""
_FORM_LENGTH = 200
"""Characters from which a form holds text, and is not a search box."""


@dataclass(frozen=True)
class MainContent:
    """The element to read, the elements in it to pass over, and how many characters those hold."""

    root: HtmlElement
    skipped: frozenset[HtmlElement]
    left_out: int


def find_main(root: HtmlElement) -> MainContent:
    """The part of a page to read."""
    body = root.find("body") if root.find("body") is not None else root
    page = _Page(body)
    total = page.length[body]
    skipped = frozenset(page.boilerplate())
    left = total - sum(map(page.length.__getitem__, skipped))
    if left < _LEAST * total:
        return MainContent(body, frozenset(), 0)
    mains = body.xpath(".//main|.//*[@role='main']") or body.xpath(".//article")
    inside = {
        element: page.length[element] - page.skipped_in(element, skipped) for element in mains
    }
    best = max(inside, key=inside.__getitem__, default=body)
    if inside.get(best, 0) <= _MOST * left:
        return MainContent(body, skipped, total - left)
    return MainContent(best, skipped, total - inside[best])


class _Page:
    """A page's elements with the length of their text, counted once from the leaves up."""

    def __init__(self, body: HtmlElement) -> None:
        self._body = body
        self.elements = [element for element in body.iter() if isinstance(element.tag, str)]
        self.length: dict[HtmlElement, int] = {}
        self._linked: dict[HtmlElement, int] = {}
        for element in reversed(self.elements):
            self._measure(element)

    def boilerplate(self) -> Iterator[HtmlElement]:
        """The outermost elements that are no part of the text."""
        most = _MOST * self.length[self._body]
        ended: HtmlElement | None = None
        for element in self.elements:
            if ended is not None and ended in element.iterancestors():
                continue
            ended = None
            is_small = element is not self._body and self.length[element] <= most
            if is_small and self._is_boilerplate(element):
                ended = element
                yield element

    def skipped_in(self, element: HtmlElement, skipped: frozenset[HtmlElement]) -> int:
        """Characters of the passed over elements inside an element."""
        return sum(self.length[each] for each in skipped if element in each.iterancestors())

    def _measure(self, element: HtmlElement) -> None:
        length = linked = 0
        if element.tag not in NO_TEXT:
            length = _count(element.text)
            for child in element:
                length += self.length.get(child, 0) + _count(child.tail)
                linked += self._linked.get(child, 0)
        self.length[element] = length
        self._linked[element] = length if element.tag == "a" else linked

    def _is_boilerplate(self, element: HtmlElement) -> bool:
        tag, role = element.tag, element.get("role", "").lower()
        if role in _MENUS:
            return True
        if tag == "button":
            return not is_head(element)
        names = f"{element.get('class', '')} {element.get('id', '')}"
        is_beside = tag in ("aside", "dialog") or role == "complementary"
        is_beside = is_beside or bool(_VAGUE.search(names))
        named = tag == "nav" or bool(_WORDS.search(names))
        is_linked = self._linked[element] > _LINKED_SHARE * self.length[element]
        if _inside_article(element):
            is_label = self.length[element] < _LABEL_LENGTH and not _says_something(element)
            return (named or is_beside) and (is_linked or is_label)
        if tag == "form":
            return self.length[element] < _FORM_LENGTH and not _is_filled_in(element)
        if tag == "header" and not named and not is_linked and self._holds_title(element):
            return False
        if named or tag in ("header", "footer", "dialog") or self._is_menu(element):
            return True
        return is_beside and (is_linked or not _has_sentence(element))

    def _holds_title(self, element: HtmlElement) -> bool:
        """Whether the page's main headings are all in an element, or the one that is its title."""
        inside = list(element.iter("h1"))
        title = " ".join(self._body.xpath("string(//title)").split())
        own = (" ".join(heading.text_content().split()) for heading in inside)
        return bool(inside) and (
            len(inside) == len(list(self._body.iter("h1"))) or any(text == title for text in own)
        )

    def _is_menu(self, element: HtmlElement) -> bool:
        if element.tag not in ("ul", "ol", "table", "div", "p"):
            return False
        if self._linked[element] < _MENU_SHARE * self.length[element] or not self.length[element]:
            return False
        links = [" ".join(link.itertext()) for link in element.iter("a")]
        words = sum(len(text.split()) for text in links)
        return len(links) >= _MENU_LINKS and words <= _MENU_WORDS * len(links)


def _inside_article(element: HtmlElement) -> bool:
    return any(
        a.tag in ("article", "main", "section") or a.get("role") == "main"
        for a in element.iterancestors()
    )


def _says_something(element: HtmlElement) -> bool:
    """Whether an element holds a number or a sentence."""
    return bool(_SAID.search("".join(element.itertext())))


def _is_filled_in(form: HtmlElement) -> bool:
    """Whether a form says what somebody has entered or chosen."""
    return any(
        "checked" in field.attrib
        or (field.tag == "option" and "selected" in field.attrib)
        or (field.tag == "textarea" and (field.text or "").strip())
        or (
            field.tag == "input"
            and _ENTERED.fullmatch(field.get("type", "text").lower())
            and field.get("value", "").strip()
        )
        for field in form.iter("input", "option", "textarea")
    )


def _has_sentence(element: HtmlElement) -> bool:
    return bool(_SENTENCE.search("".join(element.itertext())))


def _count(text: str | None) -> int:
    return len("".join(text.split())) if text else 0
