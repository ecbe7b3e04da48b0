"""Tell what a question wants listed: "List all …", "How many … are there?", "What are the …?"."""

from __future__ import annotations

import re
from dataclasses import dataclass

CHOICE = re.compile(r"\b(?:who|what|when|where|why|how|which)\b|,? or (?!not\b)", re.IGNORECASE)
"""What makes a question ask for more, or for one of several."""

_ALL_OF = re.compile(
    r"(?:(?:list|enumerate|name|itemi[sz]e|count)\s+(?:me\s+)?(?:(?:all|both)(?:\s+of)?\s+)?"
    r"(?:the\s+|these\s+|those\s+|its\s+|their\s+|our\s+)?(?P<what>.+)"
    r"|(?:a\s+|the\s+)?(?:full\s+|complete\s+)?list\s+of\s+(?:all\s+)?(?:the\s+)?(?P<what2>.+)"
    r"|(?:what|which|who)\s+are\s+all(?:\s+of)?\s+(?:the\s+)?(?P<what3>.+)"
    r"|(?:what|which)\s+(?P<what4>.+?)\s+(?:are|is|were|was)\s+(?:all\s+)?"
    r"(?:named|listed|mentioned|given|enumerated|set out|on the list|cited)(?P<rest4>\s+.+)?"
    r")",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(
    r"how\s+many\s+(?P<what>.+?)\s+(?:are|is|were|was)\s+(?:there|(?P<named>named|listed|mentioned"
    r"|given|enumerated)(?:\s+(?:here|there))?)(?:\s+in\s+(?:the|this|these|your)\s+[\w .-]+)?"
    r"|how\s+many\s+(?P<what2>(?:[\w’'-]+\s*){1,5})",
    re.IGNORECASE,
)
_SOME_OF = re.compile(
    r"(?:what|which)\s+are\s+(?:the|its|their|our|your)\s+(?P<what>[\w’'-]+\s+(?:of|in|for|to)\s+.+)"
    r"|(?:what|which)\s+(?P<named>[\w’'-]+)\s+(?:do|does|did)\s+(?P<owner>.+?)\s+"
    r"(?:have|contain|include|list|give|name|offer|set|make)",
    re.IGNORECASE,
)
"""What may ask for a list, if the documents have one of that name."""
_ONE = re.compile(r"(?:an?|one|another|\w+ other|other|someone|somebody)\b", re.IGNORECASE)
_PLURAL = re.compile(
    r"^(?:every|each) |\b(?:\w{2,}(?<![su])s|people|persons|men|women|children|staff|criteria"
    r"|data)\b",
    re.I,
)


_BEHIND_NOUN = re.compile(
    r"\s(?:of|in|for|to|on|with|by|from|at|that|which|who|whose|is|are|was|were|has|have|must|can|may"
    r"|after|because|when|refers?|depends?|gave|gives)\s",
    re.IGNORECASE,
)
"""Where what is to be listed has been named, and more is said of it."""
_SOME_OF_THEM = re.compile(
    r"^(?:at least\s+)?(?:(?:some|any|several|two|three|four|five|six|ten|\d+)\s+of\s+)?",
    re.IGNORECASE,
)
_NOT_LISTED = re.compile(r"\s*(?:out|up|off|after|for|by|first|last)\b", re.IGNORECASE)
"""What makes "named" and "given" say something else than that a list has them."""
_ENDS_OPEN = re.compile(r"\s(?:in|of|by|from|with|to|for|on|at|after)$", re.IGNORECASE)
"""A clause that asks for what stands before it ("What are all eggs covered in?")."""


@dataclass(frozen=True, slots=True)
class AskedList:
    """What is to be listed, and whether a list is surely wanted."""

    what: str
    is_sure: bool


def find_asked_list(core: str) -> AskedList | None:
    """What a question without polite words wants listed; None where it wants no list."""
    if match := _ALL_OF.fullmatch(core):
        what = next(value for name, value in match.groupdict().items() if value and "what" in name)
        rest = match["rest4"] or ""
        noun = _BEHIND_NOUN.split(f" {_SOME_OF_THEM.sub('', what)}", maxsplit=1)[0]
        names_several = _PLURAL.search(noun.strip())
        if names_several and not _ONE.match(what) and not CHOICE.search(what):
            if _NOT_LISTED.match(rest) or _ENDS_OPEN.search(what + rest):
                return None
            return AskedList(what + rest, is_sure=True)
    if match := _HOW_MANY.fullmatch(core):
        return AskedList(match["what"] or match["what2"], is_sure=match["named"] is not None)
    if match := _SOME_OF.fullmatch(core):
        what = match["what"] or f"{match['named']} of {match['owner']}"
        if _PLURAL.search(what.split()[0]) and not CHOICE.search(what):
            return AskedList(what, is_sure=False)
    return None
