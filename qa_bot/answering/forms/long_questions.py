"""Find what a long text asks: the question in it, without the story before it."""

from __future__ import annotations

import re

from qa_bot.answering.followup.words import is_light
from qa_bot.index.lexical.words import words_of

MIN_CHARACTERS = 250
"""Characters from which on a question is looked through for the clause that asks."""
MAX_CLAUSE = 200
"""Characters of a sentence from which on the clause that asks is cut out of it."""
MIN_WORDS = 1
"""Content words that say what is asked."""
MIN_CLAUSE_WORDS = 3
MAX_QUESTIONS = 2

_SENTENCE = re.compile(r"(?<=[.!?…])[\s\"”’)]+|\n+")
_WH = r"(?:who|whom|whose|what|when|where|why|how|which)"
_AUXILIARY = r"(?:is|are|was|were|do|does|did|can|could|should|will|would|has|have|had|may|must)"
_ASKS = re.compile(
    rf"^\W*(?:{_WH}|{_AUXILIARY} (?:the|an?|i|we|you|they|it|he|she|there|this|these|my|our))\b"
    r"|\b(?:i|we) (?:(?:would|['’]d) like|want|need|wish) to (?:know|ask|find out|understand)\b"
    r"|\b(?:my|our|the) question (?:is|would be)\b|\b(?:tell|explain to|let) (?:me|us)(?: know)?\b"
    r"|\b(?:i|we) (?:was|am|are|were)? ?wonder(?:ing)?\b|\bplease (?:explain|list|describe|say"
    r"|name)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^.*?\b(?:(?:i|we) (?:(?:would|['’]d) like|want|need|wish) to (?:know|ask|find out|understand)"
    r"|(?:my|our|the) question (?:is|would be)|(?:tell|explain to) (?:me|us)|let (?:me|us) know"
    r"|(?:i|we) (?:was|am|are|were)? ?wonder(?:ing)?)\b[\s,:]*(?:about )?",
    re.IGNORECASE | re.DOTALL,
)
_CLAUSE = re.compile(
    rf"(?:[,;:–—-]\s*|\b(?:so|and|but|then)\s+)(?P<asking>(?:(?:in|on|at|for|by|from|to|with) )?"
    rf"(?:{_WH}\s+(?:\w+\s+){{0,3}}?{_AUXILIARY}|{_AUXILIARY} (?:the|an?|i|we|you|they|it|there"
    rf"|my))\b"
    r"[^?]*\?*)$",
    re.IGNORECASE,
)


def find_asking_clause(text: str) -> str:
    """What a long text asks; the text itself where it is short or nothing in it asks."""
    if len(text) < MIN_CHARACTERS:
        return text
    sentences = [part.strip() for part in _SENTENCE.split(text) if part and part.strip()]
    asking = [one for one in sentences if one.endswith("?")][-MAX_QUESTIONS:]
    asking = asking or [one for one in sentences if _ASKS.search(one)][-1:]
    clauses = [clause for one in asking if (clause := _cut(one))]
    found = " ".join(clauses)
    says = [word for word in words_of(found) if not is_light(word)]
    return found if len(says) >= MIN_WORDS else text


def _cut(sentence: str) -> str:
    """The part of a sentence that asks."""
    if _LEAD.match(sentence):
        rest = _LEAD.sub("", sentence, count=1)
        sentence = rest if len(rest.split()) >= MIN_CLAUSE_WORDS else sentence
    if len(sentence) > MAX_CLAUSE and (clause := _last_clause(sentence)) is not None:
        sentence = clause
    return sentence[:1].upper() + sentence[1:]


def _last_clause(sentence: str) -> str | None:
    """The last clause of a sentence that asks by its word order."""
    for start in range(len(sentence) - 1, -1, -1):
        match = _CLAUSE.match(sentence, start)
        if match is not None and len(match["asking"].split()) >= MIN_CLAUSE_WORDS:
            return match["asking"]
    return None
