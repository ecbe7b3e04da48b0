"""Tell what the program is asked to do that it does not: translate, write, calculate, act."""

from __future__ import annotations

import re
from dataclasses import replace

from qa_bot.answering.wording import NEAREST_BELOW
from qa_bot.types import Answer

ONLY_QUOTES = (
    "This program only quotes the documents; it doesn't translate, write, calculate or do anything "
    "else. Ask for what they say."
)
_PLEASE = (
    r"\W*(?:(?:please|kindly|now|then|and|hi|hello|hey|(?:can|could|would|will) you|i want you to)"
    r"\W+)*"
)
_AN = r"(?:me |us |him |her |them )?(?:an?|another|the|some|my|our) (?:\w+ ){0,3}?"
_TASK = re.compile(
    rf"{_PLEASE}(?:translate\b.*|(?:say|put|answer|repeat) (?:\S+ ){{1,6}}in(?:to)? [A-Z][a-z]+"
    rf"|(?:write|draft|compose|type|send|reply to|answer) {_AN}"
    r"(?:e-?mails?|mails?|letters?|messages?|poems?|stor(?:y|ies)|essays?|songs?|blog posts?"
    r"|tweets?|speech(?:es)?|code|programs?|scripts?|invitations?|applications?|complaints?)\b.*"
    rf"|(?:tell|sing|read) {_AN}(?:jokes?|stor(?:y|ies)|songs?|poems?)\b.*"
    r"|(?:calculate|compute|add up|multiply|convert|remind me|book me|order me|call me|google)\b.*"
    r"|(?:rewrite|rephrase|paraphrase|proofread)\b.*"
    r"|what(?:['’]s| is| are)? \d[\d.,]* ?(?:%|percent|per cent) of \D?\d[\d.,]*\W*"
    r"|(?:what(?:['’]s| is) )?\d[\d.,]*(?: ?(?:[-+*/×÷x]|plus|minus|times) ?\d[\d.,]*)+\W*)",
    re.IGNORECASE | re.DOTALL,
)


def asks_task(question: str) -> bool:
    """Whether somebody wants something done rather than something known."""
    return _TASK.fullmatch(" ".join(question.split())) is not None


def decline_task(question: str, answer: Answer) -> Answer:
    """A refusal of something that is no question of documents, with that said of it."""
    if answer.answered or not asks_task(question):
        return answer
    message = f"{ONLY_QUOTES} {NEAREST_BELOW}" if answer.nearest else ONLY_QUOTES
    return replace(answer, message=message, text=message, suggestions=())
