"""Names of OpenDocument's elements and attributes as lxml writes them."""

from __future__ import annotations

from collections.abc import Callable

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"


def _namespace(address: str) -> Callable[[str], str]:
    return lambda name: f"{{{address}}}{name}"


office = _namespace(f"{_OASIS}office:1.0")
text = _namespace(f"{_OASIS}text:1.0")
table = _namespace(f"{_OASIS}table:1.0")
style = _namespace(f"{_OASIS}style:1.0")
fo = _namespace(f"{_OASIS}xsl-fo-compatible:1.0")
draw = _namespace(f"{_OASIS}drawing:1.0")
form = _namespace(f"{_OASIS}form:1.0")
chart = _namespace(f"{_OASIS}chart:1.0")
meta = _namespace(f"{_OASIS}meta:1.0")
presentation = _namespace(f"{_OASIS}presentation:1.0")
svg = _namespace(f"{_OASIS}svg-compatible:1.0")
dc = _namespace("http://purl.org/dc/elements/1.1/")
xlink = _namespace("http://www.w3.org/1999/xlink")
math = _namespace("http://www.w3.org/1998/Math/MathML")
loext = _namespace("urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0")
