"""Answers made of several ordinary ones: two questions in one, and two things side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import chain

from qa_bot.answering.forms.subjects import DOTTED
from qa_bot.answering.forms.writing import write_parts
from qa_bot.answering.wording import NEAREST_BELOW
from qa_bot.index.lexical.words import terms_of
from qa_bot.types import Answer, Citation, FormKind, Part

Ask = Callable[[str, Sequence[Answer]], Answer]
"""Answers a question by itself, given the answers before it in the same turn."""
Tell = Callable[[str], tuple[Answer | None, bool]]
"""Gives an overview of what some words name, if anything, and whether that is documents."""
NOT_COMPARED = "Nothing compares the two directly; this is what is said of each."
NEITHER = "The documents don't compare these, and say nothing on one of them."
COMPARED = "Both"
MAX_OF_A_SIDE = 2
"""Excerpts shown for either side of a comparison."""
NOTHING_SAID = "The documents don't say what this is."


def answer_several(question: str, parts: Sequence[str], ask: Ask) -> Answer:
    """Each question answered or refused on its own, later ones with those before as history."""
    given: list[Answer] = []
    for part in parts:
        given.append(ask(part, given))
    asked_as = " ".join(answer.asked_as for answer in given)
    return _join(question, asked_as, "several", list(zip(parts, given, strict=True)))


def answer_comparison(
    question: str, asked_as: str, sides: Sequence[str], ask: Ask, tell: Tell
) -> Answer:
    """What compares two things, if anything does, and what else is said of each.

    Args:
        question: what the person asked.
        asked_as: the standalone question.
        sides: the two things, and what stands before both ("the fees of").
        ask: answers an ordinary question.
        tell: gives an overview of a document or a section.
    """
    first, second, shared = sides
    direct = ask(asked_as, ())
    found: list[tuple[str, Answer]] = []
    compares = direct.answered and any(
        _mentions(one.quote, first) and _mentions(one.quote, second) for one in direct.citations
    )
    if compares:
        found.append((COMPARED, _keep_one(direct, first, second)))
    both = [one for _, answer in found for one in answer.citations]
    for side in (first, second):
        given = _ask_of_side(side, shared, both, ask, tell)
        if given.answered or not compares:
            found.append((side, given))
    if not compares and _show_the_same([answer for _, answer in found]):
        found = [(COMPARED, found[0][1])]
        compares = True
    notice = "" if compares else NOT_COMPARED
    if not compares and not all(answer.answered for _, answer in found):
        notice = NEITHER
    joined = _join(question, asked_as, "comparison", found)
    if joined.answered:
        return replace(joined, notice=notice, text=_with_notice(notice, joined.text))
    if not any(_mentions(_context(one), side) for one in direct.citations for side in sides[:2]):
        refusal = next(answer for _, answer in found)
        return replace(refusal, question=question, asked_as=asked_as, form="comparison")
    return replace(direct, form="comparison", notice=NOT_COMPARED)


def _ask_of_side(side: str, shared: str, shown: Sequence[Citation], ask: Ask, tell: Tell) -> Answer:
    """What is said of one side and not shown yet, or that nothing is.

    A document is told by its overview; a section is where no passage says what the side is.
    """
    overview, is_document = (None, False) if shared else tell(side)
    if overview is not None and is_document:
        return overview
    given = ask(_ask_about(side, shared), ())
    found = given.citations
    if not given.answered and overview is None:
        found = tuple(one for one in given.nearest if _mentions(one.quote, side))
    if found:
        kept = [c for c in found if _mentions(_context(c), side)]
        kept = [c for c in kept if not any(_overlap(c, other) for other in shown)]
        given = replace(given, citations=tuple(kept[:MAX_OF_A_SIDE]), answered=bool(kept))
    if not given.answered and overview is not None and not shown:
        return overview
    return given if given.answered else replace(given, message=NOTHING_SAID)


def _show_the_same(sides: Sequence[Answer]) -> bool:
    """Whether the same excerpts speak of both sides."""
    first, *others = ([one.quote for one in answer.citations] for answer in sides)
    return bool(first) and all(other == first for other in others)


def _overlap(one: Citation, other: Citation) -> bool:
    """Whether two citations have text in common."""
    return one.doc_id == other.doc_id and one.start < other.end and other.start < one.end


def _ask_about(side: str, shared: str) -> str:
    return f"What is {shared} {side}?" if shared else f"What is {side}?"


def _keep_one(answer: Answer, first: str, second: str) -> Answer:
    """The answer with only the excerpts that name both sides."""
    kept = [c for c in answer.citations if _mentions(c.quote, first) and _mentions(c.quote, second)]
    return replace(answer, citations=tuple(kept[:1]))


def _context(citation: Citation) -> str:
    """A quote with the headings and the title that it stands under."""
    return " ".join([citation.quote, *citation.section_path, citation.title])


def _mentions(text: str, side: str) -> bool:
    """Whether a text has all content words of a side, and its numbers as they are written."""
    numbers = set(DOTTED.findall(side))
    return set(terms_of(side)) <= set(terms_of(text)) and numbers <= set(DOTTED.findall(text))


def _join(
    question: str,
    asked_as: str,
    form: FormKind,
    found: Sequence[tuple[str, Answer]],
) -> Answer:
    """Some answers as one; what several cite has one number, and so has what lies within it."""
    citations: list[Citation] = []
    numbers: dict[tuple[str, int, int], int] = {}
    parts = []
    every = [
        [c for c in answer.citations if c.same_as is None] if answer.answered else []
        for _, answer in found
    ]
    for (title, answer), given in zip(found, every, strict=True):
        own = [_find_widest(citation, chain(*every)) for citation in given]
        for citation in own:
            place = (citation.doc_id, citation.start, citation.end)
            if place not in numbers:
                numbers[place] = len(citations) + 1
                citations.append(replace(citation, number=numbers[place], same_as=None))
        cited = tuple(dict.fromkeys(numbers[c.doc_id, c.start, c.end] for c in own))
        message = answer.notice if answer.answered else answer.message
        message = message.replace(NEAREST_BELOW, "").strip()
        parts.append(Part(title, cited, bool(cited), message))
    refused = [answer for _, answer in found if not answer.answered]
    nearest = () if citations else tuple(refused[0].nearest)
    answered = [answer.confidence for _, answer in found if answer.answered and answer.citations]
    return Answer(
        question,
        asked_as.strip(),
        write_parts("", parts, citations),
        tuple(citations),
        answered=bool(citations),
        confidence=min(answered, default=0.0),
        nearest=nearest,
        reason="" if citations else refused[0].reason,
        message="" if citations else " ".join(dict.fromkeys(part.message for part in parts)),
        form=form,
        parts=tuple(parts),
    )


def _find_widest(citation: Citation, shown: Iterable[Citation]) -> Citation:
    """The longest of some citations that has all of one, which may be itself."""
    around = (
        one
        for one in shown
        if one.doc_id == citation.doc_id and one.start <= citation.start and citation.end <= one.end
    )
    return max(around, key=lambda one: one.end - one.start, default=citation)


def _with_notice(notice: str, text: str) -> str:
    return f"{notice}\n\n{text}" if notice else text
