"""Style sheets of web pages, as far as they change what is said: raised, struck and bold text.

Editors that export pages ("10", then "6" in a class that is raised) leave it to a style sheet. What
an element's own style or a rule of its class says is written as an element ("<sup>") around what is
in it, so that it is read as if the page had one. Elements that are shown as a table get its roles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from operator import itemgetter

from lxml.html import HtmlElement

_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]*)\}")
_SELECTOR = re.compile(r"(?:[a-z][a-z0-9]*)?\.([\w-]+)", re.IGNORECASE)
_CLASS = re.compile(r"\.([\w-]+)")
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_EFFECTS = {
    "sup": re.compile(
        r"vertical-align\s*:\s*(?:super|[2-9]\d%|0?\.[3-9]\d*em)"
        r"|position\s*:\s*relative[^{}]*\btop\s*:\s*-[.\d]",
        re.IGNORECASE,
    ),
    "sub": re.compile(r"vertical-align\s*:\s*sub(?!\w)", re.IGNORECASE),
    "s": re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE),
    "b": re.compile(r"font-weight\s*:\s*(?:bold(?:er)?|[6-9]00)", re.IGNORECASE),
}
"""Elements with the effect of a declaration."""
_ANY = re.compile(
    r"vertical-align|line-through|font-weight|position\s*:\s*rel|display\s*:\s*table", re.IGNORECASE
)
_DISPLAY = re.compile(r"display\s*:\s*(table(?:-row|-cell)?)\s*(?:[;!]|$)", re.IGNORECASE)
_ROLES = {"table": "table", "table-row": "row", "table-cell": "cell"}
SHOWN_AS = "data-shown-as"
"""Attribute of elements whose role is from a style, which may only place blocks."""
_LONGEST_RAISED = 12
"""Characters up to which a raised element is a number or a mark, and not a label set higher."""
_SAME = {
    "sup": frozenset(("sup", "sub")), "sub": frozenset(("sup", "sub")),
    "s": frozenset(("s", "del", "strike")), "b": frozenset(("b", "strong")),
}  # fmt: skip
"""Elements that have an effect of themselves; what holds one needs no other."""
_CONTENTS = frozenset((
    "a", "abbr", "b", "br", "cite", "code", "em", "font", "i", "ins", "kbd", "label", "mark",
    "p", "q", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
))  # fmt: skip
"""Elements that may stand inside of a raised or struck one."""
_MOST = 2_000
"""Characters up to which an element's style is looked at: more are no words of a line."""

_COUNTERS = re.compile(r"\bcounters\(\s*[\w-]+\s*,\s*[\"']([^\"']{0,3})")
_OF_ITEMS = re.compile(r"\bli\s*::?(?:before|marker)\s*\Z")
COUNTERS = "data-counters"
"""Attribute of lists whose items show the numbers around them too, with what stands between."""
_effect = itemgetter(1)


def apply_styles(root: HtmlElement, sheets: Sequence[str] = ()) -> None:
    """Write the effects of styles as elements of the tree.

    Args:
        root: the page.
        sheets: style sheets that lie outside of it.
    """
    inside = (style.text or "" for style in root.iter("style"))
    sheet = "\n".join([*sheets, *inside])
    rules = dict(_read_rules(sheet))
    _mark_counters(root, sheet)
    found: list[tuple[HtmlElement, str]] = []
    for element in root.xpath("//*[@class]") if rules else ():
        for name in element.get("class", "").split():
            found += [(element, effect) for effect in rules.get(name, ())]
    for element in root.xpath("//*[@style]"):
        if _ANY.search(style := element.get("style", "")):
            found += [(element, effect) for effect in _effects(style)]
    for element, effect in sorted(set(found), key=_effect):
        if effect in _ROLES:
            _set_role(element, effect)
        elif effect != "b" or _is_in_a_cell(element):
            _wrap(element, effect)


def _mark_counters(root: HtmlElement, sheet: str) -> None:
    """Mark the lists in which a style counts items with the numbers of those around them."""
    for rule in _RULE.finditer(sheet) if "counters(" in sheet else ():
        found = _COUNTERS.search(rule[2])
        if found is None or not _OF_ITEMS.search(rule[1]):
            continue
        name = _CLASS.search(rule[1].rpartition(",")[2])
        where = f"//*[contains(concat(' ', @class, ' '), ' {name[1]} ')]" if name else "/*"
        for items in root.xpath(f"{where}/descendant-or-self::ol"):
            items.set(COUNTERS, found[1])


def _is_in_a_cell(element: HtmlElement) -> bool:
    """Whether bold letters may tell a table's names from its values."""
    return element.tag in ("td", "tr") or next(element.iterancestors("td"), None) is not None


def _read_rules(sheet: str) -> Iterator[tuple[str, frozenset[str]]]:
    """The effects of classes; rules for anything more exact than a class are passed over."""
    if not _ANY.search(sheet):
        return
    for found in _RULE.finditer(_COMMENT.sub(" ", sheet)):
        if _ANY.search(found[2]) and (effects := frozenset(_effects(found[2]))):
            for selector in found[1].split(","):
                if name := _SELECTOR.fullmatch(selector.strip()):
                    yield name[1], effects


def _effects(declarations: str) -> Iterator[str]:
    yield from (effect for effect, shape in _EFFECTS.items() if shape.search(declarations))
    if shown := _DISPLAY.search(declarations):
        yield shown[1].lower()


def _set_role(element: HtmlElement, shown: str) -> None:
    """Give an element that is shown as a part of a table the role of that part."""
    if "role" not in element.attrib:
        element.set("role", _ROLES[shown])
        element.set(SHOWN_AS, shown)


def _wrap(element: HtmlElement, effect: str) -> None:
    """Put what is in an element of a line or a cell into an element with an effect."""
    same = _SAME[effect]
    if element.tag in same or any(
        child.tag in same or child.tag not in _CONTENTS for child in element.iterdescendants()
    ):
        return
    most = _LONGEST_RAISED if effect in ("sup", "sub") else _MOST
    if not 0 < len("".join(element.itertext()).strip()) <= most:
        return
    wrapper = element.makeelement(effect)
    wrapper.text, element.text = element.text, None
    wrapper.extend(list(element))
    element.append(wrapper)
