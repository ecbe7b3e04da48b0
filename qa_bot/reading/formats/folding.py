"""Folded, tabbed and hidden parts of web pages, and the buttons that open them as headings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt")
_OPENS = ("aria-controls", "data-bs-target", "data-target")
_TOGGLES = ("data-toggle", "data-bs-toggle", "aria-expanded")
_HEAD_WORDS = re.compile(r"accordion|collaps|expand|faq", re.IGNORECASE)
_TABS = re.compile(r"(?:^|[\s_-])tabs?(?:$|[\s_-])", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDDEN_CLASSES = frozenset({"collapse", "hidden", "d-none", "is-hidden", "visually-hidden"})


def is_head(element: HtmlElement) -> bool:
    """Whether a button names the part of the page that it opens, rather than doing something."""
    if any(parent.tag in _HEADINGS for parent in element.iterancestors()):
        return True
    if element.get("role") == "tab" or any(name in element.attrib for name in (*_OPENS, *_TOGGLES)):
        return True
    return bool(_HEAD_WORDS.search(element.get("class", "")))


def is_button(element: HtmlElement) -> bool:
    """Whether an element acts as a button that folds or shows a part of the page."""
    if element.tag == "button":
        return is_head(element)
    if element.tag == "a" and element.get("href", "").startswith("#") and _opens_a_tab(element):
        return True
    if element.get("role") not in ("button", "tab"):
        return False
    return any(name in element.attrib for name in (*_OPENS, *_TOGGLES, "href"))


def _opens_a_tab(link: HtmlElement) -> bool:
    """Whether a link shows a part of the page in the place of another."""
    if any(link.get(name) in ("tab", "pill", "collapse") for name in _TOGGLES):
        return True
    around = [parent for parent in link.iterancestors("ul", "ol")][:1]
    return any(_TABS.search(parent.get("class", "")) for parent in around)


def is_hidden(element: HtmlElement) -> bool:
    """Whether a block is not seen until somebody asks for it."""
    if element.tag == "details":
        return "open" not in element.attrib
    return (
        "hidden" in element.attrib
        or element.get("aria-hidden") == "true"
        or bool(_HIDDEN_STYLE.search(element.get("style", "")))
        or bool(_HIDDEN_CLASSES & set(element.get("class", "").split()))
    )


class Panels:
    """Parts of a page that a tab or a button elsewhere opens, with that button."""

    def __init__(self, root: HtmlElement) -> None:
        ids = {element.get("id"): element for element in root.iter() if element.get("id")}
        self._labels: dict[HtmlElement, HtmlElement] = {}
        for button in root.iter():
            if not isinstance(button.tag, str) or not is_button(button):
                continue
            if any(parent.tag in _HEADINGS for parent in button.iterancestors()):
                continue
            panel = next((ids[name] for name in _targets(button) if name in ids), None)
            if panel is not None and panel not in button.iterancestors():
                self._labels.setdefault(panel, button)
        self.buttons = frozenset(self._labels.values())

    def label(self, panel: HtmlElement) -> HtmlElement | None:
        """The button that opens a part."""
        return self._labels.get(panel)


def _targets(button: HtmlElement) -> Iterator[str]:
    for name in (*_OPENS, "href"):
        for target in button.get(name, "").split():
            yield target.removeprefix("#")
