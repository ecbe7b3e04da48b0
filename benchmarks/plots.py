"""Draw the reader's figure: quality by what is read.

    python benchmarks/reading.py ../shared/eval > tables.md
    python benchmarks/plots.py tables.md docs/reader-budget.svg

Needs matplotlib (`pip install matplotlib`), which nothing else here does.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib.axes import Axes

SHOWN = {"hit1": "right passage first", "ev1": "first excerpt right", "auroc": "AUROC"}
Table = list[dict[str, float | None]]


def main() -> int:
    """Draw it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("source", type=Path)
    parser.add_argument("picture", type=Path)
    given = parser.parse_args()
    text = given.source.read_text(encoding="utf-8")
    plt.rcParams["svg.fonttype"] = "none"
    plt.rcParams["svg.hashsalt"] = "budget"
    draw_budget(text)
    plt.tight_layout()
    plt.savefig(given.picture, metadata={"Date": None})
    return 0


def draw_budget(text: str) -> None:
    """A plot a set: quality against milliseconds of reading, by a fixed number and by the gate."""
    tables = {name: rows for name, rows in read_tables(text).items() if rows[0]["ev1"] is not None}
    _, axes = plt.subplots(1, len(tables), figsize=(4.5 * len(tables), 4), squeeze=False)
    for axis, (name, rows) in zip(axes[0], tables.items(), strict=True):
        for number, (column, label) in enumerate(SHOWN.items()):
            colour = f"C{number}"
            fixed = [row for row in rows if row["gate"] is None]
            gated = [row for row in rows if row["gate"] is not None]
            draw_line(axis, fixed, column, color=colour, marker="o", label=label)
            draw_line(axis, gated, column, color=colour, marker="x", linestyle="--")
        axis.set(title=name, xlabel="milliseconds of reading a question", ylabel="share")
        axis.grid(alpha=0.3)
    axes[0][0].plot([], [], color="grey", marker="o", label="so many passages")
    axes[0][0].plot([], [], color="grey", marker="x", linestyle="--", label="those within a gate")
    axes[0][0].legend(fontsize="small")


def draw_line(axis: Axes, rows: Table, column: str, **style: str) -> None:
    """A column against the milliseconds, where the set has it."""
    points = [(row["ms"], row[column]) for row in rows if row[column] is not None]
    if points:
        axis.plot(*zip(*points, strict=True), **style)


def read_tables(text: str) -> dict[str, Table]:
    """The tables that reading.py prints, by the set's name; a dash is None."""
    found: dict[str, Table] = {}
    heads: list[str] = []
    for line in text.splitlines():
        if named := re.match(r"(\w+): \d+ questions", line):
            found[named[1]], heads = [], []
        elif line.startswith("|--"):
            continue
        elif line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if not heads:
                heads = cells
            else:
                values = [None if cell == "–" else float(cell) for cell in cells]
                found[list(found)[-1]].append(dict(zip(heads, values, strict=True)))
    return found


if __name__ == "__main__":
    sys.exit(main())
