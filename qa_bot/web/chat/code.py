"""Code between fences (``` or ~~~), in a document and in a quote of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa_bot.web.markup import escape, replace_controls

_FENCE = re.compile(r"\n?^[ \t]*(`{3,}|~{3,})([^\n`]*)$\n?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Code:
    """`start:end` with the fences, `body:body_end` without."""

    start: int
    body: int
    body_end: int
    end: int

    def wrap(self, text: str, written: str) -> str:
        """The body as it was written, between its fences, which are not shown."""
        fences = (text[self.start : self.body], text[self.body_end : self.end])
        before, after = (f"<span hidden>{escape(fence)}</span>" for fence in fences)
        return f"{before}<code class=qa-code>{written}</code>{after}"


def find_code(text: str) -> Iterator[Code]:
    """Code in its order; where a quote begins or ends inside code, one fence is enough."""
    fences = list(_FENCE.finditer(text))
    if _is_cut_above(text, fences):
        closing = fences.pop(0)
        yield Code(0, 0, closing.start(), closing.end())
    opening = None
    for fence in fences:
        if opening is None:
            opening = fence
        elif fence[1].startswith(opening[1]) and not fence[2].strip():
            yield Code(opening.start(), opening.end(), fence.start(), fence.end())
            opening = None
    if opening is not None:
        yield Code(opening.start(), opening.end(), len(text), len(text))


def write_fenced(body: str) -> list[str]:
    """Lines of code as Markdown, between fences that are longer than any in it."""
    longest = max(map(len, re.findall(r"`+", body)), default=0)
    fence = "`" * max(3, longest + 1)
    return [fence, *replace_controls(body).splitlines(), fence]


def _is_cut_above(text: str, fences: Sequence[re.Match[str]]) -> bool:
    """Whether code began before the text: its fences are odd, and the last one ends it."""
    if len(fences) % 2 == 0 or fences[0][2].strip():
        return False
    return bool(text[: fences[0].start()].strip()) and not text[fences[-1].end() :].strip()
