"""Signs of Symbol and Wingdings in Word documents as the characters that they look like."""

from __future__ import annotations

from lxml.etree import _Element as Element

from qa_bot.reading.formats.office import tag

_CHECKS = {
    ("wingdings", 0xFE): "☑", ("wingdings", 0xFD): "☒", ("wingdings", 0xA8): "☐",
    ("wingdings", 0x6F): "☐", ("wingdings", 0x78): "☒", ("wingdings 2", 0x52): "☑",
    ("wingdings 2", 0x53): "☒", ("wingdings 2", 0xA3): "☐", ("wingdings 2", 0x50): "✓",
    ("wingdings 2", 0x4F): "✗", ("wingdings", 0xE8): "➔", ("wingdings", 0xF0): "⇨",
    ("symbol", 0xB0): "°", ("symbol", 0xB1): "±", ("symbol", 0xB3): "≥", ("symbol", 0xA3): "≤",
    ("symbol", 0xB4): "×", ("symbol", 0xB8): "÷", ("symbol", 0xB9): "≠", ("symbol", 0xBB): "≈",
    ("symbol", 0xA5): "∞", ("symbol", 0x6D): "μ", ("symbol", 0x61): "α", ("symbol", 0x62): "β",
    ("symbol", 0x67): "γ", ("symbol", 0x64): "δ", ("symbol", 0x44): "Δ", ("symbol", 0x57): "Ω",
    ("symbol", 0x70): "π", ("symbol", 0x73): "σ", ("symbol", 0x53): "Σ", ("symbol", 0x6C): "λ",
    ("symbol", 0x71): "θ", ("symbol", 0x77): "ω", ("symbol", 0x66): "φ", ("symbol", 0xAE): "→",
}  # fmt: skip


def read_symbol(element: Element) -> str:
    """A sign of a font of signs: those of Symbol and Wingdings lie in Unicode's private use."""
    try:
        code = int(element.get(tag("w:char"), ""), 16)
    except ValueError:
        return ""
    font = element.get(tag("w:font"), "").lower()
    return _CHECKS.get((font, code & 0xFF), chr(code)) if 0 < code < 0xD800 or code > 0xDFFF else ""
