"""The tables of the docs, made from the figures that `all.py` keeps.

A table stands on its page between `<!-- figures: NAME -->` and `<!-- end of figures -->`, with a
line under it that says when, where and with which command it was measured.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from peer_table import COLUMNS as PEER_COLUMNS

FIGURES = Path(__file__).parent / "figures.json"
STAGES = ("documents", "vectors", "bm25", "terms", "acronyms")
"""Of a build, as `scale.py` names them."""
Row = Mapping[str, Any]
Measured = Mapping[str, Mapping[str, Any]]
"""What `figures.json` holds: by a part's name where it is from, and its rows."""
_BLOCK = re.compile(r"(<!-- figures: ([\w-]+) -->\n).*?(<!-- end of figures -->)", re.DOTALL)


@dataclass(frozen=True)
class Column:
    """A heading, and how a row's cell is made; `figure` is a key, or makes the text itself."""

    heading: str
    figure: str | Callable[[Row], str]
    decimals: int = 0

    def cell(self, row: Row) -> str:
        """The text for one row; a dash where it has no such figure."""
        if callable(self.figure):
            return self.figure(row)
        value = row.get(self.figure)
        if value is None:
            return "–"
        return value if isinstance(value, str) else f"{value:,.{self.decimals}f}"


@dataclass(frozen=True)
class Table:
    """A table of some parts' rows on one page, and the sentence that stands before it."""

    page: str
    parts: Sequence[str]
    about: str
    columns: Sequence[Column]
    only: Collection[str] | None = None
    """The sets whose rows are shown; by default all rows are."""

    def make(self, figures: Measured) -> str:
        """The table as Markdown, with where it is from; nothing where nothing is measured yet."""
        found = [figures[part] for part in self.parts if part in figures]
        if not found:
            return ""
        rows = [row for one in found for row in one["rows"]]
        if self.only is not None:
            rows = [row for row in rows if row["set"] in self.only]
        lines = [
            *([self.about, ""] if self.about else []),
            "| " + " | ".join(column.heading for column in self.columns) + " |",
            "|---" + "|--:" * (len(self.columns) - 1) + "|",
            *("| " + " | ".join(c.cell(row) for c in self.columns) + " |" for row in rows),
        ]
        origins = (
            [] if self.only else [line for one in found for line in (describe_origin(one), "")]
        )
        return "\n".join(["", *lines, "", *origins, ""])


def describe_origin(found: Mapping[str, Any]) -> str:
    """When, where and how figures were measured, in a line."""
    load = found.get("load_before")
    parts = [f"`{found['command']}`", found["date"], found["machine"]]
    if load is not None:
        parts.append(f"load {load} before it began")
    if found.get("commit"):
        parts.append(f"commit {found['commit']}")
    return f"({', '.join(parts)})"


def _percentiles(row: Row) -> str:
    return f"{row['p50_ms']:.1f}, {row['p95_ms']:.1f}"


def _stages(row: Row) -> str:
    return ", ".join(f"{row['build_s'][stage]:.1f}" for stage in STAGES)


def _memory(row: Row) -> str:
    return f"{row['resident_mb']:,.0f}, {row['of_it_not_mapped_mb']:,.0f}"


_SHOWN = {
    "squad2_part": "SQuAD 2.0, {documents} paragraphs; half of the questions mislead",
    "xquad_en": "XQuAD English, {documents} paragraphs",
    "clapnq_dev_a": "ClapNQ, {documents} passages; half of the questions have no answer",
    "everyday_documents": "{documents} everyday documents, half of the questions in other words, "
    "400 of {questions:,} about what is not there",
}


def _describe_set(row: Row) -> str:
    return _SHOWN[row["set"]].format_map(row)


QUALITY = (
    Column("set", "set"),
    Column("documents", "documents"),
    Column("right document first", "hit1", 3),
    Column("nDCG@10", "ndcg10", 3),
    Column("answer in the first excerpt", "ev1", 3),
    Column("in one of three", "ev3", 3),
    Column("words shown", "words1"),
    Column("answerable answered", "answered", 3),
    Column("misleading refused", "refused", 3),
    Column("AUROC of the confidence", "auroc", 3),
    Column("calibration error", "ece", 3),
    Column("an answer p50, ms", "p50_ms"),
)
README, EVALUATION, SCALING = "README.md", "docs/evaluation.md", "docs/scaling.md"
TABLES = {
    "summary": Table(
        README,
        ("quality", "everyday"),
        "",
        (
            Column("", _describe_set),
            Column("first excerpt right", "ev1", 2),
            Column("answerable answered", "answered", 2),
            Column("the others refused", "refused", 2),
            Column("a question, ms", "p50_ms"),
        ),
        only=_SHOWN,
    ),
    "quality": Table(EVALUATION, ("quality",), "As it is by default:", QUALITY),
    "quality-off": Table(EVALUATION, ("quality-off",), "Without the reader:", QUALITY),
    "everyday": Table(EVALUATION, ("everyday",), "", QUALITY),
    "files": Table(
        EVALUATION,
        ("files",),
        "Files of other projects' tests, read as their expectations say:",
        (
            Column("files", "files"),
            Column("as expected", "as_expected"),
            Column("pages compared", "pages"),
            Column("words compared", "words"),
            Column("on another page", "elsewhere"),
            Column("not as expected", "misses"),
        ),
    ),
    "peers": Table(
        EVALUATION,
        ("peers",),
        "Medians of the rounds; a dash is what a system does not do or what another's row says:",
        (
            Column("", "system"),
            *(
                Column(heading, key, decimals)
                for key, (heading, _, decimals) in PEER_COLUMNS.items()
            ),
        ),
    ),
    "start": Table(
        EVALUATION,
        ("start",),
        "Whole processes, and many answers asked for one by one and together:",
        (
            Column("process", "what"),
            Column("s by the clock", "s", 2),
            Column("processor s", "processor_s", 2),
            Column("answers/s in a loop", "loop_s", 1),
            Column("together", "together_s", 1),
        ),
    ),
    "scale": Table(
        SCALING,
        ("scale",),
        "Sizes:",
        (
            Column("passages", "passages"),
            Column("search", "kind"),
            Column("build: documents, vectors, BM25, terms, acronyms, s", _stages),
            Column("open, s", "open_s", 2),
            Column("question p50, p95, ms", _percentiles),
            Column("processor p50, ms", "processor_p50_ms", 1),
            Column("recall@10", "recall_at_10", 3),
            Column("resident, of it not mapped files, MB", _memory),
            Column("disk, MB", "disk_mb"),
        ),
    ),
    "lifecycle": Table(
        SCALING,
        ("lifecycle",),
        "Builds of a folder of paragraphs, medians of those that are repeated:",
        (
            Column("build", "build"),
            Column("documents", "documents"),
            Column("s by the clock", "seconds", 2),
            Column("processor s", "processor_s", 2),
            Column("vectors made", "encoded"),
        ),
    ),
    "memory": Table(
        SCALING,
        ("memory",),
        "Most that a first build has resident, mapped files included, the model left out:",
        (
            Column("MB of text", "megabytes"),
            Column("documents", "documents"),
            Column("passages", "passages"),
            Column("resident, MB", "resident_mb"),
            Column("before it, MB", "before_mb"),
            Column("disk, MB", "disk_mb"),
            Column("s", "seconds"),
        ),
    ),
    "milvus": Table(
        SCALING,
        ("milvus",),
        "Answers from Milvus beside answers from the index folder, by the clock:",
        (
            Column("", "where"),
            Column("same passages in the same order", "{same_order} of {questions}".format_map),
            Column("largest difference of a score", "{largest_score_difference:g}".format_map),
            Column("publishing, s", "publishing_s", 1),
            Column("opening, s", "opening_s", 2),
            Column("question p50 in the index folder, ms", "folder_ms"),
            Column("records fetched", "fetched_ms"),
            Column("records remembered", "remembered_ms"),
        ),
    ),
    **{
        name: Table(
            SCALING,
            (name,),
            about,
            (
                Column("clients", "clients"),
                Column("seconds", "seconds"),
                Column("answers/s", "answers_a_second", 1),
                Column("the engine alone", "engine_answers_a_second", 1),
                Column("share", "share", 2),
                Column("by processor time", "share_by_processor_time", 2),
                Column("p50, ms", "p50_ms"),
                Column("p95, ms", "p95_ms"),
                Column("memory, start and end, MB", lambda row: "{}, {}".format(*row["memory_mb"])),
            ),
        )
        for name, about in (
            ("load", "The server under load, beside the engine alone with as many threads:"),
            ("load-rebuild", "The same while 500 documents are added and indexed:"),
        )
    },
}


def write_tables(root: Path, figures: Measured) -> None:
    """Write the tables of all pages anew."""
    for page in sorted({table.page for table in TABLES.values()}):
        path = root / page
        path.write_text(fill_page(path.read_text(encoding="utf-8"), figures), encoding="utf-8")


def fill_page(text: str, figures: Measured) -> str:
    """A page's text with its tables made from figures.

    Raises:
        KeyError: it marks a place for a table that does not exist.
    """
    return _BLOCK.sub(lambda found: f"{found[1]}{TABLES[found[2]].make(figures)}{found[3]}", text)
