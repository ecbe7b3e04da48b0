"""Tell two questions in one, by the words after "and": each half must ask by itself."""

from __future__ import annotations

import re

MAX_QUESTIONS = 4
MIN_WORDS = 3
"""Words that a first half has at the least: "When and where …?" is one question."""

_AUXILIARY = (
    r"(?:is|are|was|were|do|does|did|can|could|should|will|would|has|have|had|may|must|shall)"
)
_WH = r"(?:who|whom|whose|what|when|where|why|how|which)"
_DETERMINER = (
    r"(?:the|an?|this|that|these|those|my|your|our|its|their|his|her|i|you|we|they|it|he|she|there|"
    r"any|all|some|every|each|members?|people)"
)
_REQUEST = (
    r"(?:(?:please )?(?:tell (?:me|us)|list|explain|describe|name|summari[sz]e|compare"
    r"|give (?:me|us)|show (?:me|us)))"
)
_DIRECT = (
    rf"(?:{_WH}(?:\s+of\s+{_DETERMINER}\s+\w+"
    rf"|\s+(?!{_DETERMINER}\b)[\w’'-]+){{0,4}}?\s+{_AUXILIARY}\b(?!\s*[?.!]*$)"
    rf"|who\s+(?!{_DETERMINER}\b|{_AUXILIARY}\b|and\b|or\b)[\w’'-]+(?=\s)"
    r"|what\s+(?:happens|happened|makes|made|causes|caused|follows|comes|came)\b"
    rf"|{_AUXILIARY}\s+{_DETERMINER}\b"
    rf"|{_REQUEST}\s+\w)"
)
_OPENS = re.compile(rf"\W*(?:(?:and|also|then|please|so|but|or)\s+)*{_DIRECT}", re.IGNORECASE)
_CUT = re.compile(
    rf"(?P<stop>[?!]+\s+|;\s+)|,?\s+(?:and|but|plus)(?:\s+(?:also|then|please"
    rf"|secondly))*\s+(?={_DIRECT})",
    re.IGNORECASE,
)
_FIRST = re.compile(
    rf"\W*(?:(?:please|also|so|and|hi|hello),?\s+)*(?:{_WH}|{_AUXILIARY}|{_REQUEST}|(?:in|at|on"
    rf"|for|from|to|by|with|of) (?:what|which|whom))\b",
    re.IGNORECASE,
)
_HOLDS_TOGETHER = re.compile(
    r"\b(?:between|both|either|whether|relat\w+|compar\w+|if)\b", re.IGNORECASE
)
_SUBJECT_FIRST = re.compile(
    rf"\W*(?:who|which|what)\s+(?!{_AUXILIARY}\s+{_DETERMINER}\b)", re.IGNORECASE
)
"""A question whose subject asks: what follows "and" may be said of that ("Who was A and is B?")."""
_GOES_ON = re.compile(
    r"(?:is|are|was|were|did|has|had|will|would|can|could)\s+"
    r"(?:an?|the|his|her|its|their|some|all|any|every|each)\b",
    re.IGNORECASE,
)
"""A verb with what it is said of, rather than one with its subject."""
_INFINITIVE = re.compile(r"have\s+(?!i\b|you\b|we\b|they\b)", re.IGNORECASE)
_OPENING_AND = re.compile(r"^(?:(?:and|also|then|but|or|plus)\s+)+", re.IGNORECASE)


_ASKED_AGAIN = re.compile(
    rf"(?P<asked>{_WH}(?:\s+(?:much|many|long|far|old|often))?)\s+(?P<verb>{_AUXILIARY}\s+)?"
    r"(?P<rest>.+?),?\s+and\s+(?P=asked)\s+(?P<tail>(?!\s)[^?]+)\??",
    re.IGNORECASE,
)
"""A second half that leaves out what it shares with the first ("… and how much in the Otter?")."""
_PLACE = re.compile(r"(?:in|at|on|for|from|to|by|with|of|per)\b", re.IGNORECASE)
_IS = ("is", "are", "was", "were")
_SUBJECT = re.compile(rf"(?:{_DETERMINER}\b|(?-i:[A-Z0-9]))", re.IGNORECASE)


def split_questions(question: str) -> tuple[str, ...]:
    """The questions that a text asks, each by itself; none where it asks one."""
    text = " ".join(question.split())
    if halves := _complete_half(text):
        return halves
    parts: list[str] = []
    start = 0
    for cut in _CUT.finditer(text):
        before, after = text[start : cut.start()], text[cut.end() :]
        if _may_cut(before, after, bool(cut["stop"])):
            parts.append(_write(before))
            start = cut.end()
    if not parts:
        return ()
    parts.append(_write(text[start:]))
    return tuple(parts) if len(parts) <= MAX_QUESTIONS else ()


def _complete_half(text: str) -> tuple[str, ...]:
    """Both halves where the second one is asked with the words of the first; else none."""
    match = _ASKED_AGAIN.fullmatch(text)
    if match is None or re.search(rf"\b{_AUXILIARY}\b", match["tail"], re.IGNORECASE):
        return ()
    verb, rest, tail = match["verb"] or "", match["rest"], match["tail"]
    opening = f"{match['asked']} {verb}"
    if place := _PLACE.match(tail):
        begins = [m.start() for m in re.finditer(rf"\b{place[0]}\b", rest, re.IGNORECASE)]
        if not begins:
            return ()
        return _write(f"{opening}{rest}"), _write(f"{opening}{rest[: begins[-1]]}{tail}")
    if verb.lower().strip() not in _IS or not _SUBJECT.match(tail):
        return ()
    return _write(f"{opening}{rest}"), _write(f"{opening}{tail}")


def _may_cut(before: str, after: str, is_stop: bool) -> bool:
    """Whether a question ends and another begins here."""
    if not _FIRST.match(before) or len(before.split()) < MIN_WORDS or not _OPENS.match(after):
        return False
    says_more = _SUBJECT_FIRST.match(before) and _GOES_ON.match(after)
    if not is_stop and (says_more or _INFINITIVE.match(after)):
        return False
    return is_stop or not _HOLDS_TOGETHER.search(before)


def _write(part: str) -> str:
    """A half as a question of its own."""
    text = _OPENING_AND.sub("", part.strip(" ,;")).rstrip(" ?!.")
    return f"{text[:1].upper()}{text[1:]}?"
