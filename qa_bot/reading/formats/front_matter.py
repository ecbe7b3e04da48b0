"""Front matter: the metadata that a Markdown file states between two lines on top.

YAML between `---` lines, or TOML between `+++` lines, as site generators and note programs write
them. Only what they use is understood: a name and a value a line, lists, and values over several
lines; anything else leaves the text as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_OPENING = re.compile(r"(---|\+\+\+)[ \t]*\n")
_FACT = re.compile(r"([A-Za-z_][\w .-]{0,60}?)[ \t]*[:=](?:[ \t]+(.*)|)$")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)$")
_BLOCK_MARKS = re.compile(r"[|>][+-]?\d?$")
_COMMENT = re.compile(r"[ \t]*#")
_MAX_LINES = 200
_AUTHORS, _DATES = ("author", "authors", "by", "creator"), ("date", "published", "created")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Facts in the order of the file; lists joined by ", "."""

    facts: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The document's title; empty where it is not stated."""
        return self._first("title")

    @property
    def author(self) -> str:
        """Who wrote it, several joined by "; "."""
        return self._first(*_AUTHORS).replace(", ", "; ")

    @property
    def date(self) -> str:
        """When it was made, as it is written."""
        return self._first(*_DATES)

    def _first(self, *names: str) -> str:
        said = {name.lower(): value for name, value in self.facts.items()}
        return next((said[name] for name in names if said.get(name)), "")


def split_front_matter(text: str) -> tuple[FrontMatter, str]:
    """What a file states on top, and its text after that."""
    opening = _OPENING.match(text)
    if opening is None:
        return FrontMatter(), text
    ends = ("---", "...") if opening[1] == "---" else ("+++",)
    lines: list[str] = []
    start = opening.end()
    while len(lines) < _MAX_LINES:
        end = text.find("\n", start)
        line = text[start : end if end >= 0 else len(text)]
        if line.rstrip() in ends:
            facts = _read_facts(lines)
            rest = text[start + len(line) :].lstrip("\n")
            return (FrontMatter(facts), rest) if facts else (FrontMatter(), text)
        if end < 0:
            break
        lines.append(line)
        start = end + 1
    return FrontMatter(), text


def _read_facts(lines: list[str]) -> dict[str, str]:
    """Names and values; none where a line is neither."""
    facts: dict[str, list[str]] = {}
    name, items = "", False
    for line in lines:
        found = _FACT.match(line)
        if not line.strip() or _COMMENT.match(line):
            continue
        if found:
            name, value = found[1], (found[2] or "").strip()
            items = not value
            facts[name] = [] if not value or _BLOCK_MARKS.match(value) else _values(value)
        elif not name or not (line[0] in " \t" or _ITEM.match(line)):
            return {}
        elif items and (item := _ITEM.match(line)):
            facts[name].append(_unquote(item[1]))
        elif facts[name] and not items:
            facts[name][-1] += f" {line.strip()}"
        else:
            facts[name].append(line.strip())
    return {name: ", ".join(filter(None, values)) for name, values in facts.items() if any(values)}


def _values(value: str) -> list[str]:
    if value.startswith("[") and value.endswith("]"):
        return [_unquote(part) for part in value[1:-1].split(",")]
    return [_unquote(value)]


def _unquote(value: str) -> str:
    value = value.strip()
    quoted = len(value) > 1 and value[0] in "\"'" and value[-1] == value[0]
    return value[1:-1] if quoted else value
