"""Tell sentences that report a decision, and questions that want all decisions of a meeting."""

from __future__ import annotations

import re

_ASKS = re.compile(r"\b(?:decid\w+|decisions?|agreed?|resolved?|resolutions?)\b", re.IGNORECASE)
_TELLS = re.compile(
    r"\b(?:accepted|adopted|agreed|appointed|approved|chose|chosen|decided|elected|granted|refused"
    r"|rejected|resolved|shall|unanimous\w*|voted|(?:is|are|was|were) to)\b",
    re.IGNORECASE,
)
_WILL = re.compile(r"\bwill\b", re.IGNORECASE)
_TELLS_OF = re.compile(
    r"\b(?:told|said|says|reported|reports|explained|warned|hop\w+|expect\w*|thinks?|believes?)\b"
    r"|\bnext (?:meeting|session|agm|annual)\b",
    re.IGNORECASE,
)
"""What makes "will" tell of what somebody expects, or of the meeting to come."""


def asks_decisions(question: str) -> bool:
    """Whether a question about a document wants what was decided ("What was agreed on 3 May?")."""
    return _ASKS.search(question) is not None


def tells_decision(sentence: str) -> bool:
    """Whether a sentence says what was decided, or what will be done."""
    if _TELLS.search(sentence):
        return True
    return _WILL.search(sentence) is not None and not _TELLS_OF.search(sentence)
