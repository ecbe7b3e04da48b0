"""Plain text: sections from the shapes that headings take in real documents.

Recognised: a heading on a line of its own ("Scope", "2.1 Scope", "SCOPE"), a run-in heading that
opens a paragraph ("Information Sharing: Effective …"), and a question with its answer
("Q. …" / "Ans. …"). Text comes in, `Section`s with offsets into it go out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa_bot.data import load_words
from qa_bot.reading.encodings import decode_text
from qa_bot.reading.parsed import Parsed, RawFile, require_length
from qa_bot.reading.sections import close_sections
from qa_bot.types import Section

_MINOR = load_words("minor_words.txt")
_NOT_HEADINGS = frozenset(
    {"email", "example", "examples", "fax", "nb", "note", "notes", "ps", "tel", "tip", "warning"}
)
_BLOCK = re.compile(r"\S(?:.|\n(?![ \t]*\n))*", re.UNICODE)
_NUMBER = re.compile(r"(?:\d+(?:\.\d+)*[.)]?|[IVXLC]+\.|[A-Z][.)])\s+")
_RUN_IN = re.compile(r"(?P<title>[^\n.:?!;]{2,80}):[ \t]+(?=\S)")
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
_LONGEST_RUN_IN = 6
_DEEPEST_LINE = 4
"""Level of the most deeply numbered heading lines ("2.1.3.4"); run-in headings lie below them."""


def read_text(file: RawFile) -> Parsed:
    r"""Read a plain text; newlines become `\\n`, nothing else is changed."""
    text = decode_plain(file.data)
    return Parsed(text, sections=find_plain_sections(text))


def decode_plain(data: bytes) -> str:
    """Decode a file that is all text.

    Raises:
        ReadingError: it is not text, or too long.
    """
    require_length(len(data) // 4)  # no encoding takes more than four bytes for a character
    text = decode_text(data)
    require_length(len(text))
    return text


def find_plain_sections(text: str) -> tuple[Section, ...]:
    r"""The sections of a plain text, in order; `text` uses `\\n` line ends."""
    pairs = list(find_question_pairs(text))
    blocks = [match for match in _BLOCK.finditer(text)]
    sections = pairs.copy()
    for position, block in enumerate(blocks):
        if any(pair.start <= block.start() < pair.body for pair in pairs):
            continue
        is_last = position == len(blocks) - 1
        section = _line_heading(block, text, is_last) or _run_in_heading(block, text)
        if section:
            sections.append(section)
    return close_sections(sections, text, _breaks(text, blocks))


def find_question_pairs(text: str) -> Iterator[Section]:
    """Questions that are followed by their answer: title is the question, body the answer."""
    for match in _PAIR.finditer(text):
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        question = " ".join(match["question"].split())
        yield Section(question, start, match.end(), len(text), level=6)


def _line_heading(block: re.Match[str], text: str, is_last: bool) -> Section | None:
    """A short line, alone or above its paragraph, in capitals, title case or numbered."""
    line, _, rest = block[0].partition("\n")
    line = line.strip()
    if is_last and not rest:
        return None
    number = _NUMBER.match(line)
    words = line[number.end() :].split() if number else line.split()
    if not words or len(words) > _LONGEST_HEADING or line[-1] in ".?!:;,|" or (rest and not number):
        return None
    if not (_is_title_case(words) or (number and words[0][0].isupper())):
        return None
    body = block.start() + len(block[0].partition("\n")[0])
    level = 1 + min(number[0].strip(" \t.)").count("."), _DEEPEST_LINE - 1) if number else 1
    return Section(" ".join(line.split()), block.start(), body, len(text), level)


def _run_in_heading(block: re.Match[str], text: str) -> Section | None:
    """A title-cased label with a colon that opens a paragraph."""
    match = _RUN_IN.match(block[0])
    if match is None:
        return None
    words = match["title"].split()
    rest = block[0][match.end() :]
    if len(words) > _LONGEST_RUN_IN or not _is_title_case(words) or len(rest.split()) < len(words):
        return None
    if words[0].lower() in _NOT_HEADINGS or not any(c in rest for c in ".?!。"):
        return None
    body = block.start() + match.end()
    return Section(match["title"].strip(), block.start(), body, len(text), _DEEPEST_LINE + 1)


def _is_title_case(words: list[str]) -> bool:
    """Every word but articles, conjunctions and short prepositions starts with a capital."""
    major = [word for word in words if word.lower() not in _MINOR]
    letters = [word for word in major if word[0].isalpha()]
    return bool(letters) and words[0][0].isupper() and all(w[0].isupper() for w in letters)


def _breaks(text: str, blocks: list[re.Match[str]]) -> tuple[int, ...]:
    """Where a text leaves its section without a heading.

    That is a gap wider than the text's usual one, or a paragraph that announces what the text is
    going to do ("This essay examines …").
    """
    wide = [match.end() for match in _WIDE_GAP.finditer(text)]
    if len(wide) > _RARE_GAP_SHARE * len(_GAP.findall(text)):
        wide = []
    introductions = [b.start() for b in blocks if _INTRODUCTION.search(b[0])]
    return tuple(sorted(wide + introductions))
