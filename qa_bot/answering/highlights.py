"""The words of a sentence that answer, as the reader marks them: whole, and of the right kind."""

from __future__ import annotations

import unicodedata

from qa_bot.answering.answer_type import expected_kind, may_be_of_kind
from qa_bot.answering.membership import ScoredSentence
from qa_bot.answering.rows import is_row
from qa_bot.index.lexical.words import terms_of
from qa_bot.types import Sentence

_IN_NUMBERS = ".,:"


def find_highlight(question: str, text: str, one: ScoredSentence) -> tuple[int, int] | None:
    """The words of a sentence of a document's text that answer, where the reader tells them."""
    marked = one.highlights[one.place] if one.highlights else None
    if marked is None:
        return None
    first = one.passage.start
    return check_highlight(question, text, one.sentence, first + marked[0], first + marked[1])


def check_highlight(
    question: str, text: str, sentence: Sentence, start: int, end: int
) -> tuple[int, int] | None:
    """The span `text[start:end]` of a sentence grown to whole words; None where it can't answer.

    That is where it says only what the question says, holds no date, number or name where the
    question asks for one, or stands in a column of a table that the question doesn't name.
    """
    start, end = _find_whole_words(text, start, end)
    words = text[start:end]
    kind = expected_kind(question)
    says_more = bool(set(terms_of(words)) - set(terms_of(question)))
    fits = kind is None or may_be_of_kind(kind, words, question)
    if is_row(text, sentence):
        column = text[sentence.start : start].rpartition(";")[2]
        fits = fits and bool(set(terms_of(column)) & set(terms_of(question)))
    return (start, end) if says_more and fits else None


def _find_whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while _cuts_word(text, start):
        start -= 1
    while _cuts_word(text, end):
        end += 1
    return start, end


def _cuts_word(text: str, place: int) -> bool:
    """Whether a place is inside a word, with the marks of its letters, or a number ("1,240")."""
    before, after = text[max(0, place - 2) : place], text[place : place + 2]
    if not before or not after:
        return False
    if _is_of_word(before[-1]) and _is_of_word(after[0]):
        return True
    mark, digits = (before[-1], (before[0], after[0]))
    if after[0] in _IN_NUMBERS:
        mark, digits = after[0], (before[-1], after[-1])
    return mark in _IN_NUMBERS and all(map(str.isdigit, digits))


def _is_of_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"
