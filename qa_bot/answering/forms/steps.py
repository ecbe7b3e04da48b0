"""How something is done, or a step of it, where the documents have numbered steps for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa_bot.answering.followup.words import is_light
from qa_bot.answering.forms.listing import FoundList, find_lists
from qa_bot.answering.forms.step_questions import LAST
from qa_bot.index.folder import Index
from qa_bot.index.lexical.words import stem, terms_of, words_of
from qa_bot.types import Evidence

_HOW_TO = re.compile(
    r"how\s+(?:(?:do|can|should|must|shall|may|would)\s+(?:i|we|you|one)\s+|to\s+)(?P<task>[^?]+)",
    re.IGNORECASE,
)
_MAKING = frozenset(map(stem, ("make", "cook", "prepare", "bake", "brew", "create", "build")))
_NUMBERED = re.compile(r"\(?\d{1,3}[.)]\s")


def find_steps(index: Index, question: str, doc_ids: Sequence[str]) -> FoundList | None:
    """The steps for what a question wants to do; None where not just one list has them.

    Every word of the list's heading must stand in the question, the question's verb in the heading,
    and its other words there, in the title or in the steps. The verb may be missing where it only
    says that something is made, and the heading names just that ("Leek soup").

    Args:
        index: the generation.
        question: a standalone question.
        doc_ids: the documents to look at.
    """
    match = _HOW_TO.match(" ".join(question.split()))
    words = words_of(match["task"]) if match else []
    if not words:
        return None
    verb, asked = stem(words[0]), {stem(word) for word in words if not is_light(word)}
    found = [
        steps
        for steps, said in _numbered_lists(index, doc_ids)
        if (heading := set(terms_of(steps.names[0])))
        and (verb in heading or (verb in _MAKING and heading == asked - {verb}))
        and heading <= asked | {verb}
        and asked <= set(terms_of(said)) | heading
    ]
    return found[0] if len(found) == 1 else None


def find_step(index: Index, place: str, what: str, doc_ids: Sequence[str]) -> Evidence | None:
    """The step at a place of the only numbered list that is of something; None where none is.

    What the steps are of stands in the headings over them or the title, else in the steps.

    Args:
        index: the generation.
        place: the step's number, or "last".
        what: what is done in steps ("making the soup"); empty for the only list that there is.
        doc_ids: the documents to look at.
    """
    asked = {stem(word) for word in words_of(what) if not is_light(word)} - _MAKING
    lists = list(_numbered_lists(index, doc_ids))
    fitting = [steps for steps, _ in lists if asked <= _words_over(index, steps)]
    fitting = fitting or [steps for steps, said in lists if asked <= set(terms_of(said))]
    if len(fitting) != 1 or (what and not asked):
        return None
    items = fitting[0].items
    at = len(items) if place == LAST else int(place)
    return items[at - 1] if 1 <= at <= len(items) else None


def _words_over(index: Index, steps: FoundList) -> set[str]:
    """The stemmed words of the headings over some steps and of their document's title."""
    first = steps.items[0]
    document = index.documents.document(first.passage.doc_id)
    if document is None:
        return set()
    return set(terms_of(" ".join(document.titles_at(first.start))))


def is_named_by(question: str, steps: FoundList) -> bool:
    """Whether the heading of some steps has all that a question wants done, not a part of it."""
    match = _HOW_TO.match(" ".join(question.split()))
    words = words_of(match["task"]) if match else []
    asked = {stem(word) for word in words if not is_light(word)} - _MAKING
    return bool(asked) and asked <= set(terms_of(steps.names[0]))


def asks_how_to(question: str) -> bool:
    """Whether a question asks how to do something, for which there may be steps."""
    return _HOW_TO.match(" ".join(question.split())) is not None


def _numbered_lists(index: Index, doc_ids: Sequence[str]) -> Iterator[tuple[FoundList, str]]:
    """The lists of some documents whose items all have a number, with their titles and texts."""
    for doc_id in doc_ids:
        document = index.documents.document(doc_id)
        if document is None:
            continue
        for one in find_lists(index, document):
            texts = [document.text[item.start : item.end] for item in one.items]
            if one.names and all(map(_NUMBERED.match, texts)):
                yield one, " ".join([document.title, *texts])
