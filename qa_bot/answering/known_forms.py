"""Put a question's unknown word into a form that the documents have: "lose" as "lost".

Stems join regular forms only. What the documents lack may stand in them as an irregular form, as
the noun of a measure ("How heavy is …?" as "What is the weight of …?"), or as the name of who does
something ("Who owns …?" as "Who is the owner of …?").
"""

from __future__ import annotations

import re

from qa_bot.answering.followup.words import AUXILIARIES, is_light
from qa_bot.index.lexical.bm25 import Lexicon
from qa_bot.index.lexical.words import stem, words_of

_IRREGULAR = """
    become became, begin began begun, bite bit bitten, blow blew blown, break broke broken,
    bring brought, build built, buy bought, catch caught, choose chose chosen, deal dealt,
    draw drew drawn, drink drank drunk, drive drove driven, eat ate eaten, fall fell fallen,
    feed fed, feel felt, fight fought, find found, fly flew flown, forbid forbade forbidden,
    forget forgot forgotten, freeze froze frozen, give gave given, grow grew grown, hang hung,
    hide hid hidden, hold held, keep kept, lay laid, lead led, leave left, lend lent, lie lay lain,
    lose lost, mean meant, meet met, pay paid, ride rode ridden, ring rang rung, rise rose risen,
    sell sold, send sent, shake shook shaken, shoot shot, sing sang sung, sink sank sunk,
    speak spoke spoken, spend spent, steal stole stolen, stick stuck, strike struck, swear swore
    sworn, sweep swept, swim swam swum, take took taken, teach taught, tear tore torn, tell told,
    throw threw thrown, wake woke woken, wear wore worn, win won, write wrote written,
    child children, foot feet, goose geese, leaf leaves, life lives, mouse mice, shelf shelves,
    tooth teeth, woman women
"""
_GROUPS = [group.split() for group in _IRREGULAR.split(",")]
IRREGULAR_FORMS = {
    word: tuple(other for group in _GROUPS if word in group for other in group if other != word)
    for word in _IRREGULAR.replace(",", " ").split()
}
"""The other forms of an irregular word."""
_MEASURES = {
    "big": ("size",), "cold": ("temperature",), "deep": ("depth",), "expensive": ("price", "cost"),
    "fast": ("speed",), "heavy": ("weight",), "high": ("height",), "hot": ("temperature",),
    "large": ("size",), "long": ("length", "duration"), "loud": ("noise", "volume"),
    "old": ("age",), "tall": ("height",), "thick": ("thickness",), "warm": ("temperature",),
    "wide": ("width",),
}  # fmt: skip
"""The nouns for what an adjective measures."""
_HOW = re.compile(
    r"how\s+(?P<measure>\w+)\s+(?P<be>is|are|was|were)\s+(?P<name>[^?]+?)\s*\?*", re.IGNORECASE
)
_WHO = re.compile(r"who\s+(?P<verb>\w{3,})\s+(?P<name>[^?]+?)\s*\?*", re.IGNORECASE)
_THIRD_PERSON = re.compile(r"(?:(?<=[^aeiou])ies|(?<=ss|sh|ch|xx)es|s)$")


def reword_unknown(question: str, lexicon: Lexicon) -> str | None:
    """The question in words that the documents have; None where that takes more than its forms.

    Args:
        question: a standalone question.
        lexicon: the documents' words.
    """
    text = " ".join(question.split())
    if (match := _HOW.fullmatch(text)) and not _is_known(match["measure"], lexicon):
        nouns = _MEASURES.get(match["measure"].casefold(), ())
        noun = next((one for one in nouns if _is_known(one, lexicon)), None)
        return noun and f"What {match['be'].lower()} the {noun} of {match['name']}?"
    match = _WHO.fullmatch(text)
    if match and match["verb"] not in AUXILIARIES and not _is_known(match["verb"], lexicon):
        agent = next((one for one in _name_agents(match["verb"]) if _is_known(one, lexicon)), None)
        if agent is not None:
            return f"Who is the {agent} of {match['name']}?"
    return _replace_unknown(text, lexicon)


def _replace_unknown(text: str, lexicon: Lexicon) -> str | None:
    """The text with unknown irregular words in a known form; None where there are none such."""
    reworded = text
    for word in words_of(text):
        if word in IRREGULAR_FORMS and not _is_known(word, lexicon):
            forms = (one for one in IRREGULAR_FORMS[word] if _is_known(one, lexicon))
            if (form := next(forms, None)) is not None:
                reworded = re.sub(rf"\b{re.escape(word)}\b", form, reworded)
    return reworded if reworded != text else None


def _name_agents(verb: str) -> list[str]:
    """What somebody may be called who does something: "owns" gives "owner" and "ownor"."""
    base = _THIRD_PERSON.sub("", verb.casefold())
    bases = {base, base.removesuffix("e"), f"{base}{base[-1:]}"}
    return [f"{one}{ending}" for one in sorted(bases) for ending in ("er", "or")]


def has_known_form(word: str, lexicon: Lexicon) -> bool:
    """Whether the documents have an irregular form of a word, or that says little ("took")."""
    forms = IRREGULAR_FORMS.get(word.casefold(), ())
    return any(is_light(form) or _is_known(form, lexicon) for form in forms)


def _is_known(word: str, lexicon: Lexicon) -> bool:
    return lexicon.document_frequency(stem(word)) > 0
