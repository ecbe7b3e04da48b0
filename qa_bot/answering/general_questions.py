"""Put a general question about something in the plain words for it: "What does it do?".

"How does the Bank contribute?" and "What is the Bank's role?" ask the same, and a reader that was
trained on particular questions knows the plain words best.
"""

from __future__ import annotations

import re

from qa_bot.index.lexical.words import terms_of

_DO = r"(?P<do>do|does|did)"
_WORKS = (
    r"(?:contribute|help(?: out)?|assist|work|act|support|operate|function|participate|take part"
    r"|play a (?:role|part)|matter|come in|get involved)"
)
_ROLE = (
    r"(?:role|roles|function|functions|purpose|task|tasks|mission|part|contribution|contributions|"
    r"job|duty|duties|responsibility|responsibilities|work|use)"
)
_GENERAL = re.compile(
    rf"how\s+{_DO}\s+(?P<name>.+?)\s+{_WORKS}"
    rf"|what\s+(?P<be>is|are|was|were)\s+(?P<name2>.+?)(?:['’]s|s['’])\s+(?:main\s+)?{_ROLE}"
    rf"|what\s+(?P<be2>is|are|was|were)\s+the\s+(?:main\s+)?{_ROLE}\s+of\s+(?P<name3>.+)"
    rf"|what\s+(?:role|part)\s+(?P<do2>do|does|did)\s+(?P<name4>.+?)\s+(?:play|have)"
    r"|what\s+(?P<be3>is|are|was|were)\s+(?P<name5>.+?)\s+(?:responsible|in charge|there)\s+for"
    rf"|what\s+(?P<do3>do|does|did)\s+(?P<name6>.+?)\s+(?:contribute|offer|provide)",
    re.IGNORECASE,
)
_EVERYTHING = re.compile(
    r"(?:(?:list|name|show|tell me|give me)\s+)(?:me\s+)?(?:everything|anything|all)\s+"
    r"(?:(?:that|which|what)\s+)?(?P<be>is|are|was|were)?\s*(?P<said>(?:not\s+)?\S+(?:\s+\S+)*)",
    re.IGNORECASE,
)
"""A request for all that something is said of ("List everything that is not allowed on board")."""
_GIVEN = re.compile(
    r"who\s+(?:(?:gets|receives)(?!\s+(?:away|in|off|on|out|rid|to|up)\b)"
    r"|is\s+entitled\s+to|has\s+a\s+right\s+to)\s+(?P<thing>.+)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"how\s+many\s+(?P<things>\w+(?:\s+\w+)?)\s+(?:are|were)\s+there(?P<where>\s.+)?", re.IGNORECASE
)
_HAD = re.compile(
    r"how\s+many\s+(?P<things>\w+(?:\s+\w+)?)\s+(?:do|does|did)\s+(?P<name>.+?)\s+have",
    re.IGNORECASE,
)
"""What documents tell as "is given to" and as "the number of"."""
_IN_CHARGE = re.compile(
    r"who(?:['’]s|\s+(?P<be>is|are|was|were))\s+(?:in\s+charge\s+of|responsible\s+for)\s+"
    r"(?P<thing>.+)",
    re.IGNORECASE,
)
"""What documents tell as "looks after"."""
_PLURAL = re.compile(r"\b(?:and|they|we|you)\b|[^s]s$", re.IGNORECASE)
_TOLD = re.compile(
    r"what is the number of (?P<things>\w+(?: \w+)?)(?: \w.*)?"
    r"|who look(?:s|ed) after (?P<thing>.+)",
    re.IGNORECASE,
)
_RULES = re.compile(r"\b(?:may|must|can|shall|should|up to|at (?:most|least))\b", re.IGNORECASE)
MAX_NAME_WORDS = 8


def reword_general(question: str) -> str | None:
    """The same question as "What does … do?"; None where it asks for something particular."""
    text = " ".join(question.split()).rstrip(" ?!.")
    match = _EVERYTHING.fullmatch(text)
    if match and (match["be"] or match["said"].lower().startswith("not ")):
        return f"What {(match['be'] or 'is').lower()} {match['said']}?"
    if match := _GIVEN.fullmatch(text):
        return f"Who is given {match['thing']}?"
    if match := _NUMBER.fullmatch(text):
        return f"What is the number of {match['things']}{match['where'] or ''}?"
    if match := _HAD.fullmatch(text):
        return f"What is the number of {match['things']} of {match['name']}?"
    if match := _IN_CHARGE.fullmatch(text):
        is_past = (match["be"] or "").lower() in ("was", "were")
        return f"Who {'looked' if is_past else 'looks'} after {match['thing']}?"
    match = _GENERAL.fullmatch(text)
    if match is None:
        return None
    given = {key: value for key, value in match.groupdict().items() if value}
    name = next(value for key, value in given.items() if key.startswith("name"))
    if len(name.split()) > MAX_NAME_WORDS:
        return None
    verb = next((value.lower() for key, value in given.items() if key.startswith("do")), "")
    is_past = any(value.lower() in ("was", "were") for value in given.values())
    verb = verb or ("did" if is_past else "do" if _PLURAL.search(name) else "does")
    return f"What {verb} {name} do?"


def tells(wording: str, quote: str) -> bool:
    """Whether an excerpt may answer such a wording: any number and any person do for a reader.

    It has to name what there is a number of, or what is looked after; and what may or must be done
    with so many ("may borrow eight books") is not how many there are.
    """
    match = _TOLD.fullmatch(wording.rstrip(" ?"))
    if match is None:
        return True
    asked = terms_of(match["things"] or match["thing"])
    return set(asked) <= set(terms_of(quote)) and not (match["things"] and _RULES.search(quote))
