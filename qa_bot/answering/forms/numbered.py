"""Find a numbered part of a document by its number: clause 3.2, step 6, section 4, § 12."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa_bot.answering.forms.sentences import Placed, walk_sentences
from qa_bot.index.folder import Index
from qa_bot.types import Document, Evidence, Sentence

MAX_CHARACTERS = 1_500
"""Characters of a numbered part that are quoted; a longer one ends with a sentence before that."""
_KIND_WORDS = (
    r"(?:Art(?:icle)?|Sec(?:tion)?|Clause|Step|Chapter|Part|Annexe?|Appendix|Rule|Schedule"
    r"|Para(?:graph)?|Item|Point|Question|Principle|Phase|Stage|Slide|§{1,2})\.?\s*"
)
_ITEM_KINDS = frozenset(
    ["step", "point", "item", "principle", "phase", "stage", "question", "number", "no", "rule"]
)
"""Kinds of parts that are items of a list rather than headed."""
_SHORT = {"art": "article", "sec": "section", "para": "paragraph", "annexe": "annex"}
_ANY_CLAUSE = frozenset(["§", "section", "clause", "article", "paragraph", "rule"])
_LETTERED = frozenset(["annex", "appendix", "schedule"])


def find_numbered(
    index: Index, kind: str, number: str, doc_ids: Sequence[str], limit: int
) -> list[Evidence]:
    """The parts with a number, at most one a document, `limit` at the most.

    Args:
        index: the generation.
        kind: what the question calls the part ("clause", "steps").
        number: its number as written.
        doc_ids: the documents to look at.
        limit: how many parts are wanted.
    """
    found: list[Evidence] = []
    for doc_id in doc_ids:
        document = index.documents.document(doc_id)
        if document is None:
            continue
        part = _find_in(index, document, _name_kind(kind), number)
        if part is not None:
            found.append(part)
        if len(found) == limit:
            break
    return found


def _find_in(index: Index, document: Document, kind: str, number: str) -> Evidence | None:
    """The part of one document: its section, page or slide, or the item in the text."""
    sentences = list(walk_sentences(index, document.doc_id))
    if span := _find_page(document, kind, number):
        return _quote(sentences, *span)
    opening = _opening_of(number)
    item = _find_item(document, sentences, kind, opening)
    if item is not None and kind in _ITEM_KINDS:
        return item
    for section in document.sections:
        if _is_numbered(section.title, kind, opening):
            return _quote(sentences, section.body, section.end)
    return item


def _find_page(document: Document, kind: str, number: str) -> tuple[int, int] | None:
    if kind not in ("slide", "page") or not number.isdigit():
        return None
    return next(((p.start, p.end) for p in document.pages if p.number == int(number)), None)


def _opening_of(number: str) -> re.Pattern[str]:
    """What opens the part with a number, with or without a word for its kind."""
    written = re.escape(number).replace(r"\ ", r"\s?")
    return re.compile(
        rf"\s*(?P<kind>{_KIND_WORDS})?\(?{written}(?P<mark>[.):\]–-]+)?(?=\s|$)", re.IGNORECASE
    )


def _is_numbered(title: str, kind: str, opening: re.Pattern[str]) -> bool:
    """Whether a heading has the number, and no word for another kind of part."""
    match = opening.match(title)
    if match is None or (kind in _ITEM_KINDS and not match["kind"]):
        return False
    return _fits(match["kind"], kind)


def _fits(written: str | None, kind: str) -> bool:
    """Whether a part that has a word for its kind, or none, may be the one that is asked for."""
    if not written:
        return kind not in _LETTERED
    found = _name_kind(written)
    return found == kind or ("§" in (found, kind) and {found, kind} <= _ANY_CLAUSE)


def _name_kind(word: str) -> str:
    """A kind of part in one form: "Art." is an article, "§§" a "§"."""
    word = word.strip(" .").casefold().rstrip("s").replace("§§", "§")
    return _SHORT.get(word, word)


def _find_item(
    document: Document, sentences: Sequence[Placed], kind: str, opening: re.Pattern[str]
) -> Evidence | None:
    """The item of a list or the clause that opens with the number, with all its sentences."""
    for place, (_, sentence) in enumerate(sentences):
        if not sentence.citable:
            continue
        match = opening.match(document.text, sentence.start, sentence.end)
        opens_line = not document.text[_line_start(document, sentence) : sentence.start].strip()
        if (
            match is None
            or not opens_line
            or not (match["kind"] or match["mark"] or "." in match[0])
        ):
            continue
        if not _fits(match["kind"], kind):
            continue
        return _whole_item(document, sentences, place)
    return None


def _whole_item(document: Document, sentences: Sequence[Placed], place: int) -> Evidence:
    """An item to the end of its paragraph."""
    passage, first = sentences[place]
    end = first.end
    for _, sentence in sentences[place + 1 :]:
        if "\n" in document.text[end : sentence.start] or not sentence.citable:
            break
        if sentence.end - first.start > MAX_CHARACTERS:
            break
        end = sentence.end
    return Evidence(passage, first.start, end, 0.0)


def _quote(sentences: Sequence[Placed], start: int, end: int) -> Evidence | None:
    """The citable sentences of a stretch, as far as they may be quoted."""
    inside = [
        (passage, s) for passage, s in sentences if start <= s.start and s.end <= end and s.citable
    ]
    kept = [one for one in inside if one[1].end - inside[0][1].start <= MAX_CHARACTERS] or inside[
        :1
    ]
    if not kept:
        return None
    return Evidence(kept[0][0], kept[0][1].start, kept[-1][1].end, 0.0)


def _line_start(document: Document, sentence: Sentence) -> int:
    return document.text.rfind("\n", 0, sentence.start) + 1
