"""Tell which step a question asks for by its place: the last one, or what comes after step 3."""

from __future__ import annotations

import re

LAST = "last"
_ORDINALS = {
    **{word: str(n) for n, word in enumerate(("first", "second", "third", "fourth", "fifth"), 1)},
    **{word: str(n) for n, word in enumerate(("sixth", "seventh", "eighth", "ninth", "tenth"), 6)},
    "last": LAST,
    "final": LAST,
}
_ORDINAL = rf"(?P<ordinal>{'|'.join(_ORDINALS)})"
_OF = r"(?:of|in|for|to|when|while|on)\s+(?P<where>.+)"
_BY_PLACE = re.compile(
    rf"(?:what(?:['’]s|\s+is|\s+was)\s+)?the\s+{_ORDINAL}\s+step(?:\s+{_OF})?", re.IGNORECASE
)
_DONE = re.compile(
    rf"what\s+(?:do|should|must|shall|does)\s+(?:i|you|we|one)\s+(?:have\s+to\s+)?do\s+{_ORDINAL}"
    rf",?\s+{_OF}",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"what(?:['’]s)?\s+(?:(?:comes?|happens|follows|is|do\s+(?:i|you|we)\s+do|is\s+done)\s+)?"
    r"(?:the\s+)?(?:(?:next\s+)?step\s+|next\s+)?(?:right\s+)?(?P<side>after|before)\s+step\s+"
    rf"(?P<number>\d{{1,2}})(?:,?\s+{_OF})?",
    re.IGNORECASE,
)


def find_asked_step(core: str) -> tuple[str, str] | None:
    """The number of the step that a question asks for, or "last", and what it is a step of.

    Args:
        core: a question without polite words.
    """
    for pattern in (_BY_PLACE, _DONE):
        if match := pattern.fullmatch(core):
            return _ORDINALS[match["ordinal"].lower()], match["where"] or ""
    if match := _BESIDE.fullmatch(core):
        number = int(match["number"]) + (1 if match["side"].lower() == "after" else -1)
        return str(number), match["where"] or ""
    return None
