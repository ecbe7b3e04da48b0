"""Tables of LaTeX as HTML: cells between "&", merged ones repeated, names above the first rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa_bot.reading.formats.tex_inline import Commands, Node, arguments, nodes_in, show_words

_MOST = 1_000
_ENDS = frozenset(("\\", "tabularnewline"))
_RULES = frozenset(("hline", "midrule", "endhead", "endfirsthead"))


def show_table(node: Node, commands: Commands) -> str:
    """A table with its caption, and its first rows as names where a rule stands below them."""
    rows: list[list[list[Node]]] = [[[]]]
    rules: list[int] = []
    made = ""
    for each in node.nodelist:
        macro = str(getattr(each, "macroname", ""))
        if macro in _ENDS:
            rows.append([[]])
        elif macro in _RULES:
            rules.append(len(rows) - 1)
        elif macro == "caption":
            made += f"<caption>{show_words(nodes_in(arguments(each)[-1]), commands)}</caption>"
        elif getattr(each, "specials_chars", "") == "&":
            rows[-1].append([])
        else:
            rows[-1][-1].append(each)
    header = next((rule for rule in rules if rule), 0)
    header = header if header <= 2 else 0
    hanging: dict[int, int] = {}
    for number, row in enumerate(rows):
        cells = list(_cells(row, commands, "th" if number < header else "td", hanging))
        if any(words for _, words in cells):
            made += f"<tr>{''.join(markup for markup, _ in cells)}</tr>"
    return f"<table>{made}</table>"


def _cells(
    row: Sequence[Sequence[Node]],
    commands: Commands,
    tag: str,
    hanging: dict[int, int],
) -> Iterator[tuple[str, str]]:
    """The cells of a row; those under a merged cell, which stand empty, are left out."""
    place = 0
    for nodes in row:
        words = show_words(nodes, commands).strip()
        across, down = _span(nodes, "multicolumn"), _span(nodes, "multirow")
        if hanging.get(place, 0) and not words:
            hanging[place] -= 1
        else:
            hanging[place] = down - 1
            yield f'<{tag} colspan="{across}" rowspan="{down}">{words}</{tag}>', words
        place += across


def _span(nodes: Sequence[Node], command: str) -> int:
    """Over how many columns or rows a cell reaches."""
    for node in nodes:
        if getattr(node, "macroname", "") == command:
            held = next((each for each in arguments(node) if each is not None), None)
            number = show_words(nodes_in(held), {}).strip()
            return min(int(number), _MOST) if number.isdecimal() else 1
    return 1
