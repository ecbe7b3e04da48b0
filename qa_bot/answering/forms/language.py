"""Tell the language of a question or a text by its small words, and ask in English what it can.

Only languages whose question words are listed are told; anything else counts as unknown. A question
in another language is asked by the words that the documents share with it: names, mostly.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from qa_bot.index.lexical.bm25 import Lexicon
from qa_bot.index.lexical.words import stem

ENGLISH = "English"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ENGLISH_ENDING = re.compile(r"['’](?:s|t|re|ll|ve|m)\b", re.IGNORECASE)
_SMALL_WORDS = {
    ENGLISH: (
        "the of and to is are was were what who when where why how which does do did that "
        "with for from by this it its has have had can could should would will be been "
        "there their they not if or as at about into than many much whose whom tell "
        "explain describe list name"
    ),
    "French": (
        "le la les des du une est sont dans pour par avec sur qui que quoi quand où "
        "pourquoi comment combien quel quelle quels quelles cette ces ont fait et au aux "
        "été être il elle ils leur sans plus était faut peut l d qu c n"
    ),
    "German": (
        "der die das was den dem des ein eine einen einem einer ist sind waren wird "
        "werden und nicht mit für von zu zur zum auf aus bei wer wen wem wo wann warum "
        "wie welche welcher welches wieviel wurde wurden hat haben kann können muss darf "
        "sich auch nach über gibt es ich wir sie ihr macht viele dürfen"
    ),
    "Spanish": (
        "el los las una es son está están fue por para con del al qué quién quiénes "
        "cuándo dónde cuánto cuántos cuánta cuántas cómo cuál cuáles que y se su sus en "
        "como más hay tiene tienen puede hace según sobre quien cuando donde"
    ),
    "Italian": (
        "il lo gli della delle dei degli del di che chi quando dove perché come quale "
        "quali quanto quanti quante è sono nel nella con per una ha hanno si può dal "
        "dalla al alla fa viene essere cosa"
    ),
    "Portuguese": (
        "o os as uma é são foi foram com para por da do das dos no na nos nas que quem "
        "quando onde como quanto quantos qual quais porque e não pode tem têm ao à mais "
        "está seu sua faz"
    ),
    "Dutch": (
        "het een van zijn werd worden wordt wie waar wanneer waarom hoe hoeveel welke wat "
        "met voor niet aan bij uit naar dat deze dit kan moet heeft hebben op te en er "
        "mag"
    ),
    "Swedish": (
        "det den en ett är och att som på av för med till vem vad när var varför hur "
        "vilken vilka inte har kan ska får från eller om många"
    ),
}
_WORDS_OF = {name: frozenset(words.split()) for name, words in _SMALL_WORDS.items()}
_SCRIPTS = (
    ("Russian", re.compile(r"[\u0400-\u04ff]")),
    ("Greek", re.compile(r"[\u0370-\u03ff]")),
    ("Hebrew", re.compile(r"[\u0590-\u05ff]")),
    ("Arabic", re.compile(r"[\u0600-\u06ff]")),
    ("Hindi", re.compile(r"[\u0900-\u097f]")),
    ("Thai", re.compile(r"[\u0e00-\u0e7f]")),
    ("Japanese", re.compile(r"[\u3040-\u30ff]")),
    ("Korean", re.compile(r"[\uac00-\ud7af]")),
    ("Chinese", re.compile(r"[\u4e00-\u9fff]")),
)
_ASKS = {
    "who": ("qui wer quién quiénes quien chi quem wie vem"),
    "when": ("quand wann cuándo cuando quando wanneer när"),
    "where": ("où wo dónde donde dove onde waar"),
    "why": ("pourquoi warum perché porque waarom varför"),
    "how": ("comment cómo como come hoe hur"),
    "how many": ("combien wieviel cuántos cuántas quanti quante quantos hoeveel cuánto quanto"),
    "which": (
        "quel quelle quels quelles welche welcher welches cuál cuáles quale quali qual "
        "quais welke vilken vilka"
    ),
    "what": ("que quoi was qué cosa wat vad"),
}
_ENGLISH_OF = {word: asks for asks, words in _ASKS.items() for word in words.split()}
MIN_SMALL_WORDS = 2
"""Small words of its language in a question, at the least, unless it opens with one that asks."""
MIN_SHARE_IN_TEXT = 0.15
"""The least share of a text's words that are small words of its language."""
SCRIPT_SHARE = 0.3
"""The least share of a text's letters that are of another script."""


def find_language(text: str) -> str:
    """The language of a question or a text; empty where nothing tells it."""
    if (script := _find_script(text)) is not None:
        return script
    words = [word.casefold() for word in re.split(r"[^\w]+", _ENGLISH_ENDING.sub("", text)) if word]
    counts = {name: sum(word in small for word in words) for name, small in _WORDS_OF.items()}
    best = max(counts, key=lambda name: counts[name])
    others = max(count for name, count in counts.items() if name != best)
    if counts[best] == others or not counts[best]:
        return ENGLISH if counts[ENGLISH] and counts[ENGLISH] == counts[best] else ""
    if best == ENGLISH:
        return ENGLISH
    opens = bool(words) and words[0] in _WORDS_OF[best] and words[0] in _ENGLISH_OF
    return best if counts[best] >= MIN_SMALL_WORDS or opens else ""


def find_languages(texts: Iterable[str]) -> frozenset[str]:
    """The languages of some texts, those that are told."""
    found: Counter[str] = Counter()
    for text in texts:
        language = find_language(text)
        words = _WORD.findall(text)
        if language in _WORDS_OF:
            small = sum(word.casefold() in _WORDS_OF[language] for word in words)
            language = language if small >= MIN_SHARE_IN_TEXT * len(words) else ""
        found[language] += 1
    return frozenset(found) - {""}


def ask_in_english(question: str, language: str, lexicon: Lexicon) -> str:
    """A question in English of the words that the documents share with it; empty if there are none.

    Args:
        question: what was asked.
        language: its language.
        lexicon: the documents' words.
    """
    small = _WORDS_OF.get(language, frozenset())
    asks, shared = "", []
    for word in _WORD.findall(question):
        bare = (
            word.rpartition("’")[2].rpartition("'")[2]
            if language in ("French", "Italian")
            else word
        )
        if not asks and word.casefold() in _ENGLISH_OF:
            asks = _translate(word.casefold(), language)
        elif bare.casefold() not in small and lexicon.document_frequency(stem(bare)):
            shared.append(bare)
    return " ".join(filter(None, [asks.capitalize(), *shared])) + "?" if shared else ""


def _translate(word: str, language: str) -> str:
    """A word that asks, in English."""
    if word == "wie":
        return "how" if language == "German" else "who"
    return _ENGLISH_OF[word]


def _find_script(text: str) -> str | None:
    """The language of another script that a good part of a text is in."""
    if text.isascii():
        return None
    letters = sum(letter.isalpha() for letter in text)
    for language, script in _SCRIPTS:
        if letters and len(script.findall(text)) >= SCRIPT_SHARE * letters:
            return language
    return None
