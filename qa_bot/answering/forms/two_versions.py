"""Two versions of a document side by side: what each says under the headings that both have.

Two documents are versions of one where they have headings in common below which they say something
else. Sentences that stand in both are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa_bot.answering.citations import cite
from qa_bot.answering.forms.sentences import Placed, walk_sentences
from qa_bot.answering.forms.subjects import find_subject
from qa_bot.answering.forms.writing import write_parts
from qa_bot.index.folder import Index
from qa_bot.index.lexical.words import terms_of
from qa_bot.types import Answer, Document, Evidence, Part

MIN_HEADINGS = 2
"""Headings in common, with something else below them, that make two documents versions of one."""
MAX_HEADINGS = 6
"""Headings that are shown; those below which numbers differ come before others."""
MAX_CHARACTERS = 400
"""Characters that are shown of what one version says below a heading."""


@dataclass(frozen=True)
class _Difference:
    """What two documents say below a heading of both that the other doesn't say."""

    heading: str
    sides: tuple[Evidence, Evidence]
    in_numbers: bool


def compare_versions(
    index: Index, question: str, asked_as: str, sides: Sequence[str], within: Sequence[str] | None
) -> Answer | None:
    """What two documents say differently; None where a side names no document, or not versions.

    Args:
        index: the generation.
        question: what the person asked.
        asked_as: the standalone question.
        sides: the two things, and what stands before both ("the policy of").
        within: the ids of the only documents to look at, or None for all.
    """
    first, second, shared = sides
    named = [
        find_subject(index, f"{shared} {side}".strip(), within, is_sure=True)
        for side in (first, second)
    ]
    ids = [one.doc_ids[0] for one in named if one and len(one.doc_ids) == 1 and not one.sections]
    if len(set(ids)) != len(sides[:2]):
        return None
    found = list(_find_differences(index, ids[0], ids[1]))
    if len(found) < MIN_HEADINGS:
        return None
    first_ones = sorted(found, key=lambda one: not one.in_numbers)[:MAX_HEADINGS]
    shown = [one for one in found if one in first_ones]
    citations = cite(index, [side for one in shown for side in one.sides])
    parts = tuple(
        Part(one.heading, (2 * place + 1, 2 * place + 2)) for place, one in enumerate(shown)
    )
    notice = (
        f"What “{citations[0].title}” [1] and “{citations[1].title}” [2] say differently "
        f"below the same headings, in this order ({len(shown)} of {len(found)} headings)."
    )
    return Answer(
        question,
        asked_as.strip(),
        write_parts(notice, parts, citations),
        citations,
        answered=True,
        confidence=1.0,
        form="comparison",
        parts=parts,
        notice=notice,
    )


def _find_differences(index: Index, first: str, second: str) -> Iterator[_Difference]:
    """The headings of both documents below which they differ, in the first one's order."""
    documents = [index.documents.document(doc_id) for doc_id in (first, second)]
    if documents[0] is None or documents[1] is None:
        return
    ours, theirs = (_read_sections(index, one) for one in documents if one is not None)
    for heading in ours:
        if heading not in theirs:
            continue
        said = [
            {_normalise(document, one) for one in part}
            for document, part in zip(documents, (ours[heading], theirs[heading]), strict=True)
            if document is not None
        ]
        own = _quote_new(documents[0], ours[heading], said[1])
        other = _quote_new(documents[1], theirs[heading], said[0])
        if own is not None and other is not None:
            numbers = (
                {word for text in texts for word in text.split() if _has_digit(word)}
                for texts in said
            )
            start = ours[heading][0][1].start
            title = documents[0].sections_at(start)[-1].title
            yield _Difference(title, (own, other), next(numbers) != next(numbers))


def _read_sections(index: Index, document: Document) -> dict[tuple[str, ...], list[Placed]]:
    """The citable sentences of a document by the words of the heading that they stand below."""
    found: dict[tuple[str, ...], list[Placed]] = {}
    for placed in walk_sentences(index, document.doc_id):
        path = document.sections_at(placed[1].start)
        if placed[1].citable and path:
            words = tuple(one for one in terms_of(path[-1].title) if not one.isdigit())
            found.setdefault(words, []).append(placed)
    return found


def _normalise(document: Document, placed: Placed) -> str:
    return " ".join(document.text[placed[1].start : placed[1].end].casefold().split())


def _has_digit(word: str) -> bool:
    return any(character.isdigit() for character in word)


def _quote_new(document: Document, part: Sequence[Placed], said: set[str]) -> Evidence | None:
    """From the first sentence that the other document lacks on, as far as it lacks them."""
    run: list[Placed] = []
    for placed in part:
        is_new = _normalise(document, placed) not in said
        if run and (not is_new or placed[1].end - run[0][1].start > MAX_CHARACTERS):
            break
        if is_new:
            run.append(placed)
    return Evidence(run[0][0], run[0][1].start, run[-1][1].end, 0.0) if run else None
