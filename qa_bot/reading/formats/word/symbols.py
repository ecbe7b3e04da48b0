"""Signs of Symbol and Wingdings in Word documents as the characters that they look like."""

from __future__ import annotations

from lxml.etree import _Element as Element

from qa_bot.reading.formats.office import tag

_SYMBOL = {
    start + place: sign
    for start, signs in (
        (0x41, "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"), (0x61, "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"),
        (0xA1, "ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊⟨®©™∑"),
    )
    for place, sign in enumerate(signs)
} | {
    0x22: "∀", 0x24: "∃", 0x27: "∋", 0x2A: "∗", 0x2D: "−", 0x40: "≅", 0x5C: "∴", 0x5E: "⊥",
    0x7E: "∼",
}  # fmt: skip
"""Signs of the font Symbol by their number; digits and most punctuation are as elsewhere."""
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x71: "❑", 0x72: "❒", 0x76: "❖", 0x78: "☒", 0x9F: "•",
    0xA7: "▪", 0xA8: "☐", 0xD8: "➢", 0xE0: "→", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓",
    0xFD: "☒", 0xFE: "☑", 0x4A: "☺", 0x4C: "☹",
}  # fmt: skip
_WINGDINGS_2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "☐"}
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2}
_PRIVATE = range(0xF000, 0xF100)
"""Where Unicode keeps the signs of such fonts."""
_SURROGATES = range(0xD800, 0xE000)


def is_sign_font(font: str) -> bool:
    """Whether a font shows signs for letters."""
    return font.lower() in _FONTS


def read_signs(text: str, font: str) -> str:
    """Text in a font of signs as it looks."""
    signs = _FONTS[font.lower()]
    codes = (ord(c) - _PRIVATE.start if ord(c) in _PRIVATE else ord(c) for c in text)
    return "".join(signs.get(code, c) for code, c in zip(codes, text, strict=True))


def read_symbol(element: Element) -> str:
    """The sign of a `w:sym`."""
    try:
        code = int(element.get(tag("w:char"), ""), 16)
    except ValueError:
        return ""
    if not 0 < code < 0x110000 or code in _SURROGATES:
        return ""
    font = element.get(tag("w:font"), "")
    return read_signs(chr(code), font) if is_sign_font(font) else chr(code)
