"""What a reader made of a file's contents, counted, and what it left out of the text, and where.

A reader counts on its `TextWriter`: `writer.count("list_numbers")`, `writer.leave_out("picture")`.
Whatever is left out makes the file "read in part"; the other counts are for a person to look at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

BOILERPLATE = "character of menus, banners and footers"
_MAX_PLACES = 8


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Contents of one kind that are not in the text."""

    what: str
    """A noun in the singular: "picture", "chart", "character of menus and footers"."""
    count: int
    places: tuple[str, ...] = ()
    """Where they stand, as a citation would say it ("page 3"); empty where that is not known."""

    def __str__(self) -> str:
        """For instance "2 pictures (page 3, page 7)"."""
        noun, _, rest = self.what.partition(" ")
        noun += "s" * (self.count != 1)
        places = ", ".join(self.places[:_MAX_PLACES])
        more = len(self.places) - _MAX_PLACES
        places += f" and {more} more" if more > 0 else ""
        text = f"{self.count:,} {noun} {rest}".rstrip()
        return f"{text} ({places})" if places else text


@dataclass(frozen=True, slots=True)
class Details:
    """Counts for one file."""

    left_out: tuple[LeftOut, ...] = ()
    """What the file holds and the text doesn't; empty for a file that was wholly read."""
    repeated_characters: int = 0
    """Characters of running headers and footers after their first copy, which is in the text."""
    hidden_blocks: int = 0
    """Blocks that are hidden or folded until somebody asks for them; they are in the text."""
    annotations: int = 0
    """Comments, notes and values of form fields; they are in the text."""
    list_numbers: int = 0
    """Numbers of items, clauses and headings that the file leaves to a program to count."""
    tables_with_header: int = 0
    tables_without_header: int = 0
    """Tables whose columns have no names that could be found."""
    encoding: str = ""
    """The encoding of a text file that was guessed by statistics; empty where it is known."""

    def numbers(self) -> dict[str, int]:
        """What is counted, by its name."""
        names = (f.name for f in fields(self) if f.name not in ("left_out", "encoding"))
        return {name: getattr(self, name) for name in names}

    def counted(self) -> Iterator[str]:
        """What was counted, in words; what there is none of is left out."""
        words = {
            "repeated_characters": "characters of repeated headers and footers",
            "hidden_blocks": "hidden or folded blocks read",
            "annotations": "comments, notes and form values read",
            "list_numbers": "list numbers made",
            "tables_with_header": "tables with names of columns",
            "tables_without_header": "tables without",
        }
        for name, said in words.items():
            if count := getattr(self, name):
                yield f"{count:,} {said}"

    def notes(self) -> Iterator[str]:
        """What a person should compare with the file, in words."""
        if self.encoding:
            yield f"its encoding is not stated: {self.encoding} is a guess"


NO_DETAILS = Details()


def details_from_dict(values: Mapping[str, Any]) -> Details:
    """Details from their values in JSON."""
    kept = values.get("left_out", ())
    left_out = tuple(LeftOut(each["what"], each["count"], tuple(each["places"])) for each in kept)
    return Details(**{**values, "left_out": left_out})


def sum_up(all_of: Sequence[Details]) -> Details:
    """The counts of several files; places, which are those of one file, are dropped."""
    left_out = [LeftOut(each.what, each.count) for one in all_of for each in one.left_out]
    counts: Counter[str] = Counter()
    for one in all_of:
        counts.update(one.numbers())
    return Details(add_left_out(left_out), **dict[str, Any](counts))


def write_reason(left_out: Sequence[LeftOut]) -> str:
    """What is left out, as the reason why a file is read in part; empty where nothing is."""
    return f"not in the text: {'; '.join(map(str, left_out))}" if left_out else ""


def add_left_out(all_of: Sequence[LeftOut]) -> tuple[LeftOut, ...]:
    """Sum up by kind, in order of appearance; places are said once."""
    counts: dict[str, int] = {}
    places: dict[str, dict[str, None]] = {}
    for each in all_of:
        counts[each.what] = counts.get(each.what, 0) + each.count
        places.setdefault(each.what, {}).update(dict.fromkeys(each.places))
    return tuple(LeftOut(what, count, tuple(places[what])) for what, count in counts.items())
