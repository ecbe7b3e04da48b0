"""Markers: what opens a list item or a clause."""

from __future__ import annotations

import re

_OF_SYMBOL_FONTS = "".join(map(chr, [0x88, *range(0xE000, 0xE100), *range(0xF020, 0xF100)]))
BULLETS = "•‣⁃∙·▪▫●○◦◉◯■□❏❑◆◇❖▶►▸➢➤➔→⇒✓✔✗✘★✦" + _OF_SYMBOL_FONTS
MARKER = re.compile(
    rf"(?:[{BULLETS}☐☑☒–—*-]|\(?\d{{1,3}}[.)]|\(?[A-Za-z][.)]|\(?(?:[ivx]{{1,5}}|[IVX]{{1,5}})[.)])(?=\s|$)"
)
"""What opens a list item: a bullet, a number, a letter."""

CLAUSE = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,4}\.?(?=\s|$)")
"""The number of a clause ("3.2"), which may be a value too."""

BARE_NUMBER = re.compile(r"(\d{1,2}) ")
"""A number without a sign behind it, which opens an item where others count up from it."""
