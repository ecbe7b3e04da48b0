"""Tell sentences that only say what their document tells: "This guide shows how to claim costs".

To "How are costs claimed?" such a sentence is no answer; to what the policy is about it is one.
"""

from __future__ import annotations

import re

DOCUMENT = (
    r"(?:agreement|appendix|article|book|booklet|brochure|chapter|contract|document|essay|guide"
    r"|guidelines?|handbook|leaflet|letter|manual|notice|page|pamphlet|paper|part|policy|report"
    r"|section|study|text)"
)
_SCOPE = re.compile(
    rf"\W*(?:this|the (?:present|following)) (?:\w+ )?{DOCUMENT} (?:\w+ly |also )?"
    r"(?:address|cover|deal|define|describe|discusse|examine|explain|explore|lay|list|look|outline"
    r"|present|report|set|show|state|summari[sz]e|tell)s?\b[^.;]{0,60}?"
    r"\b(?:how|what|when|where|whether|which|who|why)\b",
    re.IGNORECASE,
)
_OF_DOCUMENT = re.compile(rf"\b{DOCUMENT}s?\b|\babout\s*\??$", re.IGNORECASE)


def tells_scope(sentence: str) -> bool:
    """Whether a sentence says of its document which questions that answers."""
    return _SCOPE.match(sentence) is not None


def asks_of_document(question: str) -> bool:
    """Whether a question names a document, or asks what something is about."""
    return _OF_DOCUMENT.search(question) is not None
