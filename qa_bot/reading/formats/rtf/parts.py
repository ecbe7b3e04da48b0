"""Parts of an RTF file: which are read, and what holds inside of a group."""

from __future__ import annotations

from dataclasses import dataclass, field

from qa_bot.reading.formats.rtf.characters import Letters, Style

UNREAD = frozenset((
    "colortbl", "listtable", "listoverridetable", "revtbl", "rsidtbl", "xmlnstbl", "generator",
    "themedata", "datastore", "latentstyles", "fldinst", "sp", "nonshppict", "objdata", "objclass",
    "bkmkstart", "bkmkend", "pgdsctbl", "filetbl", "mmathPr", "operator", "creatim", "revtim",
    "printim", "buptim", "atnid", "atnref", "atntime", "atndate", "comment", "subject", "keywords",
    "company", "manager", "category", "doccomm", "hlinkbase", "userprops", "docvar", "panose",
    "xe", "rxe", "tc", "tcn", "mmathPict", "falt", "upr", "template", "passwordhash", "ftnsep",
    "ftnsepc", "aftnsep", "aftnsepc",
))  # fmt: skip
RUNNING = frozenset((
    "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf",
))  # fmt: skip
ENTERED = frozenset(("shpinst", "shppict", "ud", "annotation", "atnauthor", "footnote"))
"""Parts that older programs pass over, and that are read."""
BOXES = frozenset(("shptxt", "dptxbxtext"))
PARTS = frozenset((
    "fonttbl", "stylesheet", "footnote", "annotation", "listtext", "pntext", "title", "author",
    "atnauthor", *RUNNING,
))  # fmt: skip
"""Parts whose text goes elsewhere than the text."""


@dataclass(slots=True)
class Group:
    """What holds inside of a pair of braces."""

    style: Style
    part: str = ""
    """What the group is for: "" the text, "skip" nothing that is read."""
    fallback: int = 1
    """Bytes behind a Unicode letter for programs that don't know it."""
    own: bool = False
    """Whether the part began in this group."""


@dataclass(slots=True)
class Paragraph:
    """Settings of the paragraph that is open."""

    in_table: bool = False
    level: int = 0
    marker: str = ""


@dataclass(slots=True)
class Part:
    """Text beside the body, gathered apart."""

    letters: Letters = field(default_factory=Letters)
    texts: list[str] = field(default_factory=list)
    has_page_number: bool = False
