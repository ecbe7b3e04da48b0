"""Numbers of lists as documents show them: letters, Roman, ordinals, words, other scripts."""

from __future__ import annotations

import re
from collections.abc import Callable

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = [
    "zero",
    "ten",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
]
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth",
    "nine": "ninth", "twelve": "twelfth",
}  # fmt: skip
_HAN = "〇一二三四五六七八九"
_CYRILLIC = "абвгдежзиклмнопрстуфхцчшщыэюя"
_GREEK = "αβγδεζηθικλμνξοπρστυφχψω"
_ARABIC = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_HEBREW = "אבגדהוזחטיכלמנסעפצקרשת"
_GANADA = "가나다라마바사아자차카타파하"
_AIUEO = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
)
_IROHA = (
    "イロハニホヘトチリヌルヲワカヨタレソツネナラムウ"
    "ヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
)
_MARKS = "*†‡§"
_LARGEST_ROMAN = 3999


def roman(number: int) -> str:
    """A number in Roman capitals; in digits where these have no sign for it."""
    if not 0 < number <= _LARGEST_ROMAN:
        return str(number)
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def repeated_letter(number: int, letters: str = "abcdefghijklmnopqrstuvwxyz") -> str:
    """1 as "a", 26 as "z", 27 as "aa", 28 as "bb": how Office counts in letters."""
    if number < 1:
        return str(number)
    turns, place = divmod(number - 1, len(letters))
    return letters[place] * min(turns + 1, 10)


def letters_as_digits(number: int, letters: str = "abcdefghijklmnopqrstuvwxyz") -> str:
    """1 as "a", 26 as "z", 27 as "aa", 28 as "ab": how the web counts in letters."""
    text = ""
    while number > 0:
        number, place = divmod(number - 1, len(letters))
        text = letters[place] + text
    return text


def ordinal(number: int) -> str:
    """1 as "1st"."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10)
    return f"{number}{ending or 'th'}"


def cardinal_words(number: int) -> str:
    """21 as "twenty-one"; from 100 on in digits."""
    if not 0 <= number < 100:
        return str(number)
    if number < len(_UNITS):
        return _UNITS[number]
    tens, unit = divmod(number, 10)
    return _TENS[tens] + (f"-{_UNITS[unit]}" if unit else "")


def ordinal_words(number: int) -> str:
    """21 as "twenty-first"; from 100 on as "100th"."""
    words = cardinal_words(number)
    if words[0].isdigit():
        return ordinal(number)
    head, dash, last = words.rpartition("-")
    ending = _ORDINALS.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")
    return head + dash + ending


def circled(number: int) -> str:
    """1 as "①", up to 20."""
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)


def chinese(number: int) -> str:
    """21 as "二十一", up to 99."""
    if not 0 < number < 100:
        return "".join(_HAN[int(digit)] for digit in str(abs(number)))
    tens, unit = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_HAN[tens]}十"
    return head + (_HAN[unit] if unit else "")


def _lettered(letters: str) -> Callable[[int], str]:
    return lambda number: repeated_letter(number, letters)


_WRITERS: dict[str, Callable[[int], str]] = {
    "upperRoman": roman,
    "lowerRoman": lambda number: roman(number).lower(),
    "upperLetter": lambda number: repeated_letter(number).upper(),
    "lowerLetter": repeated_letter,
    "ordinal": ordinal,
    "cardinalText": lambda number: cardinal_words(number).capitalize(),
    "ordinalText": lambda number: ordinal_words(number).capitalize(),
    "decimalZero": lambda number: f"{number:02}",
    "chicago": _lettered(_MARKS),
    "russianLower": _lettered(_CYRILLIC),
    "russianUpper": _lettered(_CYRILLIC.upper()),
    "hebrew1": _lettered(_HEBREW),
    "hebrew2": _lettered(_HEBREW),
    "arabicAlpha": _lettered(_ARABIC),
    "arabicAbjad": _lettered(_ABJAD),
    "ganada": _lettered(_GANADA),
    "aiueo": _lettered(_AIUEO),
    "aiueoFullWidth": _lettered(_AIUEO),
    "iroha": _lettered(_IROHA),
    "irohaFullWidth": _lettered(_IROHA),
    "lowerGreek": _lettered(_GREEK),
    "upperGreek": _lettered(_GREEK.upper()),
    "numberInDash": lambda number: f"- {number} -",
}
_CIRCLED = re.compile(r"decimalEnclosed(Circle|CircleChinese)$|ideographEnclosedCircle$")
_CHINESE = re.compile(
    r"(chineseCounting|taiwaneseCounting|japaneseCounting|japaneseDigitalTenThousand|ideographDigital"
    r"|chineseCountingThousand|taiwaneseCountingThousand|koreanDigital2|taiwaneseDigital)$"
)


def write_number(number: int, kind: str) -> str:
    """A number in one of the formats that Office names (ISO/IEC 29500 17.18.59)."""
    if kind in ("none", "bullet"):
        return ""
    if kind in _WRITERS:
        return _WRITERS[kind](number)
    if _CIRCLED.match(kind):
        return circled(number)
    return chinese(number) if _CHINESE.match(kind) else str(number)
