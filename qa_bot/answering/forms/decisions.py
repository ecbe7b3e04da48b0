"""Tell sentences that report a decision, and questions that want all decisions of a meeting."""

from __future__ import annotations

import re

_ASKS = re.compile(r"\b(?:decid\w+|decisions?|agreed?|resolved?|resolutions?)\b", re.IGNORECASE)
_TELLS = re.compile(
    r"\b(?:accepted|adopted|agreed|appointed|approved|chose|chosen|decided|elected|granted|refused"
    r"|rejected|resolved|shall|unanimous\w*|voted|will|(?:is|are|was|were) to)\b",
    re.IGNORECASE,
)


def asks_decisions(question: str) -> bool:
    """Whether a question about a document wants what was decided ("What was agreed on 3 May?")."""
    return _ASKS.search(question) is not None


def tells_decision(sentence: str) -> bool:
    """Whether a sentence says what was decided, or what will be done."""
    return _TELLS.search(sentence) is not None
