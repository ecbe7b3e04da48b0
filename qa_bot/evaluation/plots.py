"""Draw points from 0 to 1 on both axes as inline SVG.

Colours come from the page's style sheet (`report.css`), so one drawing serves light and dark.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from qa_bot.evaluation.refusal import Bin

Point = tuple[float, float]
_WIDTH, _HEIGHT = 460, 340
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 16, 14, 50
_TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


def plot_risk(curve: Sequence[Point]) -> str:
    """The risk-coverage curve."""
    line = " ".join("{:.1f},{:.1f}".format(*_place(point)) for point in curve)
    body = f'<polyline class="line" points="{line}"/>'
    if len(curve) == 1:
        body = _dot(curve[0], 4, "")
    return _frame("Coverage: share of questions answered", "Risk: share of answers wrong", body)


def plot_reliability(bins: Sequence[Bin]) -> str:
    """Answerable share over mean confidence, a dot a bin whose area grows with its questions."""
    most = max(b.count for b in bins)
    (x1, y1), (x2, y2) = _place((0, 0)), _place((1, 1))
    diagonal = f'<line class="ideal" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>'
    line = " ".join("{:.1f},{:.1f}".format(*_place((b.confidence, b.share))) for b in bins)
    dots = "".join(
        _dot(
            (b.confidence, b.share),
            3 + 8 * (b.count / most) ** 0.5,
            f"{b.low:.1f} to {b.high:.1f}: {b.count} questions, confidence {b.confidence:.2f}, "
            f"answerable {b.share:.2f}",
        )
        for b in bins
    )
    body = f'{diagonal}<polyline class="line" points="{line}"/>{dots}'
    return _frame("Mean confidence", "Share answerable", body)


def _frame(x_label: str, y_label: str, body: str) -> str:
    """Axes, grid and labels around a drawing."""
    grid = []
    for tick in _TICKS:
        x, y = _place((tick, tick))
        grid.append(
            f'<line class="grid" x1="{x}" y1="{_TOP}" x2="{x}" y2="{_HEIGHT - _BOTTOM}"/>'
            f'<line class="grid" x1="{_LEFT}" y1="{y}" x2="{_WIDTH - _RIGHT}" y2="{y}"/>'
            f'<text x="{x}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle">{tick:.1f}</text>'
            f'<text x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{tick:.1f}</text>'
        )
    middle_x, middle_y = _place((0.5, 0.5))
    labels = (
        f'<text x="{middle_x}" y="{_HEIGHT - 10}" text-anchor="middle">{escape(x_label)}</text>'
        f'<text transform="translate(16 {middle_y}) rotate(-90)" text-anchor="middle">'
        f"{escape(y_label)}</text>"
    )
    name = escape(f"{y_label}, against {x_label[:1].lower()}{x_label[1:]}")
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{name}">'
        f"{''.join(grid)}{labels}{body}</svg>"
    )


def _dot(point: Point, radius: float, title: str) -> str:
    x, y = _place(point)
    return (
        f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}">'
        f"<title>{escape(title)}</title></circle>"
    )


def _place(point: Point) -> Point:
    """A point's place in the drawing."""
    x = _LEFT + point[0] * (_WIDTH - _LEFT - _RIGHT)
    y = _HEIGHT - _BOTTOM - point[1] * (_HEIGHT - _TOP - _BOTTOM)
    return round(x, 1), round(y, 1)
