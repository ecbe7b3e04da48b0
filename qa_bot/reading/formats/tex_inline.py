"""Words of LaTeX as HTML: raised and struck text, notes, amounts with units, formulas."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

from pylatexenc import latexwalker
from pylatexenc.latex2text import LatexNodes2Text, get_default_latex_context_db
from pylatexenc.macrospec import MacroSpec, std_environment, std_macro

from qa_bot.reading.formats.tex_commands import DEFINING, OWN, PLACED, SEEN, SHORT, UNSEEN
from qa_bot.reading.superscripts import lower_text, raise_text

Node = Any
_POWER = re.compile(r"\^\(?(-?\w+)\)?")
_INDEX = re.compile(r"(?:^|(?<=[^\W\d_]))_\(?(\d+)\)?")
_POWER_OF_UNIT = re.compile(r"([²³])([^\W\d_]+)")
_PLACE = re.compile(r"#([1-9])")
_LONGEST = 100_000
"""Characters that a command of a file's own may stand for."""
_BLANK = re.compile(r"\n[ \t]*\n\s*")


@dataclass
class Command:
    """A command that a file defines."""

    takes: str
    """What it takes, as pylatexenc writes it: "[{"."""
    default: Sequence[Node]
    body: Sequence[Node]
    shown: str | None = None
    """The body as HTML, made once; empty while it is made, as a body may name its command."""


Commands = dict[str, Command]


@lru_cache(maxsize=1)
def make_context(own: tuple[tuple[str, str], ...] = ()) -> Any:  # noqa: ANN401 - without types
    """What commands take, in LaTeX, in packages that people use and of a file's own."""
    context = latexwalker.get_default_latex_context_db()
    macros = [spec for spec in OWN if isinstance(spec, MacroSpec)]
    more = [std_macro(name, takes) for name, takes in own]
    context.add_context_category(
        "more",
        macros=[*macros, *more],
        environments=[std_environment(name, takes) for name, takes in PLACED.items()],
        prepend=True,
    )
    return context


def find_commands(nodes: Sequence[Node]) -> Commands:
    """The commands that a file defines, by their names."""
    found: Commands = {}
    for node in nodes:
        held = arguments(node) if getattr(node, "macroname", "") in DEFINING else []
        if len(held) == 5 and (defined := nodes_in(held[1])):
            count = nodes_in(held[2])[0].latex_verbatim() if held[2] else ""
            takes = "{" * int(count) if count.isdecimal() and int(count) < 10 else ""
            takes = f"[{takes[1:]}" if held[3] and takes else takes
            name = getattr(defined[0], "macroname", "")
            found[name] = Command(takes, nodes_in(held[3]), nodes_in(held[4]))
        if getattr(node, "environmentname", "") == "document":
            found |= find_commands(node.nodelist)
    return found


@lru_cache(maxsize=1)
def _plain() -> LatexNodes2Text:
    return LatexNodes2Text(
        latex_context=get_default_latex_context_db(), math_mode="text", keep_comments=False
    )


def arguments(node: Node) -> list[Node]:
    """What a command or an environment takes; None for what is optional and not given."""
    held = getattr(node, "nodeargd", None)
    return list(held.argnlist) if held is not None and held.argnlist else []


def nodes_in(node: Node) -> Sequence[Node]:
    """What stands in a group, or the node itself."""
    if node is None:
        return ()
    return node.nodelist if node.isNodeType(latexwalker.LatexGroupNode) else (node,)


def last_argument(node: Node) -> Sequence[Node]:
    """What stands in the last thing that a command takes."""
    held = [each for each in arguments(node) if each is not None]
    return nodes_in(held[-1]) if held else ()


def _as_text(node: Node) -> str:
    """What a node says in plain text; its source where what it takes is missing."""
    try:
        return str(_plain().node_to_text(node))
    except (LookupError, TypeError, ValueError, AttributeError):
        return str(node.latex_verbatim())


def show_math(node: Node) -> str:
    """A formula on a line: "x² + y/2"."""
    text = _as_text(node)
    text = _POWER.sub(lambda found: raise_text(found[1]), text)
    return " ".join(_INDEX.sub(lambda found: lower_text(found[1]), text).split())


def show_words(nodes: Sequence[Node], commands: Commands) -> str:
    """Nodes of a line as HTML.

    Args:
        nodes: what is parsed.
        commands: commands of the file's own.
    """
    return "".join(_shown(nodes, commands))


def _shown(nodes: Sequence[Node], commands: Commands) -> Iterator[str]:
    for node in nodes:
        if node is None or node.isNodeType(latexwalker.LatexCommentNode):
            yield _words(getattr(node, "comment_post_space", "").replace("\n", "", 1))
        elif node.isNodeType(latexwalker.LatexCharsNode):
            yield _words(node.chars)
        elif node.isNodeType(latexwalker.LatexGroupNode):
            yield from _shown(node.nodelist, commands)
        elif node.isNodeType(latexwalker.LatexMathNode):
            yield escape(show_math(node), quote=False)
        elif node.isNodeType(latexwalker.LatexMacroNode):
            yield _command(node, commands)
        elif node.isNodeType(latexwalker.LatexEnvironmentNode):
            yield from _shown(node.nodelist, commands)
        else:
            yield escape(_as_text(node), quote=False)


def _words(text: str) -> str:
    """Characters, in which a blank line ends a paragraph."""
    return _BLANK.sub("<br><br>", escape(text, quote=False))


def _command(node: Node, commands: Commands) -> str:
    name = node.macroname
    if name in commands:
        return _show_own(node, commands)
    if (verbatim := getattr(node.nodeargd, "verbatim_text", None)) is not None:
        return escape(verbatim, quote=False)
    if name in _WRITERS:
        held = (each for each in arguments(node) if each is not None)
        parts = [show_words(nodes_in(each), commands) for each in held]
        try:
            return _WRITERS[name](parts)
        except IndexError:  # what it takes is missing
            return "".join(parts)
    if name in UNSEEN:
        return ""
    if name in SHORT and not arguments(node):
        return escape(SHORT[name], quote=False)
    if name in SEEN:
        return show_words(last_argument(node), commands)
    return escape(_as_text(node), quote=False)


def _show_own(node: Node, commands: Commands) -> str:
    """What a command of the file's own stands for, with what it takes in its places."""
    own = commands[node.macroname]
    held = (own.default if each is None else nodes_in(each) for each in arguments(node))
    parts = dict(enumerate((show_words(each, commands) for each in held), 1))
    if own.shown is None:
        own.shown = ""
        own.shown = show_words(own.body, commands)
    words = _PLACE.sub(lambda found: parts.get(int(found[1]), ""), own.shown)
    return words if len(words) <= _LONGEST else escape(node.latex_verbatim(), quote=False)


def _amount(parts: list[str]) -> str:
    return f"{parts[-2]} {_unit(parts)}"


def _unit(parts: list[str]) -> str:
    return _POWER_OF_UNIT.sub(r"\2\1", parts[-1])


_WRITERS: dict[str, Callable[[list[str]], str]] = {
    "textsuperscript": lambda parts: f"<sup>{parts[-1]}</sup>",
    "textsubscript": lambda parts: f"<sub>{parts[-1]}</sub>",
    "sout": lambda parts: f"<s>{parts[-1]}</s>",
    "st": lambda parts: f"<s>{parts[-1]}</s>",
    "footnote": lambda parts: f" [{parts[-1].strip()}]",
    "cite": lambda parts: f"[{parts[-1]}]", "citep": lambda parts: f"[{parts[-1]}]",
    "citet": lambda parts: f"[{parts[-1]}]", "ref": lambda parts: f"[{parts[-1]}]",
    "eqref": lambda parts: f"[{parts[-1]}]", "cref": lambda parts: f"[{parts[-1]}]",
    "autoref": lambda parts: f"[{parts[-1]}]", "pageref": lambda parts: f"[{parts[-1]}]",
    "SI": _amount, "qty": _amount, "si": _unit, "unit": _unit,
    "SIrange": lambda parts: f"{parts[-3]}–{parts[-2]} {_unit(parts)}",
    "qtyrange": lambda parts: f"{parts[-3]}–{parts[-2]} {_unit(parts)}",
    "nicefrac": lambda parts: f" {parts[-2]}/{parts[-1]}",
    "sfrac": lambda parts: f" {parts[-2]}/{parts[-1]}",
    "\\": lambda parts: "<br>", "newline": lambda parts: "<br>",
    "bibitem": lambda parts: f"<br><br>[{parts[-1]}] ",
    "includegraphics": lambda parts: '<img src="x">',
}  # fmt: skip
