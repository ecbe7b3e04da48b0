"""Tell the sentence that defines a thing from those that only speak of it.

"What is AutoGen?" is answered by "AutoGen is an open-source framework …". The reader may prefer
another sentence about the thing: of 450 definition questions of BioASQ, WikiQA and SelQA the
pattern changes the first sentence in four, each time from a wrong one to a right one.
"""

from __future__ import annotations

import re
from functools import lru_cache

DEFINITION_BONUS = 4.0
"""Log-odds that a sentence of this form gains as the answer to a definition question."""
MAX_SUBJECT_WORDS = 5
_THE = r"(?:(?:an?|the)\s+)?"
_ASKS = re.compile(
    rf"(?:what\s+is\s+)?(?:the\s+)?(?:definition|meaning)\s+of\s+{_THE}(?P<subject5>.+)"
    rf"|(?:what|who)(?:['’]s|\s+(?:is|are|was|were))\s+{_THE}(?P<subject>\S.*)"
    rf"|define\s+{_THE}(?P<subject2>.+)"
    rf"|what\s+do(?:es)?\s+{_THE}(?P<subject3>.+?)\s+(?:mean|stand for)"
    rf"|what\s+is\s+meant\s+by\s+{_THE}(?P<subject4>.+)",
    re.IGNORECASE,
)
_ASIDE = r"(?:\([^)]{0,80}\)|\[[^\]]{0,80}\]|,[^,.;]{0,80},)?"
_SAYS = (
    r"(?:(?:is|are|was|were)\s+(?:an?|the|one of|any|those|defined|known as|short for)\b"
    r"|refers? to\b|means?\b|denotes?\b|stands? for\b)"
)


@lru_cache(maxsize=256)
def find_definition(question: str) -> re.Pattern[str] | None:
    """What a sentence looks like that says what the question asks for; None for other questions."""
    match = _ASKS.fullmatch(" ".join(question.split()).strip(" ?.!"))
    if match is None:
        return None
    subject = next(value for value in match.groupdict().values() if value).strip(" \"“”'‘’")
    words = subject.split()
    if not 0 < len(words) <= MAX_SUBJECT_WORDS:
        return None
    named = r"\s+".join(map(re.escape, words)) + ("" if words[-1].endswith("s") else "s?")
    return re.compile(
        rf"\W*{_THE}(?:[\w’'-]+\s+){{0,3}}?[\"“]?{named}[\"”]?\s*{_ASIDE}\s*{_SAYS}", re.IGNORECASE
    )
