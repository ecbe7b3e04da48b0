r"""Formulas that older Word documents keep as fields ("EQ \f(1,2)"), and readings set above words.

Such a field has no result: its instruction is all there is of what the page shows.
"""

from __future__ import annotations

import re

from qa_bot.reading.superscripts import FRACTION_EDGE, lower_text, raise_text

_FIELD = re.compile(r"\s*EQ\b", re.IGNORECASE)
_FORMAT = re.compile(r"\\\*\s*(?:\"[^\"]*\"|\S+)")
_CALL = re.compile(r"((?:\\[a-z]{1,2}\s*\d*\s*)+)\(([^()]*)\)", re.IGNORECASE)
_SWITCH = re.compile(r"\\([a-z]{1,2})", re.IGNORECASE)
_PARTS = re.compile(r"[,;]")
_MOST_CALLS = 200
_OPEN, _CLOSE = "\ue0fd", "\ue0fe"
"""Parentheses that are made, and no part of a call."""
_MADE = str.maketrans({_OPEN: "(", _CLOSE: ")"})


def equation_field(instruction: str) -> str:
    """What a field of this kind shows; empty for all other fields."""
    found = _FIELD.match(instruction)
    if found is None:
        return ""
    text = _FORMAT.sub("", instruction[found.end() :])
    for _ in range(_MOST_CALLS):
        text, count = _CALL.subn(_write, text, count=1)
        if not count:
            break
    return _SWITCH.sub("", text).replace("\\", "").translate(_MADE).strip()


def _write(call: re.Match[str]) -> str:
    switches = [name.lower() for name in _SWITCH.findall(call[1])]
    parts = [part.strip() for part in _PARTS.split(call[2])]
    kind = switches[0]
    if kind == "f" and len(parts) == 2:
        return f"{FRACTION_EDGE}{_group(parts[0])}/{_group(parts[1])}{FRACTION_EDGE}"
    if kind == "r":
        degree = raise_text(parts[0]) if len(parts) > 1 else ""
        return f"{degree}√{_group(parts[-1])}"
    if kind == "s":
        return lower_text(call[2]) if "do" in switches else raise_text(call[2])
    if kind == "o":
        above = [part[1:] for part in parts if part.startswith("^")]
        base = "".join(part for part in parts if not part.startswith("^"))
        return f"{base}{_OPEN}{''.join(above)}{_CLOSE}" if above else base
    return ", ".join(filter(None, parts))


def _group(text: str) -> str:
    return text if text.isalnum() else f"{_OPEN}{text}{_CLOSE}"
