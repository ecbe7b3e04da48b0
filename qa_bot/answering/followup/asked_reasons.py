"""Ask for the reason of what the last question was about: "Why not?" as "Why can’t I use vinegar?".

A reason is seldom said in the words of "Why?" and a list of what came before. The last question
with "why" in place of what it asked for is a question of its own.
"""

from __future__ import annotations

import re

from qa_bot.answering.followup.words import AUXILIARIES, QUESTION_WORDS, tokens_of
from qa_bot.index.lexical.words import terms_of

_WHY = re.compile(
    r"\W*(?:(?:and|but|so|ok(?:ay)?)\W+)*"
    r"(?:why|how come|what for|for what reasons?|what(?:['’]s| is| was) the reason)"
    r"(?P<not>\s+not)?(?:\s+so)?(?:\s+(?:is|was)\s+(?:that|this|it)(?:\s+so)?)?\W*",
    re.IGNORECASE,
)
_GIVES_REASON = re.compile(
    r"\b(?:because|since|due to|owing to|so that|in order to|the reasons?|therefore|as (?:the|it"
    r"|they|he|she|we|you|there|no|an?)|otherwise)\b|, as (?!well\b)",
    re.IGNORECASE,
)
_ASKS_AMOUNT = frozenset(("many", "much", "long", "often", "far", "old", "fast"))
_NEGATIVE = {"can": "can’t", "may": "can’t", "shall": "shouldn’t", "will": "won’t", "am": "am"}


def ask_reason(question: str, last: str) -> str | None:
    """The last question as one for its reason; None where that is not what is asked, or can't be.

    Args:
        question: the turn.
        last: the question before it, as it stands alone.
    """
    asked = _WHY.fullmatch(question)
    tokens = tokens_of(last)
    verb = next((i for i, token in enumerate(tokens) if token.key in AUXILIARIES), None)
    if asked is None or verb is None or verb + 1 >= len(tokens):
        return None
    before = tokens[:verb]
    if before and before[0].key not in QUESTION_WORDS:
        return None
    if any(token.key == "why" for token in before):
        return None
    named = [one for one in before if one.key not in QUESTION_WORDS | _ASKS_AMOUNT]
    said = tokens[verb].text.lower()
    if asked["not"]:
        said = _NEGATIVE.get(said, f"{said}n’t")
    rest = last[tokens[verb].end :].strip().rstrip(" ?!.…")
    if not terms_of(rest):
        return None
    wanted = f" {last[named[0].start : named[-1].end]}" if named else ""
    return f"Why {said} {rest}{wanted}?"


def gives_reason(reply: str) -> bool:
    """Whether a reply has words that give a reason ("because", "so that", "otherwise")."""
    return _GIVES_REASON.search(reply) is not None
