"""Tell whether an excerpt holds a date, a number or a name, so that what it lacks can be said.

Made to be right where it says that something is missing: whatever may be one counts as one, times
of the day, seasons, amounts without a figure and people who are named by what they are included.
"""

from __future__ import annotations

import re
import unicodedata

from qa_bot.answering.followup.words import is_light, is_plural
from qa_bot.data import load_words
from qa_bot.index.lexical.words import STOP_WORDS, words_of

MAX_WORDS_TO_NOUN = 3
"""Words that may stand between "a" and the noun that it makes indefinite."""

_NUMERALS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    "sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
_UNITS = (
    "second|minute|hour|day|night|week|weekend|fortnight|month|quarter|term|season|year|decade|"
    "century|millennium|lifetime|generation|mile|kilomet(?:er|re)|met(?:er|re)|centimet(?:er|re)|"
    "foot|inch|yard|block|pound|euro|dollar|cent|penny|ton|tonne|kilo|kilogram|litre|liter|gallon|"
    "pint|acre|hectare|score|gross"
)
_NUMBER = re.compile(
    rf"\b(?:{_NUMERALS})(?:s|th|fold)?\b|\b(?:an?|per|the|another|that|this) (?:[\w-]+ )?"
    rf"(?:{_UNITS})s?\b|\bas (?:long|often|many|much|far) as\b|\b[IVXLC]{{2,}}\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b\d{3,4}s?\b|\b\d{1,2}[:.h]\d{2}\b|\b\d{1,2} ?[ap]\.?m\b|[’']\d{2}\b|\b\d{2}s\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)\b|\b\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?\b"
    r"|\b\d+ ?(?:bc|ad|bce|ce)\b|\bq[1-4]\b|\bat once\b|\bstraight ?away\b|\bo[’']?clock\b"
    r"|\b(?:high|low) tide\b|\b(?:new|full) moon\b|\bnew year\b|\bas soon as\b|\b[IVXLC]{2,}\b"
    r"|\b(?:at|by|from|until|till|past|to|since|before|after|around|about) (?:the )?"
    rf"(?:\d{{1,2}}|{_NUMERALS})\b",
    re.IGNORECASE,
)
_TIMES, _AMOUNTS = load_words("time_words.txt"), load_words("amount_words.txt")
_AGENT = re.compile(r"\w{2,}(?:er|or|ist|ian|eer|ant|man|men|woman|women|wright|smith|folk)s?")
_PERSONS = load_words("person_words.txt")
_INDEFINITE = frozenset({"a", "an", "no", "any"})
_OPENINGS = '.!?:“"\n'


def holds_date(text: str) -> bool:
    """Whether a text may say when."""
    return bool(_DATE.search(text)) or _uses(text, _TIMES)


def holds_number(text: str) -> bool:
    """Whether a text may say how many, how much, how long or how often."""
    has_figure = any(character.isnumeric() for character in text)
    return has_figure or bool(_NUMBER.search(text)) or _uses(text, _AMOUNTS)


def holds_name(text: str, question: str) -> bool:
    """Whether a text may say who, with a name that the question does not give.

    A text in a script or of a kind without capitals may always.
    """
    if _lacks_case(text) or text == text.lower():
        return True
    asked = {word.casefold() for word in words_of(question)}
    matches = [match for match in re.finditer(r"[^\W\d_][\w’'-]*", text)]
    words = [match[0] for match in matches]
    for place, match in enumerate(matches):
        word = match[0].casefold()
        if word in asked:
            continue
        if match[0][0].isupper():
            following = words[place + 1] if place + 1 < len(words) else ""
            if not _opens(text, match.start()) or _opens_with_name(word, following):
                return True
        if _is_person(word) and not _is_indefinite(words, place):
            return True
    return False


def _uses(text: str, words: frozenset[str]) -> bool:
    """Whether a text has one of some words, alone or in a compound ("half-term")."""
    return not words.isdisjoint(re.findall(r"[^\W\d_]+", text.casefold()))


def _lacks_case(text: str) -> bool:
    """Whether most letters of a text have neither capitals nor small forms."""
    letters = [letter for letter in text if letter.isalpha()]
    cased = sum(unicodedata.category(letter) in ("Lu", "Ll", "Lt") for letter in letters)
    return 2 * cased < len(letters)


def _opens(text: str, place: int) -> bool:
    """Whether a sentence, a line or a quotation opens at a place."""
    before = text[:place].rstrip(" \t")
    return not before or before[-1] in _OPENINGS


def _opens_with_name(word: str, following: str) -> bool:
    """Whether the capital at a sentence's start may be a name's; where in doubt, it is."""
    if word in STOP_WORDS:
        return False
    return following[:1].isupper() or not is_light(word)


def _is_person(word: str) -> bool:
    """Whether a word in small letters may stand for people."""
    singular = word[:-1] if is_plural(word) else word
    return bool({word, singular} & _PERSONS) or bool(_AGENT.fullmatch(word))


def _is_indefinite(words: list[str], place: int) -> bool:
    """Whether a noun is said to be any one of its kind ("an old engineer")."""
    before = words[max(0, place - MAX_WORDS_TO_NOUN) : place]
    return any(word.casefold() in _INDEFINITE for word in before)
