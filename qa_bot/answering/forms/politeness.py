"""Take the polite words off a question: what stands around the words that ask."""

from __future__ import annotations

import re

_REQUESTS = (
    r"summari[sz]e|sum|give|list|tell|show|compare|contrast|explain|describe|name|outline|recap|"
    r"enumerate|provide|write|make|draw|help|prepare|produce|create|read|quote"
)
_BEFORE = re.compile(
    r"^\W*(?:"
    r"(?:please|kindly|hi|hello|hey|dear \w+|ok(?:ay)?|so|well|now|just|quickly|briefly|thanks|and"
    r"|good (?:morning|afternoon|evening|day))(?: (?:there|all|everyone|again))?(?:[,.!:;–-]+\s*"
    r"|\s+)"
    rf"|(?:can|could|would|will|may) you (?:please |kindly |just )*(?=(?:{_REQUESTS})\b)"
    r"|(?:can|could|may) (?:i|we) (?:please )?(?:have|get|see) "
    r"|(?:i(?:['’]d| would) (?:like|love)|i (?:want|need)|we need) (?:you )?(?:to )?"
    r"(?:(?:see|have|get|know|read) )?"
    r"|(?:give|show|get|write|make|provide|prepare|create|produce|draw)(?: (?:me|us))? "
    r"(?=(?:up )?(?:an?|the|all|some|your|one|two|three|four|five|\d+) )"
    r"|(?:tell|show) (?:me|us)(?: please)?,? (?!about|more)"
    r"|in (?:short|brief|a nutshell|general|one sentence|a few words)(?:[,:] | (?=what|sum))"
    r"|(?:let|help) me (?:know|see|understand|to understand) "
    r")",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:,?\s+(?:please|for (?:me|us)|thanks|thank you|thx|briefly|quickly|shortly|again|now"
    r"|in (?:short|brief|general|a nutshell|simple (?:words|terms)|plain (?:words|english))"
    r"|in (?:one|two|three|four|five|ten|a few|a couple of|some|\d+) (?:short )?"
    r"(?:sentences?|words|bullets?|bullet points?|points|lines?|paragraphs?)))*[\s?!.…]*$",
    re.IGNORECASE,
)


def strip_politeness(question: str) -> str:
    """The words that ask, without greetings, requests for help and how long it should be."""
    text = " ".join(question.split())
    text = _AFTER.sub("", text, count=1)
    while (opening := _BEFORE.match(text)) and opening.end() < len(text):
        text = text[opening.end() :]
    return text.strip()
