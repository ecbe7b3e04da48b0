"""Tell sentences that only say what their document tells: "This guide shows how to claim costs".

To "How are costs claimed?" such a sentence is no answer; to what the policy is about it is one. Nor
do the fields above a mail ("Cc: Elsie Crane") answer what is not asked of the mail.
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

_MAIL_FIELD = re.compile(
    r"\W*(?:(?:from|to|cc|bcc|reply-to): .*@|(?:date|sent): .*\d:\d\d.* [+-]\d{4}\s*$)",
    re.IGNORECASE,
)
_OF_MAIL = re.compile(
    r"\b(?:e-?mail\w*|mail\w*|messages?|letters?|wr(?:ite|ote|itten|iting)|sen[dt](?:s|er|ing)?"
    r"|repl(?:y|ies|ied)|address\w*|cop(?:y|ied)|cc|recipients?|contact\w*|reach|to whom)\b",
    re.IGNORECASE,
)


def tells_scope(sentence: str) -> bool:
    """Whether a sentence says of its document which questions that answers."""
    return _SCOPE.match(sentence) is not None


def asks_of_document(question: str) -> bool:
    """Whether a question names a document, or asks what something is about."""
    return _OF_DOCUMENT.search(question) is not None


def is_mail_field(sentence: str) -> bool:
    """Whether a sentence is a field above a mail: who wrote it, to whom, and when."""
    return _MAIL_FIELD.match(sentence) is not None


def asks_of_mail(question: str) -> bool:
    """Whether a question may be about a mail, or how somebody is reached."""
    return _OF_MAIL.search(question) is not None
