"""What `peers.py` prints: every system's rounds come in, the table of their medians goes out."""

from __future__ import annotations

import numpy as np

Figures = dict[str, float]
COLUMNS = {
    "ready_s": ("ready, s", min, 2),
    "encode_s": ("same vectors, documents/s", max, 1),
    "build_s": ("build, documents/s", max, 1),
    "p50_ms": ("question p50, ms", min, 1),
    "p95_ms": ("p95, ms", min, 1),
    "answer_ms": ("answer p50, ms", min, 1),
    "resident_mb": ("resident, MB", min, 0),
    "ndcg10": ("nDCG@10", max, 3),
    "hit1": ("hit@1", max, 3),
    "excerpt": ("first excerpt right", max, 3),
    "once_s": ("ask once, s", min, 2),
}
"""A figure's heading, which end of it is the better one, and its decimals."""


def take_medians(rounds: dict[str, list[Figures]]) -> dict[str, Figures]:
    """Each system's figures over its rounds; a system without a round is left out."""
    return {
        name: {key: float(np.median([one[key] for one in figures])) for key in figures[0]}
        for name, figures in rounds.items()
        if figures
    }


def write_table(rounds: dict[str, list[Figures]], versions: dict[str, str]) -> str:
    """The table of medians, who is ahead in what, and the versions."""
    names = {key for figures in rounds.values() for one in figures for key in one}
    columns = {key: column for key, column in COLUMNS.items() if key in names}
    lines = ["| | " + " | ".join(heading for heading, _, _ in columns.values()) + " |"]
    lines.append("|---" * (len(columns) + 1) + "|")
    medians = take_medians(rounds)
    for name, middle in medians.items():
        values = [f"{middle[k]:.{columns[k][2]}f}" if k in middle else "–" for k in columns]
        lines.append(f"| {name} | " + " | ".join(values) + " |")
    ahead = []
    for key, (heading, better, decimals) in columns.items():
        values = {
            name: round(middle[key], decimals) for name, middle in medians.items() if key in middle
        }
        best = better(values, key=values.__getitem__)
        if not best.startswith("qa_bot"):
            ahead.append(f"{best} in {heading}")
    lines += ["", f"A peer is ahead: {'; '.join(ahead) or 'nowhere'}.", ""]
    return "\n".join([*lines, *(f"- {name}: {packages}" for name, packages in versions.items())])
