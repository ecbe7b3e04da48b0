"""Charts and diagrams (SmartArt) of Office documents, read from their data.

A chart is a table: a row a category, a column a series. A diagram is a tree of short texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from qa_bot.reading.formats.office import tag
from qa_bot.reading.parsed import TextWriter

_VALUE = tag("c:v")
_MAX_POINTS = 100_000
_DEEPEST = 8
_UNSEEN = frozenset({"pres", "parTrans", "sibTrans"})
"""Points of a diagram that hold its layout and its arrows."""


@dataclass(slots=True)
class Chart:
    """What a chart shows."""

    title: str = ""
    axes: list[str] = field(default_factory=list)
    """Titles of the axes, but for that of the categories, which names a column."""
    rows: list[list[str]] = field(default_factory=list)
    """Names of the series, then a row a category."""
    categories: str = ""
    """The title of the axis of the categories."""
    literals: list[str] = field(default_factory=list)
    """Names of series that stand in no cell."""


_LITERAL = f"{tag('c:tx')}/{tag('c:v')}"


@dataclass(slots=True)
class _Series:
    name: str
    categories: dict[int, str]
    values: dict[int, str]


def write_chart(root: Element, writer: TextWriter) -> None:
    """Write a chart as a table under its title."""
    chart = read_chart(root)
    writer.paragraph(chart.title)
    for title in chart.axes:
        writer.paragraph(title)
    if chart.rows:
        writer.table(chart.rows, header=1)


def write_diagram(root: Element, writer: TextWriter) -> None:
    """Write a diagram as a list."""
    for text, depth in read_diagram(root):
        writer.item(text, depth)


def read_chart(root: Element) -> Chart:
    """Read a chart part of any type, 3-D and combined ones too."""
    if root.tag == tag("cx:chartSpace"):
        return _read_extended(root)
    plot = root.find(f".//{tag('c:plotArea')}")
    chart = Chart(_title(root.find(tag("c:chart"))))
    if plot is None:
        return chart
    titles = {axis.tag: _title(axis) for axis in plot if axis.tag in _AXES and _title(axis)}
    categories = next((titles.pop(name) for name in _CATEGORY_AXES if name in titles), "")
    series = [_read_series(element, n) for n, element in enumerate(plot.iter(tag("c:ser")), 1)]
    chart.rows = _tabulate(series, categories)
    chart.categories = categories
    chart.literals = [name for s in plot.iter(tag("c:ser")) if (name := s.findtext(_LITERAL))]
    chart.axes = [*titles.values(), *([] if chart.rows else [categories])]
    return chart


def read_diagram(root: Element) -> list[tuple[str, int]]:
    """The texts of a diagram's data part with their depth, in reading order."""
    points = {p.get("modelId", ""): p for p in root.iter(tag("dgm:pt"))}
    seen = {key: p for key, p in points.items() if p.get("type", "node") not in _UNSEEN}
    below: dict[str, list[tuple[int, str]]] = {}
    for link in root.iter(tag("dgm:cxn")):
        child = link.get("destId", "")
        if link.get("type", "parOf") == "parOf" and child in seen:
            order = link.get("srcOrd", "0")
            place = int(order) if order.isdecimal() else 0
            below.setdefault(link.get("srcId", ""), []).append((place, child))
    texts: list[tuple[str, int]] = []
    written: set[str] = set()

    def write(key: str, depth: int) -> None:
        """Write a point and those below it, each once."""
        if key in written:
            return
        written.add(key)
        text = _drawn_text(seen[key])
        if text:
            texts.append((text, min(depth, _DEEPEST)))
        for _, child in sorted(below.get(key, []), key=lambda link: link[0]):
            write(child, depth + 1 if text else depth)

    roots = [key for key, point in seen.items() if point.get("type") == "doc"]
    for key in [*roots, *seen]:
        write(key, 0)
    return texts


def _read_series(element: Element, number: int) -> _Series:
    name = _first_value(element.find(tag("c:tx"))) or f"Series {number}"
    places = _points(element, "c:cat") or _points(element, "c:xVal")
    values = _points(element, "c:val") or _points(element, "c:yVal")
    sizes = _points(element, "c:bubbleSize")
    for place, size in sizes.items():
        values[place] = f"{values.get(place, '')} (size {size})"
    return _Series(name, places, values)


def _tabulate(series: list[_Series], categories: str = "") -> list[list[str]]:
    """One table of all series, where they share their categories; else one after the other."""
    series = [one for one in series if one.values or one.categories]
    if not series:
        return []
    shared = all(one.categories in ({}, series[0].categories) for one in series)
    rows = [[categories, *(one.name for one in series)]]
    if shared:
        places = sorted({place for one in series for place in (*one.values, *one.categories)})
        for place in places:
            label = series[0].categories.get(place, str(place + 1))
            rows.append([label, *(one.values.get(place, "") for one in series)])
        return rows
    for number, one in enumerate(series):
        for place, value in sorted(one.values.items()):
            cells = [""] * len(series)
            cells[number] = value
            rows.append([one.categories.get(place, str(place + 1)), *cells])
    return rows


def _points(series: Element, name: str) -> dict[int, str]:
    """A series' cached points by position; of nested categories the outer ones come first."""
    holder = series.find(tag(name))
    if holder is None:
        return {}
    levels = holder.findall(f".//{tag('c:lvl')}")
    if not levels:
        return _read_points(holder)
    texts = _read_points(levels[0])
    for level in levels[1:]:
        outer = _read_points(level)
        for place in texts:
            above = [at for at in outer if at <= place]
            if above:
                texts[place] = f"{outer[max(above)]} {texts[place]}"
    return texts


def _read_points(holder: Element) -> dict[int, str]:
    code = holder.findtext(f".//{tag('c:formatCode')}") or ""
    points: dict[int, str] = {}
    for point in holder.iter(tag("c:pt")):
        place, value = point.get("idx", ""), point.findtext(_VALUE)
        if place.isdecimal() and value is not None and len(points) < _MAX_POINTS:
            points[int(place)] = show_value(value.strip(), point.get("formatCode") or code)
    return points


def show_value(value: str, code: str) -> str:
    """A number as its format shows it; text as it is."""
    from qa_bot.reading.formats.number_formats import format_number

    try:
        return format_number(float(value), code) if code else value
    except ValueError:
        return value


def _first_value(holder: Element | None) -> str:
    if holder is None:
        return ""
    values = [value.text or "" for value in holder.iter(_VALUE)]
    return " ".join(" ".join(values).split()) or _drawn_text(holder)


def _title(holder: Element | None) -> str:
    return "" if holder is None else _first_value(holder.find(tag("c:title")))


def _drawn_text(element: Element) -> str:
    """The words of drawn text; paragraphs part words."""
    paragraphs = element.iter(tag("a:p"))
    lines = ("".join(run.text or "" for run in p.iter(tag("a:t"))) for p in paragraphs)
    return " ".join(" ".join(lines).split())


def _read_extended(root: Element) -> Chart:
    """Read a chart of the newer types (waterfall, funnel, treemap)."""
    data = {d.get("id", ""): d for d in root.iter(tag("cx:data"))}
    series = []
    for number, element in enumerate(root.iter(tag("cx:series")), 1):
        reference = element.find(tag("cx:dataId"))
        own = data.get(reference.get("val", "") if reference is not None else "")
        if own is not None:
            name = element.findtext(f"{tag('cx:tx')}//{tag('cx:v')}") or f"Series {number}"
            labels = dict(_extended_points(own, "cx:strDim"))
            series.append(_Series(name, labels, dict(_extended_points(own, "cx:numDim"))))
    title = root.find(f".//{tag('cx:title')}")
    words = "" if title is None else _drawn_text(title) or title.findtext(f".//{tag('cx:v')}") or ""
    return Chart(words, [], _tabulate(series))


def _extended_points(data: Element, name: str) -> Iterator[tuple[int, str]]:
    dimension = data.find(tag(name))
    levels = [] if dimension is None else dimension.findall(tag("cx:lvl"))
    points: dict[int, list[str]] = {}
    for level in reversed(levels):
        for point in level.findall(tag("cx:pt")):
            if (place := point.get("idx", "")).isdecimal():
                text = show_value((point.text or "").strip(), level.get("formatCode", ""))
                points.setdefault(int(place), []).append(text)
    for place, texts in points.items():
        yield place, " ".join(texts)


_CATEGORY_AXES = (tag("c:catAx"), tag("c:dateAx"))
_AXES = frozenset((*_CATEGORY_AXES, tag("c:valAx"), tag("c:serAx")))
