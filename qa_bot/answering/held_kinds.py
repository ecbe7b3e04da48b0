"""Tell whether an excerpt holds a date, a number, a name and so on, so that what it lacks is known.

Made to be right where it says that something is missing: whatever may be one counts as one, times
of the day, seasons, amounts without a figure and people who are named by what they are included.
Only what the question says itself, and numbers of another kind, count for nothing.
"""

from __future__ import annotations

import re
import unicodedata

from qa_bot.answering.followup.words import is_light, is_plural
from qa_bot.answering.rows import is_row_text, read_cells
from qa_bot.data import load_words
from qa_bot.index.lexical.words import STOP_WORDS, terms_of, words_of

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
    r"|\b(?:at|by|from|until|till|past|to|since|before|after|around|about)\W{1,4}(?:the )?"
    rf"(?:\d{{1,2}}|{_NUMERALS})\b",
    re.IGNORECASE,
)
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_OTHER_NUMBERS = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{MONTHS})\b(?: \d{{4}})?"
    rf"|\b(?:{MONTHS}) \d{{1,4}}(?:st|nd|rd|th)?\b(?:, \d{{4}})?|[£$€] ?\d[\d.,]*"
    r"|\b\d{1,2}[:.]\d\d ?[ap]\.?m\b|\b\d{1,2} ?[ap]\.?m\b|\b\d{1,2}:\d\d\b"
    r"|\b(?:in|since|of|from|until|before|after|circa|during|late|early|mid|–|-|,) ?"
    r"(?:1\d\d\d|20\d\d)s?\b(?![.,]\d| [a-z]+s\b)",
    re.IGNORECASE,
)
"""Dates, years, times of the day and prices, which don't say how many."""
_MEASURED = re.compile(
    rf"(?:\d[\d.,]*|\b(?:{_NUMERALS}))[- ]?(?P<unit>minutes?|hours?|days?|nights?|weeks?"
    r"|fortnights?|months?|years?|decades?|centuries|miles?|km|kilomet(?:er|re)s?|met(?:er|re)s?|cm|mm"
    r"|inch(?:es)?|pounds?|euros?|dollars?|pence|cents?|p|kg|kilograms?|kilos?|grams?|g"
    r"|lit(?:er|re)s?|ml|tonnes?|degrees?|°C)\b",
    re.IGNORECASE,
)
"""Numbers of a unit, which don't say how many of something else there are."""
_SHARE = re.compile(r"\d[\d.,]* ?(?:%|per ?cent\b)", re.IGNORECASE)
_COMPOUND = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
_PRICE = re.compile(
    r"%|\b\d+[.,]\d\d\b|\b\d+p\b|\d[.,][-–—]|\d ?(?:kr|lei|won|rands?|(?-i:Ft|[A-Z]{3}))\b"
    r"|\b(?-i:Rs|[A-Z]{3})\b\.? ?\d|\b(?:no (?:charge|cost|fee)|per cent|millions?|billions?)\b"
    r"|\b(?:pays?|paid|at|for) half\b"
    r"|\bhalf (?:the |of the |of their |their )?(?:cost|fare|fee|pay|price|rate|wage)"
    r"|\b(?:charge[ds]?|costs?|fees?|paid|pays?|prices?|rents?|sold|spent|worth)\b[^.;]{0,40}\d",
    re.IGNORECASE,
)
_SPAN = re.compile(
    rf"\b(?:{_UNITS}|feet|inches|centuries|millennia|[ck]?m|mm|ft|ms|h|hrs?|mins?|secs?|pages?|words?"
    rf"|characters?|life|times|ages|moments?|{MONTHS})s?\b|\b\d{{4}}\b|\d(?:[ck]?m|mm|ft|h|s)\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:because|since|as|due|owing|thanks|so|reason\w*|caus\w+|result\w*|therefore|thus|hence"
    r"|avoid\w*|prevent\w*|le[ad]+s?|allow\w*|enabl\w*|otherwise|else|aim\w*|purpose|given|for|to"
    r"|after|following|account|grounds|through|forc\w+|if|when|make\w*|made|mean\w*|help\w*"
    r"|need\w*)\b|:",
    re.IGNORECASE,
)
_PHONE = re.compile(r"\d(?:[\d ()/.-]*\d){2}")
_FIGURE = re.compile(r"\d[\d.,]*")
_TIMES, _AMOUNTS = load_words("time_words.txt"), load_words("amount_words.txt")
_MONEY = load_words("money_words.txt")
_THINGS = load_words("thing_words.txt")
"""Words that end like those of who does something ("paper"), and are no people."""
_CALENDAR = frozenset(MONTHS.casefold().split("|"))
_AGENT = re.compile(r"\w{2,}(?:er|or|ist|ian|eer|ant|man|men|woman|women|wright|smith|folk)s?")
_PERSONS = load_words("person_words.txt")
_INDEFINITE = frozenset({"a", "an", "no", "any"})
_OPENINGS = '.!?:“"\n'


def holds_date(text: str, question: str) -> bool:
    """Whether a text may say when, otherwise than by a year that the question gives."""
    text = _without_asked(text, question)
    return bool(_DATE.search(text)) or _uses(text, _TIMES)


def holds_number(text: str, question: str) -> bool:
    """Whether a text may say how much, how large or how often."""
    text = _without_asked(text, question)
    has_figure = any(character.isnumeric() for character in text)
    return has_figure or bool(_NUMBER.search(text)) or _uses(text, _AMOUNTS)


def holds_count(text: str, question: str) -> bool:
    """Whether a text may say how many: a date, a price, a span or "full-time" doesn't.

    A share may where it is asked of a number of them.

    Args:
        text: an excerpt.
        question: what is asked, whose own numbers don't count.
    """
    text = _OTHER_NUMBERS.sub("", text)
    if " many of " not in question.casefold():
        text = _SHARE.sub("", text)
    asked = {word.casefold().rstrip("s") for word in words_of(question)}
    text = _MEASURED.sub(
        lambda found: found[0] if found["unit"].casefold().rstrip("s") in asked else "", text
    )
    text = _COMPOUND.sub(lambda found: found[0] if _NUMBER.search(found[0]) else "", text)
    return holds_number(text, question)


def holds_price(text: str, question: str) -> bool:
    """Whether a text may say what something costs; a row may with any number."""
    values = _values_of(_without_asked(text, question))
    has_sign = any(unicodedata.category(sign) == "Sc" for sign in values)
    has_price = has_sign or bool(_PRICE.search(values)) or _uses(values, _MONEY)
    return has_price or (values != text and bool(_FIGURE.search(values)))


def holds_span(text: str, question: str) -> bool:
    """Whether a text may say how long something is or lasts, or how often it is."""
    return bool(_SPAN.search(text)) or _uses(text, _TIMES) or _uses(_FIGURE.sub("", text), _AMOUNTS)


def holds_reason(text: str, question: str) -> bool:
    """Whether a text may say why, also by a sentence of what is asked about that tells more.

    "Vinegar attacks the seals" may be why it is not to be used; what repeats the question is not.
    """
    if _REASON.search(text):
        return True
    asked = set(terms_of(question))
    said = [terms_of(sentence) for sentence in re.split(r"(?<=[.!?])\s+", text)]
    return any(
        terms and terms[0] in asked and 2 * len(asked & set(terms)) <= len(asked) for terms in said
    )


def holds_phone(text: str, question: str) -> bool:
    """Whether a text may have a telephone number."""
    return bool(_PHONE.search(text))


def holds_mail(text: str, question: str) -> bool:
    """Whether a text may have an email address."""
    return "@" in text or bool(re.search(r"[(\[{] ?at ?[)\]}]", text, re.IGNORECASE))


def holds_name(text: str, question: str) -> bool:
    """Whether a text may say who, with a name that the question does not give.

    A text in a script or of a kind without capitals may always.
    """
    text = _values_of(text)
    if _lacks_case(text) or text == text.lower():
        return True
    asked = {word.casefold() for word in words_of(question)}
    asked |= {f"{word}{end}" for word in asked for end in ("s", "'s", "’s")}
    matches = [match for match in re.finditer(r"[^\W\d_][\w’'-]*", text)]
    words = [match[0] for match in matches]
    for place, match in enumerate(matches):
        word = match[0].casefold()
        if word in asked:
            continue
        if match[0][0].isupper() and word not in _CALENDAR:
            following = words[place + 1] if place + 1 < len(words) else ""
            if not _opens(text, match.start()) or _opens_with_name(word, following):
                return True
        if _is_person(word) and not _is_indefinite(words, place):
            return True
    return False


def _without_asked(text: str, question: str) -> str:
    """A text without the numbers that the question gives."""
    asked = {number.rstrip(".,") for number in _FIGURE.findall(question)}
    return _FIGURE.sub(lambda found: "" if found[0].rstrip(".,") in asked else found[0], text)


def _values_of(text: str) -> str:
    """A text in which rows of tables stand without the names of their columns."""
    lines = text.split("\n")
    rows = (read_cells(line) if is_row_text(line) else None for line in lines)
    return "\n".join(
        line if row is None else "; ".join(row.values())
        for line, row in zip(lines, rows, strict=True)
    )


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
    if {word, singular} & _PERSONS:
        return True
    return bool(_AGENT.fullmatch(word)) and not {word, singular} & _THINGS


def _is_indefinite(words: list[str], place: int) -> bool:
    """Whether a noun is said to be any one of its kind ("an old engineer")."""
    before = words[max(0, place - MAX_WORDS_TO_NOUN) : place]
    return any(word.casefold() in _INDEFINITE for word in before)
