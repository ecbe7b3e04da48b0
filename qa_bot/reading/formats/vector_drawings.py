"""Words of drawings in SVG, inside of web pages and as files of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_FEWEST_WORDS = 3
"""Words from which a title describes a drawing; icons have names of one or two."""
_TITLES = ("title", "desc")


def drawn_words(drawing: Any) -> list[str]:  # noqa: ANN401 - an element of lxml or ElementTree
    """The lines of text of a drawing in the order of the file, its title and description first.

    Args:
        drawing: an `svg` element.

    Returns:
        The lines; titles alone count where they are a description and no name of an icon.
    """
    titles = [words for e in drawing.iter() if _name(e) in _TITLES and (words := _words(e))]
    lines = [words for e in drawing.iter() if _name(e) in ("text", "p", "div") and _is_leaf(e)
             and (words := _words(e))]  # fmt: skip
    label = " ".join((drawing.get("aria-label") or "").split())
    titles = list(dict.fromkeys([*([label] if label else []), *titles]))
    if not lines:
        titles = [title for title in titles if len(title.split()) >= _FEWEST_WORDS]
    return [*titles, *lines]


def _is_leaf(element: Any) -> bool:  # noqa: ANN401 - as above
    """Whether no block of text lies inside; drawings may hold pieces of web pages."""
    return not any(_name(e) in ("p", "div") for e in element.iter() if e is not element)


def _words(element: Any) -> str:  # noqa: ANN401 - as above
    return " ".join(" ".join(_pieces(element)).split())


def _pieces(element: Any) -> Iterator[str]:  # noqa: ANN401 - as above
    """Text; a part that has a place of its own stands apart."""
    run = element.text or ""
    for child in element:
        if {"x", "y", "dx", "dy"} & set(child.attrib):
            yield run
            run = ""
        run += "".join(child.itertext()) + (child.tail or "")
    yield run


def _name(element: Any) -> str:  # noqa: ANN401 - as above
    return str(element.tag).rpartition("}")[2]
