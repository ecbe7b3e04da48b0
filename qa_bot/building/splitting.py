"""Cut a document into sentences, and these into passages.

Sentences come from nltk's Punkt with the abbreviations below; a table's row stays whole, as its
parts would lose their names. Passages are runs of sentences that stay inside one section and under
a token budget. Every non-space character of the document is in exactly one sentence and one
passage, and all offsets are into `Document.text`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from qa_bot.building.punkt import make_tokenizer
from qa_bot.data import load_words
from qa_bot.models.encoder import CountTokens
from qa_bot.reading.sections import find_blocks
from qa_bot.types import Document, Passage, Section, Sentence

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

ABBREVIATIONS = load_words("abbreviations.txt")
_LIST_ITEM = re.compile(
    r"[ \t]*(?:[-*•‣–]|\[\w{1,4}\]|\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivxlc]{2,7})[.)]"
    r"|\d{1,3}\.\d{1,3}(?=[ \t]+[^\W\da-z])|\d{1,3}(?:\.\d{1,3}){2,5})[ \t]+"
)
"""What opens an item on a line of its own; a line that a number with decimals opens is none."""
_MARKER = re.compile(
    r"[ \t]*(?:(?:Art(?:icle|ikel|ículo|icolo)?|Sec(?:tion)?|Clause|Step|Chapter|Part|Annexe?"
    r"|Appendix|Rule|Schedule|Para(?:graph)?|Item|Point|Question|Kapitel|Abschnitt|Anhang|Teil|Schritt"
    r"|Regel|Chapitre|Partie|Étape|Capítulo|Capitolo)\.?[ \t]+|§{1,2}[ \t]*)?"
    r"\(?(?:\d{1,3}|[A-Za-z]|[ivxlcIVXLC]{2,7})(?:\.\d{1,3}){0,5}[.):]+[ \t]+"
)
"""A number before a heading or a clause ("IV.", "§ 3.", "Article 3."), which opens no sentence."""
_NOTE_MARK = re.compile(r"(?:\[\w{1,4}\])+\s*")
_RAISED_MARK = re.compile(r"(?<=[.!?])[¹²³⁰⁴-⁹]{1,3}(?=\s+[^\W\da-z])")
_NUMBER_SIGN = re.compile(r"\bNos?\.(?=\s+\S*\d)")
"""The sign "No." before a number, which ends no sentence."""
_CJK_STOP = re.compile(r"(?<=[。！？｡])(?=[^\s」』）”])")
_COLUMN = r"(?:[^\n:;.!?]|[.!?:](?! )){1,80}: "
_TABLE_ROW = re.compile(rf"{_COLUMN}[^\n]{{1,600}}; {_COLUMN}[^\n]{{1,600}}")
"""A table's row as readers write it ("Role: Cook; Duties: Shops. Cooks."), one sentence in all."""
_SPACE = re.compile(r"\s+")
_STOP = re.compile(r"[.!?]\s+(?=[A-Z])|[。！？]")
_LONGEST_WINDOW = 20_000
"""Characters that Punkt takes at once; its time grows faster than the text's length."""


@dataclass(frozen=True, slots=True)
class SplitDocument:
    """A document's passages, and each passage's sentences at the same position."""

    passages: tuple[Passage, ...]
    sentences: tuple[tuple[Sentence, ...], ...]
    cut_sentences: int = 0
    """How many sentences were over the budget and cut."""


def split_document(document: Document, count_tokens: CountTokens, budget: int) -> SplitDocument:
    """Split a document into passages of at most `budget` word pieces, numbered from 0.

    Args:
        document: what to split.
        count_tokens: the model's own tokenizer.
        budget: word pieces in a passage, at most what the model reads.
    """
    passages: list[Passage] = []
    groups: list[tuple[Sentence, ...]] = []
    cut = 0
    for section, spans in _units(document):
        counts = count_tokens([document.text[span.start : span.end] for span in spans])
        over = sum(count > budget for count in counts)
        if over:
            spans = list(_fit(document.text, spans, counts, count_tokens, budget))
            counts = count_tokens([document.text[span.start : span.end] for span in spans])
            cut += over
        for group in _pack(spans, counts, budget):
            start, end = group[0].start, group[-1].end
            title = section.title if section else ""
            passages.append(Passage(len(passages), document.doc_id, start, end, title))
            groups.append(tuple(group))
    return SplitDocument(tuple(passages), tuple(groups), cut)


def split_sentences(text: str, start: int, end: int) -> list[Sentence]:
    """The citable sentences of `text[start:end]`: blocks, list items, then Punkt."""
    return [
        Sentence(first, last)
        for block_start, block_end in find_blocks(text, start, end)
        for line_start, line_end in _list_items(text, block_start, block_end)
        for first, last in _punkt_spans(text, line_start, line_end)
    ]


def _units(document: Document) -> Iterator[tuple[Section | None, list[Sentence]]]:
    """Stretches of text that lie in one innermost section, heading first, with their sentences."""
    text = document.text
    cuts = {0, len(text)}
    for each in document.sections:
        cuts |= {each.start, each.end}
    headed = iter(sorted(document.sections, key=lambda section: section.start))
    coming = next(headed, None)
    around: list[Section] = []
    for start, end in itertools.pairwise(sorted(cuts)):
        while coming is not None and coming.start <= start:
            around.append(coming)
            coming = next(headed, None)
        while around and around[-1].end <= start:
            around.pop()
        section = around[-1] if around else None
        spans: list[Sentence] = []
        if section is not None and section.start == start:
            body = min(section.body, end)
            spans = [Sentence(s.start, s.end, False) for s in split_sentences(text, start, body)]
            start = body
        spans += split_sentences(text, start, end)
        if spans:
            yield section, spans


def _list_items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a block before every line that opens a list item."""
    cuts = [start]
    for newline in re.finditer(r"\n", text[start:end]):
        line = start + newline.end()
        if _LIST_ITEM.match(text, line, end):
            cuts.append(line)
    yield from zip(cuts, [*cuts[1:], end], strict=True)


def _punkt_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Sentence spans without surrounding space; together they hold every non-space character."""
    is_row = _TABLE_ROW.fullmatch(text, start, end)
    cuts = set() if is_row else _sentence_cuts(text, start, end)
    edges = sorted({start, end} | {cut for cut in cuts if start < cut < end})
    for first, last in itertools.pairwise(edges):
        piece = text[first:last]
        if piece.strip():
            yield first + len(piece) - len(piece.lstrip()), last - len(piece) + len(piece.rstrip())


def _sentence_cuts(text: str, start: int, end: int) -> set[int]:
    marker = _LIST_ITEM.match(text, start, end) or _MARKER.match(text, start, end)
    offset = marker.end() if marker else start
    cuts = {
        _after_note(text, first + cut)
        for first, last in _windows(text, offset, end)
        for _, cut in _tokenizer().span_tokenize(text[first:last])
    }
    cuts -= {match.end() for match in _NUMBER_SIGN.finditer(text, offset, end)}
    cuts |= {match.end() for match in _RAISED_MARK.finditer(text, offset, end)}
    return cuts | {offset + match.start() for match in _CJK_STOP.finditer(text[offset:end])}


def _after_note(text: str, cut: int) -> int:
    """The end of a sentence after the mark of a note that stands at its stop ("…here.[1] Next")."""
    mark = _NOTE_MARK.match(text, cut)
    return mark.end() if mark else cut


def _windows(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches that Punkt takes at once, cut where a sentence seems to end or at a space."""
    while end - start > _LONGEST_WINDOW:
        last = start + _LONGEST_WINDOW
        ends = [match.end() for match in _STOP.finditer(text, last - _LONGEST_WINDOW // 4, last)]
        cut = ends[-1] if ends else text.rfind(" ", start + 1, last) + 1 or last
        yield start, cut
        start = cut
    yield start, end


@lru_cache(maxsize=1)
def _tokenizer() -> PunktSentenceTokenizer:
    return make_tokenizer(ABBREVIATIONS)


def _fit(
    text: str,
    spans: list[Sentence],
    counts: Sequence[int],
    count_tokens: CountTokens,
    budget: int,
) -> Iterator[Sentence]:
    """Sentences of known sizes; those over the budget are cut, at spaces where there are any."""
    for span, count in zip(spans, counts, strict=True):
        if count <= budget:
            yield span
        else:
            yield from _halve(text, span, count_tokens, budget)


def _halve(text: str, span: Sentence, count_tokens: CountTokens, budget: int) -> Iterator[Sentence]:
    """Cut a span near its middle until every part fits."""
    if span.end - span.start == 1 or count_tokens([text[span.start : span.end]])[0] <= budget:
        yield span
        return
    middle = (span.start + span.end) // 2
    spaces = [m.start() for m in _SPACE.finditer(text, span.start + 1, span.end - 1)]
    cut = min(spaces, key=lambda space: abs(space - middle)) if spaces else middle
    rest = cut + len(text[cut : span.end]) - len(text[cut : span.end].lstrip())
    yield from _halve(text, Sentence(span.start, cut, span.citable), count_tokens, budget)
    yield from _halve(text, Sentence(rest, span.end, span.citable), count_tokens, budget)


def _pack(spans: list[Sentence], counts: Sequence[int], budget: int) -> Iterator[list[Sentence]]:
    """Fill passages with whole sentences of known sizes, of about even size within the unit."""
    share = sum(counts) / max(1, -(-sum(counts) // budget))
    group: list[Sentence] = []
    size = 0
    for span, count in zip(spans, counts, strict=True):
        only_heading = all(not s.citable for s in group)
        full = size + count > budget or (size + count / 2 > share and not only_heading)
        if group and full:
            yield group
            group, size = [], 0
        group.append(span)
        size += count
    if group:
        yield group
