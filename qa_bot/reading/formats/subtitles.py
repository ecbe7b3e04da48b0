"""Subtitles of films (.srt, .vtt): what is said as paragraphs, each minute a page.

A sentence that goes on over several subtitles stands whole. What automatic captions repeat from
one subtitle in the next is said once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from itertools import pairwise

from qa_bot.reading.errors import ReadingError
from qa_bot.reading.formats import left_out
from qa_bot.reading.parsed import Parsed, RawFile, TextWriter, squeeze

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,]\d{1,3}"
_TIMES = re.compile(rf"[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}[^\n]*")
_BLANK = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]+)>")
_TAG = re.compile(r"</?(?:[a-z]{1,6}(?:[.\s][^<>]*)?|\d[\d:.]*)>|\{\\[^{}]*\}", re.IGNORECASE)
_SETTINGS = ("NOTE", "STYLE", "REGION")
_ENDS = (*".!?…。！？♪", '"', "”", "»")
_LONGEST_PAUSE = 5
"""Seconds of silence after which a new paragraph begins."""
_LONGEST = 600
"""Characters of a paragraph in which no sentence ends."""
_FEWEST = 3
"""Subtitles from which can be told that lines roll up."""


@dataclass(frozen=True, slots=True)
class _Cue:
    start: int
    end: int
    lines: list[tuple[str, str]]
    """Who says it, where that is marked, and what."""


def read_subtitles(file: RawFile) -> Parsed:
    """Read what is said in a film.

    Raises:
        ReadingError: no line has a time.
    """
    writer = TextWriter()
    cues = list(_cues(writer.decode(file.data), writer))
    if not cues:
        raise ReadingError("holds no subtitles")
    minute = page = -1
    for start, text in _paragraphs(cues):
        if start // 60 > minute:
            minute = start // 60
            page += 1
            writer.page(page + 1, f"time {minute // 60}:{minute % 60:02}:00")
        writer.paragraph(text)
    return writer.finish()


def _cues(text: str, writer: TextWriter) -> Iterator[_Cue]:
    lines = _without_settings(text, writer).split("\n")
    times = [(n, found) for n, line in enumerate(lines) if (found := _TIMES.fullmatch(line))]
    ends = (*(_first_line(lines, n) for n, _ in times[1:]), len(lines))
    for (place, found), end in zip(times, ends, strict=False):  # without times there is an end
        said = list(_read_lines(lines[place + 1 : end]))
        yield _Cue(_seconds(*found.groups()[:3]), _seconds(*found.groups()[3:]), said)


def _without_settings(text: str, writer: TextWriter) -> str:
    """A text without the blocks of WebVTT that are not subtitles; its remarks are counted."""
    if not text.startswith("WEBVTT"):
        return text
    blocks = _BLANK.split(text)
    for block in blocks:
        if block.startswith("NOTE"):
            writer.leave_out(left_out.REMARK)
    return "\n\n".join(block for block in blocks if not block.startswith(_SETTINGS))


def _first_line(lines: list[str], times: int) -> int:
    """Where the subtitle begins whose times stand on a line: at its number or its name."""
    above = lines[times - 1].strip()
    is_web = lines[0].startswith("WEBVTT")
    is_name = is_web and times > 1 and bool(above) and not lines[times - 2].strip()
    return times - 1 if above.isdigit() or is_name else times


def _seconds(hours: str | None, minutes: str, seconds: str) -> int:
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)


def _read_lines(lines: list[str]) -> Iterator[tuple[str, str]]:
    voice = ""
    for line in lines:
        for place, part in enumerate(_VOICE.split(line)):  # every other part is a name
            text = squeeze(unescape(_TAG.sub("", part)))
            if place % 2:
                voice = text
            elif text:
                yield voice, text


def _paragraphs(cues: list[_Cue]) -> Iterator[tuple[int, str]]:
    """What is said in one go, and when it begins."""
    start, end, voice, text = 0, 0, "", ""
    for cue in _without_repeats([cue for cue in cues if cue.lines]):
        for who, line in cue.lines:
            if text and (
                who != voice
                or line.startswith(("– ", "-", "♪"))
                or cue.start - end > _LONGEST_PAUSE
                or len(text) > (_LONGEST if not text.endswith(_ENDS) else _LONGEST // 2)
            ):
                yield start, text
                text = ""
            if not text:
                start, voice = cue.start, who
                text = f"{who}: {line}" if who else line
            else:
                text = f"{text} {line}"
        end = cue.end
    if text:
        yield start, text


def _without_repeats(cues: list[_Cue]) -> list[_Cue]:
    """The subtitles without the lines that roll up: those that most take over from the one before.

    Where only some do, somebody says a word twice.
    """
    repeats = sum(cue.lines[0] == before.lines[-1] for before, cue in pairwise(cues))
    if repeats * 2 < len(cues) - 1 or len(cues) < _FEWEST:
        return cues
    kept = cues[:1]
    for before, cue in pairwise(cues):
        lines = [line for line in cue.lines if line not in before.lines]
        kept.append(replace(cue, lines=lines))
    return kept
