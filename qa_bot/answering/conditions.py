"""Tell sentences that limit what the one before them says: exceptions, conditions, other prices.

"You may return any item. This does not apply to mattresses." Only what is said in the present
tense counts: a rule has exceptions, a story goes on.
"""

from __future__ import annotations

import re

from qa_bot.answering.answer_type import Kind, expected_kind
from qa_bot.types import Sentence

_CONNECTIVE = r"\W*(?:(?:however|but|note that|please note that),? )?"
_NOT = r"(?:(?:are|do|does|is|may|must|will) not|(?:are|do|does|is|wo)n[’']t)"
_LIMITED = (
    r"(?:allowed|available|combined|covered?|exchanged|extend|given|granted|hold|include[ds]?|paid"
    r"|permitted|possible|refunded|returned|transferable|transferred|used|valid)"
)
_POINTS_TO_RULE = re.compile(
    rf"{_CONNECTIVE}(?:this|these|it|they)\b[^.;,]{{0,50}}?\b(?:(?:{_NOT}|cannot|can[’']t)"
    rf"(?: \w+)?? (?:be )?{_LIMITED}|can only|must be|must have)\b",
    re.IGNORECASE,
)
_EXCEPTION = re.compile(
    r"\b(?:(?:do|does)(?: not|n[’']t) apply|appl(?:y|ies) only|only appl(?:y|ies)"
    r"|(?:is|are) (?:an? |the (?:only )?)?(?:exempt|excluded|exceptions?"
    r"|not (?:covered|included)))\b"
    rf"|^{_CONNECTIVE}(?:(?:the (?:only )?|an )?exceptions?|except|excluded|unless|otherwise)\b",
    re.IGNORECASE,
)
_OTHER_CASE = re.compile(
    rf"{_CONNECTIVE}(?:(?:later|earlier|longer|shorter|less|more) than (?:that|this)"
    r"|(?:above|after|before|below|beyond) (?:that|this)|(?:later|earlier),)"
    r"(?![^.;]*\b(?:had|was|were)\b)",
    re.IGNORECASE,
)
_NAMED_EXCEPTION = re.compile(
    rf"{_CONNECTIVE}(?:(?:this|these|it|they)\b[^.;,]{{0,30}}? (?:do|does) not apply"
    r"|(?:the (?:only )?|an )?exceptions?\b|except\b)",
    re.IGNORECASE,
)
_OTHER_PRICE = re.compile(
    r"\W*(?!(?:he|i|it|she|they|this|we|you)\b)[^.;]{3,60}?"
    r" (?:go on paying|pays?|costs?|gets?|(?:is|are)(?: admitted)?(?= (?:free|half)))\b"
    r"[^.;]*\b(?:nothing|half|less|more|free|discount|extra|only|\d)",
    re.IGNORECASE,
)
_HOW_MUCH_IS = re.compile(r"\W*how much (?:is|are|for)\b", re.IGNORECASE)
_WHAT_HAPPENS = re.compile(
    r"\W*what (?:happens|if|will (?:happen|you)|(?:can|do|must|should) (?:i|one|we|you) do)\b",
    re.IGNORECASE,
)
_ASKS_DUTIES = re.compile(
    r"\W*what (?:(?:do|must|should|shall|have) (?:i|one|we|you)"
    r"|(?:is|are) (?:i|one|we|you) (?:asked|expected|required|supposed) to)\b.*\b(?:do|prepare)\b",
    re.IGNORECASE,
)
_DUTY = re.compile(
    r"\W*(?:(?:also|and|then),? )?(?:please|(?:you|members|tenants|staff|guests|visitors|pupils)"
    r" (?:also )?(?:must|should|need|have to|are asked to)|do not|don[’']t|make sure|never)\b",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"\W*(?:(?:\w+ ){0,2}then\b(?! (?:on|called|known)\b)|(?:do not|don[’']t|never)\b)",
    re.IGNORECASE,
)


def limits(question: str, sentence: str) -> bool:
    """Whether a sentence limits what the one before it in its paragraph says.

    Where a price is asked, so does one that says what others pay.
    """
    if _POINTS_TO_RULE.match(sentence) or _EXCEPTION.search(sentence):
        return True
    if _OTHER_CASE.match(sentence):
        return True
    asks_price = expected_kind(question) is Kind.PRICE or _HOW_MUCH_IS.match(question)
    return bool(asks_price and _OTHER_PRICE.match(sentence))


def names_exception(sentence: str) -> bool:
    """Whether a paragraph opens as an exception to the one before it."""
    return bool(_NAMED_EXCEPTION.match(sentence))


def asks_what_happens(question: str) -> bool:
    """Whether a question asks what comes of something, or what to do ("What happens if …")."""
    return bool(_WHAT_HAPPENS.match(question))


def adds_duty(question: str, sentence: str) -> bool:
    """Whether what has to be done is asked, and a sentence says more of that ("Please move …")."""
    return bool(_ASKS_DUTIES.match(question) and _DUTY.match(sentence))


def goes_on_then(text: str, sentence: Sentence) -> bool:
    """Whether a sentence says what is done next, or not ("We then send …", "Do not touch it")."""
    return bool(_THEN.match(text, sentence.start, sentence.end))
