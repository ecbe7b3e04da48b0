"""White space, control characters and the signs of symbol fonts, made uniform in every format."""

from __future__ import annotations

import re

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_TRANSLATED = {0xAD: None, 0xFEFF: None} | dict(
    zip(
        map(ord, "\uf0b7\uf0a7\uf0d8\uf0fc\uf0fb\uf0e0\uf0a8\uf077\uf076\uf06e"),
        "•▪➢✓✗→□◆❖■",
        strict=True,
    )
)
"""Soft hyphens and byte-order marks go; the usual signs of Symbol and Wingdings become Unicode."""


def squeeze(text: str) -> str:
    """Text with every run of white space as one space, and none around it.

    Soft hyphens go, and so do zero-width spaces at the ends.
    """
    return " ".join(_clean(text).split()).strip("\u200b ")


def tidy_lines(text: str) -> str:
    """Lines without white space at their ends, and no blank line twice."""
    lines = [line.rstrip() for line in _clean(text).expandtabs(4).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _clean(text: str) -> str:
    """Text without control characters and halves of surrogate pairs."""
    if text.isascii() and text.isprintable():
        return text
    text = _CONTROLS.sub(" ", text.translate(_TRANSLATED))
    return text.encode("utf-8", "replace").decode("utf-8")
