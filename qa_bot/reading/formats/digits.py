"""Digit places of format codes: "#,##0.00", "000-00-0000", "0.00E+00", "# ??/??"."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

_PLACES = re.compile(r"[0#?]+$")
_DECIMALS = re.compile(r"\.[0#?]*$")
_EXPONENT = re.compile(r"E[+-]$", re.IGNORECASE)
_MOST_DECIMALS = 30


def literal(token: str) -> str:
    """What a token that stands for no digit shows."""
    return token.strip('"') if token.startswith('"') else token


def write_digits(number: Decimal, tokens: tuple[str, ...], rounding: str) -> str:
    """A number, not below zero, in a pattern of digit places and literals."""
    pattern = _read_pattern(tokens)
    if pattern.scale:
        number /= Decimal(1000) ** pattern.scale
    exponent = 0
    if pattern.exponent is not None and number:
        step = max(1, len(pattern.places))
        exponent = number.adjusted() - number.adjusted() % step
        number = number.scaleb(-exponent)
    number = number.quantize(pattern.step, rounding=rounding)
    whole, _, decimals = f"{number:f}".partition(".")
    if pattern.kept < len(decimals):
        decimals = decimals[: pattern.kept] + decimals[pattern.kept :].rstrip("0")
    return pattern.fill(whole.lstrip("0"), decimals, exponent)


@lru_cache(maxsize=1_000)
def _read_pattern(tokens: tuple[str, ...]) -> _Pattern:
    return _Pattern(tokens)


class _Pattern:
    """Where the digits of a number go."""

    def __init__(self, tokens: tuple[str, ...]) -> None:
        self.tokens = _split_places(tokens)
        self.exponent = next((n for n, t in enumerate(self.tokens) if _EXPONENT.match(t)), None)
        end = len(self.tokens) if self.exponent is None else self.exponent
        self.point = next((n for n in range(end) if self.tokens[n] == "."), None)
        whole_end = end if self.point is None else self.point
        self.places = [n for n in range(whole_end) if self.tokens[n] in _DIGITS]
        after = range(whole_end, end) if self.point is not None else ()
        self.decimal_places = [n for n in after if self.tokens[n] in _DIGITS][:_MOST_DECIMALS]
        decimals = "".join(self.tokens[n] for n in self.decimal_places)
        self.step = Decimal(1).scaleb(-len(decimals))
        self.kept = len(decimals.rstrip("#?"))
        """Decimals that are shown even where they are zero."""
        last = self.places[-1] if self.places else -1
        commas = [n for n in range(whole_end) if self.tokens[n] == ","]
        self.grouped = any(self.places and self.places[0] < n < last for n in commas)
        last = max([last, *self.decimal_places])
        trailing = [n for n in range(end) if self.tokens[n] == "," and n > last >= 0]
        self.scale = len(trailing)
        self.unseen = {n for n in commas if self.places and n >= self.places[0]} | set(trailing)
        self.is_simple = self._is_simple()

    def _is_simple(self) -> bool:
        """Whether all digits stand together, so that no literal is among them."""
        digits = [*self.places, *self.decimal_places]
        if self.exponent is not None or not self.places:
            return False
        inside = range(self.places[0], max(digits) + 1)
        return all(n in digits or n in self.unseen or n == self.point for n in inside)

    def fill(self, whole: str, decimals: str, exponent: int) -> str:
        """The text with digits in their places."""
        if self.is_simple:
            return self._fill_simple(whole, decimals)
        shown: dict[int, str] = {}
        left = whole
        for count, place in enumerate(reversed(self.places)):
            is_first = place == self.places[0]
            digits = left if is_first else left[-1:]
            left = "" if is_first else left[:-1]
            digits = digits or ("0" if self.tokens[place] == "0" else "")
            shown[place] = _group(digits, count) if self.grouped else digits
        for place, digit in zip(self.decimal_places, decimals, strict=False):
            shown[place] = digit
        return "".join(
            self._show(n, token, shown, exponent, bool(decimals))
            for n, token in enumerate(self.tokens)
        )

    def _fill_simple(self, whole: str, decimals: str) -> str:
        digits = whole.rjust(self._fewest(), "0")
        digits = _group(digits, 0) if self.grouped else digits
        first, last = self.places[0], max([self.places[-1], *self.decimal_places])
        before = "".join(literal(token) for token in self.tokens[:first])
        after = "".join(
            literal(token)
            for n, token in enumerate(self.tokens)
            if n > last and n not in self.unseen
        )
        return f"{before}{digits}{'.' if decimals else ''}{decimals}{after}"

    def _fewest(self) -> int:
        """Digits before the point that are shown even where they are zero."""
        kinds = [self.tokens[n] for n in self.places]
        return len(kinds) - kinds.index("0") if "0" in kinds else 0

    def _show(
        self, n: int, token: str, shown: dict[int, str], exponent: int, has_decimals: bool
    ) -> str:
        if n in shown:
            return shown[n]
        if n in self.unseen:
            return ""
        if n == self.point:
            return "." if has_decimals else ""
        if n == self.exponent:
            sign = "-" if exponent < 0 else "+" if token.endswith("+") else ""
            width = sum(t == "0" for t in self.tokens[n:])
            return f"E{sign}{abs(exponent):0{width}}"
        return "" if token in _DIGITS else literal(token)


def _split_places(tokens: tuple[str, ...]) -> list[str]:
    """Tokens with a digit place each, and the point apart."""
    split: list[str] = []
    for token in tokens:
        if _PLACES.match(token) or _DECIMALS.match(token):
            split += token
        else:
            split.append(token)
    return split


def _group(digits: str, count: int) -> str:
    """Digits with a comma after every third from the right; `count` digits stand behind them."""
    text = ""
    for position, digit in enumerate(reversed(digits)):
        behind = position + count
        text = digit + ("," if behind and behind % 3 == 0 else "") + text
    return text


def write_fraction(number: Decimal, tokens: tuple[str, ...]) -> str | None:
    """A number as a whole and a fraction; None where the pattern is not one of fractions."""
    slash = tokens.index("/")
    above = _places_before(tokens, slash)
    below = "".join(tokens[slash + 1 :]).strip()
    lower = re.match(r"[0#?]+|\d+", below)
    if above is None or lower is None:
        return None
    first = next((n for n, t in enumerate(tokens) if _PLACES.match(t)), above)
    has_whole = first < above
    whole = int(number) if has_whole else 0
    part = Fraction(number - whole)
    if lower[0].isdigit() and lower[0].strip("0"):
        bottom = int(lower[0])
        top = round(part * bottom)
    else:
        nearest = part.limit_denominator(10 ** min(len(lower[0]), 6) - 1)
        top, bottom = nearest.numerator, nearest.denominator
    if has_whole and top == bottom:
        whole, top = whole + 1, 0
    shown = f"{top}/{bottom}" if top or not has_whole else ""
    if has_whole and (whole or not shown):
        shown = f"{whole} {shown}".strip()
    before = "".join(literal(t) for t in tokens[:first])
    return f"{before}{shown}{below[lower.end() :]}"


def _places_before(tokens: tuple[str, ...], slash: int) -> int | None:
    for n in range(slash - 1, -1, -1):
        if _PLACES.match(tokens[n]):
            return n
        if tokens[n].strip():
            return None
    return None


_DIGITS = frozenset("0#?")
