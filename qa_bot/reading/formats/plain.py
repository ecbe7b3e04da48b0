"""Plain text: sections from the shapes that headings take in real documents.

Recognised: a heading on a line of its own ("Scope", "2.1 Scope", "SCOPE"), short lines that stand
on their paragraphs where a text has several, a run-in heading that opens a paragraph
("Information Sharing: Effective …"), and a question with its answer ("Q. …" / "Ans. …").
Offsets of the `Section`s are those of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa_bot.data import load_words
from qa_bot.reading.details import Details
from qa_bot.reading.encodings import Decoded, decode
from qa_bot.reading.formats.date_formats import MONTHS
from qa_bot.reading.formats.text_tables import write_with_tables
from qa_bot.reading.parsed import Parsed, RawFile, TextWriter, require_length
from qa_bot.reading.sections import close_sections, find_blocks
from qa_bot.types import Section

_MINOR = load_words("minor_words.txt")
_NOT_HEADINGS = frozenset(
    {"email", "example", "examples", "fax", "nb", "note", "notes", "ps", "tel", "tip", "warning"}
)
_NUMBER = re.compile(r"(?:\d+(?:\.\d+)*[.)]?|[IVXLC]+\.|[A-Z][.)])\s+")
_DATE = re.compile(
    rf"\d{{1,2}}(?:st|nd|rd|th)?\.?\s+(?:{'|'.join(name[:3] for name in MONTHS)})[a-z]*\.?,?"
    r"(?:\s+\d{4})?",
    re.IGNORECASE,
)
"""A date on a line of its own: where a text has one only, as letters do, it heads nothing."""
_RUN_IN = re.compile(r"(?P<title>[^\n.:?!;]{2,80}):[ \t]+(?=\S)")
_ROW = re.compile(r"[^\n:;]{1,60}: [^\n;]*; [^\n:;]{1,60}: ")
"""The row of a table, whose first column is no heading ("Time: 9:00; Place: Hall.")."""
_PAIR = re.compile(
    r"^[ \t]*Q(?:uestion)?[ \t]*\d*[ \t]*[.:)][ \t]*"
    r"(?P<question>\S(?:(?!\n[ \t]*\n[ \t]*\n)[\s\S]){0,600}?)"
    r"\s*\n[ \t]*A(?:ns(?:wer)?)?[ \t]*\d*[ \t]*[.:)][ \t]*\n?",
    re.MULTILINE | re.IGNORECASE,
)
_INTRODUCTION = re.compile(
    r"\b[Tt]his (?:essay|paper|article|report|chapter|document|study|review|guide) "
    r"(?:will )?(?:examine|explore|discuss|describe|present|outline|analy[sz]e|consider|explain)"
)
_WIDE_GAP = re.compile(r"\n[ \t]*\n[ \t]*\n\s*")
_GAP = re.compile(r"\n[ \t]*\n\s*")
_RARE_GAP_SHARE = 0.25
_LONGEST_HEADING = 12
_MAX_LINE = 1_000
"""Characters up to which a line is looked at as a heading."""
_LONGEST_RUN_IN = 6
_SHORTEST_RUN_IN_TEXT = 10
"""Words that a label heads at least; fewer are a field ("Present: …", "Opening Hours: …")."""
_TERMINAL = re.compile(r"[^\n]\x08|\x1b\[[\d;]*m")
"""A letter that another is typed over, and a code for a colour."""
_LONGEST_ABOVE = 40
"""Characters of a line at the most that heads the paragraph which it stands on."""
_SHORTEST_BELOW = 50
"""Characters that the next line of that paragraph has at least: an address has fewer."""
_FEWEST_ABOVE = 3
"""Paragraphs that must be headed in this way before one is."""
_INDENTS = ("   ", "\t")
_DEEPEST_LINE = 4
"""Level of the most deeply numbered heading lines ("2.1.3.4"); run-in headings lie below them."""


def read_text(file: RawFile) -> Parsed:
    r"""Read a plain text; newlines become `\\n`, and rows of tables that are drawn sentences.

    Nothing else is changed but what terminals show as bold or coloured type.
    """
    text, guess = decode_plain(file.data)
    text = _TERMINAL.sub("", text)
    details = Details(encoding=guess)
    writer = TextWriter()
    if write_with_tables(text, writer, writer.verbatim):
        drawn = writer.finish()
        text, details = drawn.text, replace(drawn.details, encoding=guess)
    sections = find_plain_sections(text)
    return Parsed(text, title=_find_title(text, sections), sections=sections, details=details)


def decode_plain(data: bytes) -> Decoded:
    """Decode a file that is all text.

    Raises:
        ReadingError: it is not text, or too long.
    """
    require_length(len(data) // 4)  # no encoding takes more than four bytes for a character
    decoded = decode(data)
    require_length(len(decoded.text))
    return decoded


def find_plain_sections(text: str) -> tuple[Section, ...]:
    r"""The sections of a plain text, in order; `text` uses `\\n` line ends."""
    pairs = list(find_question_pairs(text))
    blocks = list(find_blocks(text))
    above = {section.start: section for section in _lines_above(text, blocks)}
    sections = pairs.copy()
    questions = iter(pairs)
    pair = next(questions, None)
    for start, end in blocks:
        while pair is not None and pair.body <= start:
            pair = next(questions, None)
        if pair is not None and pair.start <= start:
            continue
        if (start, end) == blocks[-1]:
            section = _line_heading(text, start, end, is_last=True)
        else:
            section = _title(text, start, end, blocks) or _line_heading(text, start, end)
        section = section or above.get(start) or _run_in_heading(text, start, end)
        if section:
            sections.append(section)
    dated = [section for section in sections if _DATE.fullmatch(section.title)]
    if len(dated) == 1:
        sections.remove(dated[0])
    return close_sections(sections, text, _breaks(text, blocks))


def find_question_pairs(text: str) -> Iterator[Section]:
    """Questions that are followed by their answer: title is the question, body the answer."""
    for match in _PAIR.finditer(text):
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        question = " ".join(match["question"].split())
        yield Section(question, start, match.end(), len(text), level=6)


def _title(text: str, start: int, end: int, blocks: Sequence[tuple[int, int]]) -> Section | None:
    """A short line alone at the beginning that is no sentence, whatever its capitals."""
    line = text[start:end].strip() if end - start <= _MAX_LINE else ""
    is_short = 0 < len(line.split()) <= _LONGEST_HEADING and "\n" not in line
    if (start, end) != blocks[0] or not is_short or line[-1] in ".?!:;,|":
        return None
    if not line[0].isupper() or _NUMBER.match(line):
        return None
    return Section(" ".join(line.split()), start, end, len(text))


def _find_title(text: str, sections: Sequence[Section]) -> str:
    """The heading that a text begins with, if it stands alone and has no number."""
    first = next(iter(sections), None)
    is_title = first is not None and first.level == 1 and not text[: first.start].strip()
    return first.title if first and is_title and not _NUMBER.match(first.title) else ""


def _line_heading(text: str, start: int, end: int, is_last: bool = False) -> Section | None:
    """A short line, alone or above its paragraph, in capitals, title case or numbered."""
    body = text.find("\n", start, end)
    rest = 0 <= body < end - 1
    body = body if body >= 0 else end
    if body - start > _MAX_LINE or (is_last and not rest):
        return None
    line = text[start:body].strip()
    number = _NUMBER.match(line)
    words = line[number.end() :].split() if number else line.split()
    if not words or len(words) > _LONGEST_HEADING or line[-1] in ".?!:;,|" or (rest and not number):
        return None
    if not (_is_title_case(words) or (number and words[0][0].isupper())):
        return None
    level = 1 + min(number[0].strip(" \t.)").count("."), _DEEPEST_LINE - 1) if number else 1
    return Section(" ".join(line.split()), start, body, len(text), level)


def _lines_above(text: str, blocks: Sequence[tuple[int, int]]) -> list[Section]:
    """Short lines that stand on their paragraphs without a gap, where a text has several."""
    found = []
    for start, end in blocks:
        lines = text[start : min(end, start + _MAX_LINE)].split("\n")
        is_prose = text[start:end].rstrip().endswith((".", "!", "?"))
        if len(lines) < 2 or not (is_prose or _stands_out(lines)):
            continue
        line = lines[0].strip()
        is_short = line[:1].isupper() and len(line) <= _LONGEST_ABOVE and line[-1] not in ".?!:;,|"
        if is_short and (_stands_out(lines) or len(lines[1].strip()) >= _SHORTEST_BELOW):
            body = start + len(lines[0]) + 1
            found.append(Section(" ".join(line.split()), start, body, len(text)))
    return found if len(found) >= _FEWEST_ABOVE else []


def _stands_out(lines: Sequence[str]) -> bool:
    """Whether a line in capitals stands over lines that are all indented, as in manual pages."""
    return lines[0].isupper() and all(line.startswith(_INDENTS) for line in lines[1:] if line)


def _run_in_heading(text: str, start: int, end: int) -> Section | None:
    """A title-cased label with a colon that opens a paragraph."""
    match = _RUN_IN.match(text, start, end)
    if match is None or _ROW.match(text, start, end):
        return None
    words = match["title"].split()
    rest = text[match.end() : end]
    enough = len(rest.split(maxsplit=_SHORTEST_RUN_IN_TEXT)) >= _SHORTEST_RUN_IN_TEXT
    if len(words) > _LONGEST_RUN_IN or not _is_title_case(words) or not enough:
        return None
    if words[0].lower() in _NOT_HEADINGS or not any(c in rest for c in ".?!。"):
        return None
    title = match["title"].strip()
    return Section(title, start, match.end(), len(text), _DEEPEST_LINE + 1)


def _is_title_case(words: list[str]) -> bool:
    """Every word but articles, conjunctions and short prepositions starts with a capital."""
    major = [word for word in words if word.lower() not in _MINOR]
    letters = [word for word in major if word[0].isalpha()]
    return bool(letters) and words[0][0].isupper() and all(w[0].isupper() for w in letters)


def _breaks(text: str, blocks: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """Where a text leaves its section without a heading.

    That is a gap wider than the text's usual one, or a paragraph that announces what the text is
    going to do ("This essay examines …").
    """
    wide = [match.end() for match in _WIDE_GAP.finditer(text)]
    if len(wide) > _RARE_GAP_SHARE * len(_GAP.findall(text)):
        wide = []
    introductions = [start for start, end in blocks if _INTRODUCTION.search(text, start, end)]
    return tuple(sorted(wide + introductions))
