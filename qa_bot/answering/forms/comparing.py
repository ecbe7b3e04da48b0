"""Find the two sides that a question wants compared."""

from __future__ import annotations

import re

_TAIL = (
    r"(?:\s+(?:in terms of|with (?:regard|respect) to|regarding|when it comes to"
    r"|as (?:to|regards))\s+.+)?"
)
_DIFFERENCES = r"(?:differences?|distinctions?|similarit(?:y|ies)|comparison|contrast|gap)"
_NO_COMPARATIVE = r"(?!(?:an)?other\b|n?either\b|number\b|owner\b|leader\b|member\b)"
_MORE = rf"(?:{_NO_COMPARATIVE}\w+er|worse|more \w+|less \w+)"
"""A comparative, which asks which of two."""
_PATTERNS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:what(?:['’]s|['’]re|\s+is|\s+are)\s+|explain\s+|describe\s+|is there\s+"
        rf"|list\s+)?(?:an?\s+|the\s+|any\s+|all\s+)*(?:\w+\s+)?"
        rf"{_DIFFERENCES}\s+(?:between|of)\s+(?P<a>.+?)\s+(?:and|&|with|to)\s+(?P<b>.+?){_TAIL}",
        rf"(?:compare|contrast|compare and contrast)\s+(?P<a>.+?)\s+(?:with|to|against|versus"
        rf"|vs\.?|and|&)\s+(?P<b>.+?){_TAIL}",
        r"(?:how|in what way|in which way|where)\s+(?:do|does|did)\s+(?P<a>.+?)\s+(?:differ"
        r"|deviate|vary)\s+from\s+(?P<b>.+)",
        r"how\s+(?:is|are|was|were)\s+(?P<a>.+?)\s+(?:any\s+)?(?:different|distinct)\s+(?:from"
        r"|to|than)\s+(?P<b>.+)",
        r"(?:how|in what way|in which way|where)\s+(?:do|does|did)\s+(?P<a>.+?)\s+(?:and"
        r"|&)\s+(?P<b>.+?)\s+(?:differ|compare|relate to each other)",
        r"how\s+(?:do|does|did)\s+(?P<a>.+?)\s+compare\s+(?:to|with|against)\s+(?P<b>.+)",
        r"how\s+(?:is|are)\s+(?P<a>.+?)\s+(?:and|&)\s+(?P<b>.+?)\s+(?:different|alike|similar)",
        r"what\s+(?:do|does)\s+(?P<a>.+?)\s+(?:and|&)\s+(?P<b>.+?)\s+have\s+in\s+common",
        r"what(?:['’]s|\s+(?:has|have|is|are|was|were))?\s+(?:changed|new|different)\s+(?:between|from)"
        r"\s+(?P<a>.+?)\s+(?:and|&|to)\s+(?P<b>.+)",
        r"what\s+distinguishes\s+(?P<a>.+?)\s+from\s+(?P<b>.+)",
        r"(?!(?:who|what|when|where|why|how|which|did|was|is|does|tell|explain|describe)\b)"
        r"(?P<a>.+?)\s+(?:vs\.?"
        r"|versus)\s+(?P<b>.+)",
        rf"(?:which|what)\s+(?:is|are|one is)\s+(?:the\s+)?{_MORE}[,:]?\s+(?!for\b|of\b|to\b)"
        r"(?P<a>.+?)\s+or\s+(?P<b>.+)",
        r"(?P<a>.+?)\s+or\s+(?P<b>.+?)[,:–-]+\s*(?:which|what)\s+(?:is|one is)\s+"
        rf"(?:the\s+)?{_MORE}.*",
    )
]
_SHARED = re.compile(
    r"(?P<head>(?:(?:the|its|their|what|how|where|when"
    r"|an?)\s+)?[\w’'-]+(?:\s+[\w’'-]+){0,3}?\s+(?:of|for|in|at|by|from))\s+(?P<side>.+)",
    re.IGNORECASE,
)
_THAT_OF = re.compile(r"(?:that|those|the ones?)\s+(?:of|from|in|for)\s+", re.IGNORECASE)
"""What points back to the first side's noun: "the policy of 2021 and that of 2024"."""
_NUMBERED = re.compile(r"(?<![\w.])[\d.]*\d(?![\w.])(?= [a-z])")
"""A number before what it numbers: "2021 travel policy"."""
_BARE = re.compile(r"(?:the\s+)?(?P<number>[\d.]*\d)(?:\s+(?:one|version))?", re.IGNORECASE)
MAX_WORDS = 14
"""Words of one side; a longer one is a sentence that merely has the words."""


def find_sides(core: str) -> tuple[str, ...]:
    """The two sides and what of them is compared, if anything; empty where nothing is compared."""
    for pattern in _PATTERNS:
        match = pattern.fullmatch(core)
        if match is not None:
            first, second = match["a"].strip(" ,"), _THAT_OF.sub("", match["b"].strip(" ,"))
            first, second = _complete(second, first), _complete(first, second)
            if max(len(first.split()), len(second.split())) <= MAX_WORDS:
                return _share_head(first, second)
    return ()


def _complete(whole: str, side: str) -> str:
    """A side that is only a number, with the other's noun ("the 2021 policy and the 2024 one")."""
    bare = _BARE.fullmatch(side)
    if bare is None or _BARE.fullmatch(whole) or not _NUMBERED.search(whole):
        return side
    return _NUMBERED.sub(bare["number"], whole, count=1)


def _share_head(first: str, second: str) -> tuple[str, str, str]:
    """The sides, and what stands before the first for both ("the fees of the two plans")."""
    shared = _SHARED.fullmatch(first)
    if shared is None or _SHARED.fullmatch(second):
        return first, second, ""
    return shared["side"], second, shared["head"]
