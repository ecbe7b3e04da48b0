r"""LaTeX (.tex), made into the page that it describes and read as HTML.

Sections, lists and tables have the numbers and names that the page shows; comments and layout are
left out, and nothing is taken from other files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from pylatexenc import latexwalker

from qa_bot.reading.formats import left_out
from qa_bot.reading.formats.html import parse_html, write_html
from qa_bot.reading.formats.plain import read_text
from qa_bot.reading.formats.tex_commands import PLACED
from qa_bot.reading.formats.tex_inline import (
    Commands,
    Node,
    arguments,
    find_commands,
    last_argument,
    make_context,
    show_math,
    show_words,
)
from qa_bot.reading.formats.tex_tables import show_table
from qa_bot.reading.parsed import Parsed, RawFile, TextWriter

_LEVELS = {"part": 1, "chapter": 1, "section": 2, "subsection": 3, "subsubsection": 4}
_LISTS = {"itemize": "ul", "enumerate": "ol", "description": "dl"}
_TABLES = frozenset(("tabular", "tabular*", "tabularx", "longtable", "tabulary", "supertabular"))
_LISTINGS = frozenset(("verbatim", "lstlisting", "Verbatim", "minted", "alltt"))
_FORMULAS = ("equation", "align", "gather", "multline", "displaymath", "eqnarray", "math")
_OPTIONS = re.compile(r"\A\s*\[[^\[\]\n]*\][ \t]*\n")
_DEF = re.compile(r"\\[gex]?def\s*(\\[A-Za-z]+)\s*((?:#\d)*)\s*(?=\{)")
_START = re.compile(r"start\s*=\s*(\d{1,9})")
_TYPES = "1aiA"
_MINTED = re.compile(r"\\begin\{minted\}(?:\[[^\]]*\])?\{[^}]*\}(.*?)\\end\{minted\}", re.DOTALL)
_RULES = re.compile(r"\\(?:cmidrule|cline)(?:\([^()]*\)|\[[^\[\]]*\])*\{[^{}]*\}")
"""Rules below some columns, which say nothing of names."""
_FRONT = ("title", "author", "date")
_LONGEST = 3_000_000


def read_tex(file: RawFile) -> Parsed:
    """Read a document or a part of one."""
    writer = TextWriter(mark_headings=True)
    text = writer.decode(file.data)
    if len(text) > _LONGEST:
        return read_text(file)
    head, mark, body = text.partition(r"\begin{document}")
    text = _RULES.sub("", (_DEF.sub(_as_new_command, head) if mark else head) + mark + body)
    text = _MINTED.sub(r"\\begin{verbatim}\1\\end{verbatim}", text)
    try:
        page = _Page(*_parse(text))
        made = "\n".join(page.made())
    except (latexwalker.LatexWalkerError, RecursionError):
        return read_text(file)
    write_html(parse_html(f"<div>{made}</div>"), writer)
    if page.included:
        writer.leave_out("file that it includes", page.included)
    if page.remarks:
        writer.leave_out(left_out.REMARK, page.remarks)
    return writer.finish(page.front.get("title", "")) if writer.length else read_text(file)


def _parse(text: str) -> tuple[Sequence[Node], Commands]:
    """The nodes of a text, and its own commands; once more where these take something."""
    own: tuple[tuple[str, str], ...] = ()
    while True:
        context = make_context(own)
        walker = latexwalker.LatexWalker(text, latex_context=context, tolerant_parsing=True)
        nodes = walker.get_latex_nodes()[0]
        commands = find_commands(nodes)
        if own or not any(command.takes for command in commands.values()):
            return nodes, commands
        own = tuple((name, command.takes) for name, command in commands.items())


def _as_new_command(found: re.Match[str]) -> str:
    return f"\\newcommand{{{found[1]}}}[{found[2].count('#')}]"


class _Page:
    """The nodes of a text on their way to a page."""

    def __init__(self, nodes: Sequence[Node], commands: Commands) -> None:
        self._nodes = nodes
        self._commands = commands
        self._numbers = [0] * (max(_LEVELS.values()) + 1)
        self._has_chapters = False
        self._is_appendix = False
        self._depth = 0
        self.front: dict[str, str] = {}
        self.included = 0
        self.remarks = 0

    def made(self) -> Iterator[str]:
        """The page, block by block."""
        self._look(self._nodes)
        body = next((n for n in self._nodes if _name(n) == "document"), None)
        title = [f"<h1>{self.front['title']}</h1>"] if "title" in self.front else []
        yield from title
        yield from (f"<p>{self.front[name]}</p>" for name in _FRONT[1:] if name in self.front)
        yield from self._blocks(body.nodelist if body is not None else self._nodes)

    def _look(self, nodes: Sequence[Node]) -> None:
        """Take down the title, and whether there are chapters."""
        for node in nodes:
            if node is None:
                continue
            name = getattr(node, "macroname", "")
            if name in _FRONT and (words := self._show(last_argument(node)).strip()):
                self.front[name] = re.sub(r"\s*<br>\s*", ", ", words)
            elif name == "chapter":
                self._has_chapters = True
            if _name(node) == "document":
                self._look(node.nodelist)

    def _show(self, nodes: Sequence[Node]) -> str:
        return show_words(nodes, self._commands)

    def _blocks(self, nodes: Sequence[Node], before: str = "") -> Iterator[str]:
        """Nodes as blocks; what stands before the first words is in their paragraph."""
        line: list[Node] = []
        for node in nodes:
            block = list(self._block(node)) if node is not None else []
            if block or _macro(node) == "par":
                yield f"<p>{before}{self._show(line)}</p>"
                yield from block
                line, before = [], ""
            else:
                line.append(node)
        yield f"<p>{before}{self._show(line)}</p>"

    def _block(self, node: Node) -> Iterator[str]:
        macro, name = _macro(node), _name(node)
        if macro in _LEVELS:
            yield self._heading(node, _LEVELS[macro])
        elif macro in ("paragraph", "caption", "captionof"):
            yield f"<p>{self._show(last_argument(node))}</p>"
        elif macro in ("input", "include", "subfile"):
            self.included += 1
        elif macro == "appendix":
            self._is_appendix = True
            self._numbers = [0] * len(self._numbers)
        elif name:
            yield from self._environment(node, name)
        elif getattr(node, "displaytype", "") == "display":
            yield _formula(node)
        elif _is_group_of_blocks(node):
            yield from self._blocks(node.nodelist)

    def _environment(self, node: Node, name: str) -> Iterator[str]:
        if name in _LISTS:
            yield from self._list(node, _LISTS[name])
        elif name in _TABLES:
            yield show_table(node, self._commands)
        elif name in _LISTINGS:
            yield f"<pre>{escape(_OPTIONS.sub('', _raw(node)), quote=False)}</pre>"
        elif name == "comment":
            self.remarks += 1
            yield " "
        elif name.startswith(_FORMULAS):
            yield _formula(node)
        else:
            title = "" if name in PLACED else self._show(last_argument(node))
            yield from self._blocks(node.nodelist, f"{title} " if title else "")

    def _heading(self, node: Node, level: int) -> str:
        words = self._show(last_argument(node))
        is_starred = any(getattr(each, "chars", "") == "*" for each in arguments(node))
        number = "" if is_starred or level == 1 == (not self._has_chapters) else self._count(level)
        return f"<h{level}>{number} {words}</h{level}>"

    def _count(self, level: int) -> str:
        self._numbers[level] += 1
        self._numbers[level + 1 :] = [0] * (len(self._numbers) - level - 1)
        shown = self._numbers[1 if self._has_chapters else 2 : level + 1]
        first = chr(64 + min(shown[0], 26)) if self._is_appendix else str(shown[0])
        return ".".join([first, *map(str, shown[1:])])

    def _list(self, node: Node, tag: str) -> Iterator[str]:
        said = "".join(each.latex_verbatim() for each in arguments(node) if each is not None)
        start = found[1] if (found := _START.search(said)) else "1"
        yield (
            f'<{tag} type="{_TYPES[self._depth % 4]}" start="{start}">'
            if tag == "ol"
            else f"<{tag}>"
        )
        self._depth += tag == "ol"
        item: list[Node] = []
        label: Sequence[Node] | None = None
        for each in [*node.nodelist, None]:
            if each is not None and _macro(each) != "item":
                item.append(each)
                continue
            if label is not None:
                yield from self._item(tag, label, item)
            item = []
            label = last_argument(each) if each is not None else None
        self._depth -= tag == "ol"
        yield f"</{tag}>"

    def _item(self, tag: str, label: Sequence[Node], nodes: Sequence[Node]) -> Iterator[str]:
        name = self._show(label)
        if tag == "dl":
            yield f"<dt>{name}</dt><dd>"
            yield from self._blocks(nodes)
            yield "</dd>"
        elif name:  # an item with a sign of its own is not counted
            yield from self._blocks(nodes, f"{name} ")
        else:
            yield "<li>"
            yield from self._blocks(nodes)
            yield "</li>"


def _macro(node: Node) -> str:
    return str(getattr(node, "macroname", ""))


def _name(node: Node) -> str:
    return str(getattr(node, "environmentname", ""))


def _formula(node: Node) -> str:
    return f"<p>{escape(show_math(node), quote=False)}</p>"


def _raw(node: Node) -> str:
    text = getattr(node.nodeargd, "verbatim_text", None)
    return text if text is not None else "".join(each.latex_verbatim() for each in node.nodelist)


def _is_group_of_blocks(node: Node) -> bool:
    is_group = node.isNodeType(latexwalker.LatexGroupNode)
    return is_group and any(_name(each) or _macro(each) in _LEVELS for each in node.nodelist)
