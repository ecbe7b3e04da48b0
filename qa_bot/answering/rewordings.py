"""Ask a question in its other wordings where the first has no answer, or may not be what is meant.

What was added to a follow-up may be what the documents lack, and what was not added what they need.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from qa_bot.answering.followup.merging import Resolution
from qa_bot.answering.general_questions import tells
from qa_bot.index.lexical.words import terms_of, words_of
from qa_bot.trace import Asking
from qa_bot.types import Answer, Citation

WHY_OTHERWISE = "In the words that were tried first it is not answered."
WHY_TYPED = "It may stand alone as it was typed."
Ask = Callable[[Resolution], Answer]
Reword = Callable[[Answer], Sequence[str]]
"""Gives other wordings for a question whose refusal shows the nearest excerpts."""


def ask_wordings(
    resolved: Resolution, named: frozenset[str], ask: Ask, reword: Reword = lambda refusal: ()
) -> Answer:
    """The answer to a question, or the most confident one to its other wordings.

    That to the same in other words is given as one to the question: the words that were exchanged
    for the search read oddly ("I bought" for "buy"), and the excerpt has them.

    Args:
        resolved: the question as it stands alone, with its other wordings.
        named: stemmed words that an answer to a wording with added words must have.
        ask: answers one wording.
        reword: further wordings, where none of these has an answer.
    """
    first = ask(resolved)
    given, standing, hidden = [first], [], []
    if resolved.typed:
        refusal = ask(replace(resolved, text=resolved.typed, why=WHY_TYPED))
        given.append(refusal)
        standing = [one for one in (first,) if has_words(one, named) and not _agree(one, refusal)]
        standing += [one for one in (refusal,) if one.answered]
    elif first.answered:
        return first
    else:
        refusal = first
    if resolved.may_repeat and not first.answered:
        again = ask(replace(resolved, moves_on=False))
        given.append(again)
        standing = [again] if again.answered and not _is_last(again, resolved.said) else []
    if not standing:
        moved = replace(resolved, why=WHY_OTHERWISE, moves_on=True)
        others = [text for text in resolved.others if words_of(text) and text != resolved.typed]
        same = replace(moved, moves_on=resolved.moves_on)
        reworded = [ask(replace(moved, text=text)) for text in others]
        reworded += [ask(replace(same, text=text)) for text in resolved.reworded]
        hidden += reworded[len(others) :]
        given += reworded
        standing = [one for one in reworded if _stands(one, named)]
        if not standing:
            reworded = [ask(replace(moved, text=text)) for text in reword(refusal)]
            given += reworded
            hidden += reworded
            standing = [one for one in reworded if has_words(one, named)]
    kept = max(standing, key=lambda one: one.confidence, default=refusal)
    told = kept if len(given) == 1 else _tell(kept, given)
    is_hidden = any(one is kept for one in hidden)
    return replace(told, asked_as=refusal.asked_as) if is_hidden else told


def _tell(kept: Answer, given: Sequence[Answer]) -> Answer:
    """The answer that is kept, with the time of all and how sure each was."""
    ordered = sorted(given, key=lambda one: one is not kept)
    asked = tuple(Asking(one.asked_as, one.confidence) for one in ordered)
    trace = None if kept.trace is None else replace(kept.trace, asked=asked)
    return replace(kept, timings=_add_timings(ordered), trace=trace)


def has_words(answer: Answer, named: frozenset[str]) -> bool:
    """Whether an answer is one, and its first excerpt has these stems in it or around it."""
    return answer.answered and named <= _terms_around(answer.citations[0])


def _stands(answer: Answer, named: frozenset[str]) -> bool:
    """Whether the answer to another wording is one."""
    return has_words(answer, named) and tells(answer.asked_as, answer.citations[0].quote)


def _is_last(answer: Answer, said: str) -> bool:
    """Whether an answer is just what was replied last."""
    return f"\n{said.strip()}".endswith(f"\n{answer.citations[0].quote.strip()}")


def _agree(completed: Answer, typed: Answer) -> bool:
    """Whether the question as it was typed finds the same: then it needed no other words."""
    ours, theirs = ([(c.doc_id, c.start) for c in one.citations[:1]] for one in (completed, typed))
    return typed.answered and ours == theirs


def _terms_around(citation: Citation) -> set[str]:
    return set(terms_of(" ".join([citation.quote, *citation.section_path, citation.title])))


def _add_timings(answers: Sequence[Answer]) -> dict[str, float]:
    """The milliseconds that some answers took together, by stage."""
    timings: dict[str, float] = {}
    for answer in answers:
        for stage, time_spent in answer.timings.items():
            timings[stage] = timings.get(stage, 0.0) + time_spent
    return timings
