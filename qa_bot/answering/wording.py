"""The words around the excerpts: what is missing, why there is no answer, what can be asked."""

from __future__ import annotations

from collections.abc import Sequence

from qa_bot.answering.followup.words import is_light
from qa_bot.answering.known_forms import has_known_form
from qa_bot.answering.lacking import find_lacking
from qa_bot.answering.required import find_absent
from qa_bot.config import MAX_QUESTION_CHARACTERS
from qa_bot.index.folder import Index
from qa_bot.index.lexical.words import stem, words_of
from qa_bot.types import Citation, Contradiction, Reason

NOT_FOUND = "The documents don't answer this."
EMPTY_QUESTION = "Ask a question about the documents."
NEAREST_BELOW = "The closest excerpts are below; they are not an answer."
REASONS: dict[Reason, str] = {
    "off_topic": "Nothing in them is clearly about it.",
    "not_answered": "They speak of it, but don't say this.",
    "too_general": "Name what or whom you mean.",
}
MAX_WORDS_NAMED = 8
"""Words, or sections, that one sentence names."""


def describe_long_question(question: str) -> str | None:
    """What to say of a question that is too long to be read, or None."""
    if len(question) <= MAX_QUESTION_CHARACTERS:
        return None
    return (
        f"This question has {len(question):,} characters; at most {MAX_QUESTION_CHARACTERS:,} "
        "are read. Shorten it."
    )


def describe_empty_question(standalone: str) -> str | None:
    """What to say where even the standalone form of a question asks nothing, or None."""
    return None if words_of(standalone) else EMPTY_QUESTION


def write_answer(
    citations: Sequence[Citation],
    contradictions: Sequence[Contradiction] = (),
    missing: str = "",
) -> str:
    """The excerpts as text, each followed by the markers of all sources that say it.

    After them stands where they disagree, and what the question asks for that they lack.
    """
    lines = []
    for citation in citations:
        if citation.same_as is None:
            repeats = [c.number for c in citations if c.same_as == citation.number]
            markers = "".join(f"[{number}]" for number in [citation.number, *repeats])
            lines.append(f"“{citation.quote}” {markers}")
    lines += [str(contradiction) for contradiction in contradictions]
    return "\n\n".join([*lines, missing] if missing else lines)


def describe_missing(index: Index, question: str, citations: Sequence[Citation]) -> str:
    """What a question asks for and no excerpt has; empty where nothing is known to be missing."""
    parts = []
    titles = [title for one in citations for title in (one.title, *one.section_path)]
    if lacking := find_lacking(question, [one.quote for one in citations], titles):
        parts.append(f"The excerpts {lacking}.")
    unknown = index.lexical.unknown_words(question)
    if named := [word for word in unknown if is_name(word, question)]:
        parts.append(f"The documents never use: {_quote_words(named)}.")
    return " ".join(parts)


def describe_refusal(
    index: Index,
    question: str,
    reason: Reason,
    nearest: Sequence[Citation],
    suggestions: Sequence[str],
) -> tuple[str, ...]:
    """Why there is no answer and what to look at, in sentences, without the suggestions."""
    sentences = [NOT_FOUND]
    if reason in REASONS:
        sentences.append(REASONS[reason])
    if absent := find_absent(question, [citation.quote for citation in nearest]):
        sentences.append(f"What is closest to it doesn't have {_quote_words(absent)}.")
    unknown = index.lexical.unknown_words(question)
    unknown = [word for word in unknown if not has_known_form(word, index.lexical)]
    if unknown := [word for word in unknown if not is_light(word)]:
        sentences.append(f"They never use: {_quote_words(unknown)}.")
    sections = list(dict.fromkeys(c.section for c in nearest if c.section))
    if sections and not suggestions:
        sentences.append(f"Sections near it: {_quote_words(sections)}.")
    if nearest:
        sentences.append(NEAREST_BELOW)
    return tuple(sentences)


def write_refusal(sentences: Sequence[str], suggestions: Sequence[str]) -> str:
    """A refusal as one text: its sentences, with the suggestions before the nearest passages."""
    if not suggestions:
        return " ".join(sentences)
    offer = f"They do answer: {' '.join(f'“{suggestion}”' for suggestion in suggestions)}"
    below = [sentence for sentence in sentences if sentence == NEAREST_BELOW]
    return " ".join([*(one for one in sentences if one != NEAREST_BELOW), offer, *below])


def is_name(word: str, question: str) -> bool:
    """Whether a word of a question is a number, or has a capital that a sentence's start is not."""
    if any(character.isdigit() for character in word):
        return True
    return word != word.lower() and not (question.lstrip().startswith(word) and word.istitle())


def find_names(question: str) -> set[str]:
    """The stems of a question's names and numbers."""
    return {stem(word) for word in words_of(question) if is_name(word, question)}


def _quote_words(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words[:MAX_WORDS_NAMED])
