"""Mend words of a question that the documents lack and that are near words that they have.

The distance is optimal string alignment: insertions, deletions, replacements and swaps of two
neighbours count one each (rapidfuzz). Acronyms, numbers, short words and words that the model's
tokenizer has whole, because they are usual, are left as they are; so is a word that goes on where
one of the documents ends ("projector" for "project"). Misspelt words that only ask are in a list.
"""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from qa_bot.index.lexical.bm25 import Lexicon
from qa_bot.index.lexical.folding import MARKS
from qa_bot.index.lexical.word_forms import WordForms
from qa_bot.index.lexical.words import STOP_WORDS, stem
from qa_bot.models.encoder import CountTokens

_WORD = re.compile(rf"(?<![\w'’{MARKS}])[^\W\d_]+(?![\w{MARKS}]|['’]t\b)")
_ASKING = {
    "teh": "the", "hte": "the", "adn": "and", "taht": "that", "waht": "what", "hwat": "what",
    "whta": "what", "wich": "which", "whcih": "which", "wihch": "which", "wehn": "when",
    "whne": "when", "hwen": "when", "wehre": "where", "whre": "where", "hwo": "how", "hwy": "why",
}  # fmt: skip
_WHEN = re.compile(
    r"wen(?=\s+(?:is|are|was|were|do|does|did|can|must|will|has|have)\b)", re.IGNORECASE
)
MIN_LETTERS, MIN_LETTERS_FOR_TWO = 4, 9
"""Letters a word needs to be mended, and to be mended at two places."""


def mend_spelling(question: str, lexical: Lexicon, count_tokens: CountTokens) -> str:
    """The question with misspelt words as the documents write them; others stay as typed."""
    shouted = question.isupper()

    def mend(match: re.Match[str]) -> str:
        word = match[0]
        if word in _ASKING and not lexical.document_frequency(stem(word)):
            return _ASKING[word]
        is_acronym = word.isupper() and not shouted
        if len(word) < MIN_LETTERS or is_acronym or word.casefold() in STOP_WORDS:
            return word
        if lexical.document_frequency(stem(word)) or count_tokens([word]) == [1]:
            return word
        is_name = word[0].isupper() and match.start() > 0 and not shouted
        near = find_near(word.casefold(), lexical.forms, names_only=is_name)
        if near is None:
            return word
        return near.capitalize() if word[0].isupper() else near

    if _WHEN.match(question) and not lexical.document_frequency(stem("wen")):
        question = _WHEN.sub("when", question, count=1)
    return _WORD.sub(mend, question)


def find_near(word: str, forms: WordForms, *, names_only: bool = False) -> str | None:
    """The nearest word of the documents, or None where none is near.

    Among equally near ones: the same first letter, then the more frequent.

    Args:
        word: case-folded.
        forms: the documents' words.
        names_only: consider only words that the documents never write in small letters.
    """
    most = 1 if len(word) < MIN_LETTERS_FOR_TWO else 2
    places = forms.of_length(max(MIN_LETTERS, len(word) - most), len(word) + most)
    candidates = forms.words[places.start : places.stop]
    near = extract(word, candidates, scorer=OSA.distance, score_cutoff=most, limit=None)
    best: tuple[int, bool, int, str] | None = None
    for candidate, distance, place in near:
        count, small = forms.counts[places.start + place]
        if (names_only and small) or not candidate.isalpha():
            continue
        if distance > 1 and (candidate[0] != word[0] or word.startswith(candidate)):
            continue
        rank = (int(distance), candidate[0] != word[0], -int(count), candidate)
        if best is None or rank < best:
            best = rank
    return best[3] if best else None
