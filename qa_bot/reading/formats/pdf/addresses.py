"""Addresses of a letter that stand side by side, or beside its date and reference."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa_bot.reading.formats.pdf.cuts import cut_upright
from qa_bot.reading.formats.pdf.fragments import Fragment

_POSTCODE = re.compile(
    r"(?<![\d.,])\d{4,6} [A-Z]|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|, [A-Z]{2} \d{5}\b"
)
"""A line of an address: "3089 Rotterdam", "DE5 8NN", "Salem, OR 97301"."""

_HEAD = re.compile(
    r"(?:bill|billed|invoice|ship|shipped|deliver|sold|pay|remit) to:?"
    r"|(?:billing|shipping|delivery|postal|invoice) address:?"
    r"|(?:rechnungs|liefer|post)(?:anschrift|adresse):?"
    r"|adresse de (?:facturation|livraison) ?:?|dirección de (?:facturación|envío):?",
    re.IGNORECASE,
)
"""What stands above an address."""


def part_addresses(blocks: Sequence[list[Fragment]]) -> Iterator[list[Fragment]]:
    """Blocks together, those apart in which addresses stand side by side."""
    together: list[Fragment] = []
    for block in blocks:
        parts = list(cut_upright(block))
        coded = [any(map(_is_address, part)) for part in parts]
        others = [part for part, has_code in zip(parts, coded, strict=True) if not has_code]
        if sum(coded) < 2 and not (any(coded) and others and all(map(_are_facts, others))):
            together += block
            continue
        if together:
            yield together
            together = []
        yield from parts
    if together:
        yield together


def _is_address(fragment: Fragment) -> bool:
    return bool(_POSTCODE.search(fragment.text) or _HEAD.fullmatch(fragment.text))


def _are_facts(part: Sequence[Fragment]) -> bool:
    """Whether lines beside an address say facts of the letter ("Our ref: 118")."""
    named = sum(":" in f.text for f in part)
    return named > 1 and 2 * named >= len(part)
