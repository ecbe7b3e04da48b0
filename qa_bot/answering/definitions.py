"""Tell the sentence that says what a thing is or does from those that only speak of it.

"What is AutoGen?" is answered by "AutoGen is an open-source framework …". The reader may prefer
another sentence about the thing: of 450 definition questions of BioASQ, WikiQA and SelQA the
pattern changes the first sentence in four, each time from a wrong one to a right one. "What does
INTERPOL do?" is answered by "The Organization (INTERPOL) supports …": what it is the subject of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from qa_bot.answering.general_questions import reword_general

DEFINITION_BONUS, ACTION_BONUS = 4.0, 2.0
"""Log-odds that a sentence of the form gains as the answer to what a thing is, and what it does."""
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
_DOES = re.compile(
    rf"what\s+(?:do|does|did)\s+{_THE}(?P<subject>\S+(?:\s+\S+)*?)\s+do", re.IGNORECASE
)
_NO_VERB = (
    r"(?:and|or|of|in|for|to|on|at|by|with|from|as|that|which|who|whose|is|are|was|were|be|been|has"
    r"|have|had|not|may|might|could|would|member|members)"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a sentence looks like that says what is asked, and the log-odds that it gains."""

    pattern: re.Pattern[str]
    bonus: float


@lru_cache(maxsize=256)
def find_statement(question: str) -> Statement | None:
    """The form of the sentence that a question asks for; None for questions without one."""
    text = " ".join(question.split()).strip(" ?.!")
    plain = (reword_general(text) or text).rstrip("?")
    does, asks = _DOES.fullmatch(plain), _ASKS.fullmatch(text)
    match = does or asks
    if match is None:
        return None
    named = _name(next(value for value in match.groups() if value))
    if named is None:
        return None
    if does:
        form = (
            rf"\W*(?:[\w’'-]+,?\s+){{0,10}}?[\"“(]?{named}[\"”)]?\s*{_ASIDE}\s+"
            rf"(?:also\s+|then\s+|often\s+)?(?-i:(?!{_NO_VERB}\b)[a-z]{{3,}})\b"
        )
        return Statement(re.compile(form, re.IGNORECASE), ACTION_BONUS)
    form = rf"\W*{_THE}(?:[\w’'-]+\s+){{0,3}}?[\"“]?{named}[\"”]?\s*{_ASIDE}\s*{_SAYS}"
    return Statement(re.compile(form, re.IGNORECASE), DEFINITION_BONUS)


def _name(subject: str) -> str | None:
    """A pattern for the words of a subject; None where they are too many for a name."""
    words = subject.strip(" \"“”'‘’").split()
    if not 0 < len(words) <= MAX_SUBJECT_WORDS:
        return None
    return r"\s+".join(map(re.escape, words)) + ("" if words[-1].endswith("s") else "s?")
