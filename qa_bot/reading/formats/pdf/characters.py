"""The characters of a PDF page with their boxes, turned so that most of the text runs to the right.

Everything comes from PDFium in as few calls as possible, for they take most of the time of reading
a page: the letters in one call, the boxes into one array.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import pypdfium2.raw as raw

from qa_bot.reading.formats.pdf.boxes import Box, turn_box

LINE_ENDS = (10, 13)
HYPHENS = frozenset((0x02, 0x2D, 0xAD, 0x2010, 0xFFFE))
"""What PDFium gives for a hyphen, be it in a word or at the end of a line."""
_LIGATURES = dict(enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"), 0xFB00))
_OF_TEX = dict(zip((*range(11, 23), *range(27, 32)), "ﬀﬁﬂﬃﬄ“”„«»–—ﬀﬁﬂﬃﬄ", strict=True))
"""What fonts of TeX that don't name their letters show for codes that are else no letters."""
_BLANK = (2, 9, 10)
"""A hyphen at a line end, and white space."""
_RAISED = 0.2
"""How far a raised digit stands above its line, at least, in sizes of its letters."""
_SAMPLE = 100
_FEW = 20
"""Characters that tell whether their font says how high its letters are."""
_TIGHT = 0.8
"""Height of a box over the size of its letter, below which it bounds only the letter's ink."""
LINE_HEIGHT = 1.17
"""Height of a line over the size of its letters."""
_DESCENT = 0.23
"""How far a line reaches below the feet of its letters, in their sizes."""


@dataclass(frozen=True, slots=True)
class Characters:
    """A page's characters in the order of its stream, as parallel lists.

    A code is 10 or 13 where PDFium sees the end of a line, and 0 for a character without a letter
    and for one that nobody sees.
    """

    page: raw.FPDF_TEXTPAGE
    codes: list[int]
    boxes: list[Box]
    bounds: Box
    """The page's edges in PDF coordinates."""
    turn: int
    """0, 90, 180 or 270: how the text is turned on the page."""
    hidden: int = 0
    """How many are left out because nobody sees them."""
    lost: int = 0
    """How many have a sign, but no letter is known for it."""
    stacked: dict[int, tuple[float, bool]] = field(default_factory=dict)
    """Digits of fractions whose parts stand above each other: the height of the line between them,
    and whether this is the first digit below it."""
    has_backwards: bool = False
    """Whether letters of scripts that are read from the right are among them."""
    is_backwards: bool = False
    """Whether most letters are."""

    def is_line_end_hyphen(self, index: int) -> bool:
        """Whether PDFium takes a hyphen for one at which a line end broke a word."""
        return bool(raw.FPDFText_IsHyphen(self.page, index) == 1)

    def is_generated(self, index: int) -> bool:
        """Whether a character isn't in the file: a space that PDFium sees between two letters."""
        return bool(raw.FPDFText_IsGenerated(self.page, index) == 1)

    def are_drawn_together(self, first: int, second: int) -> bool:
        """Whether two characters are of one text object."""
        owners = [raw.FPDFText_GetTextObject(self.page, index) for index in (first, second)]
        if not all(owners):
            return True
        return len({ctypes.addressof(owner.contents) for owner in owners}) == 1

    def climbs(self, index: int) -> bool:
        """Whether a character is turned a quarter from the direction of most of the text."""
        angle = raw.FPDFText_GetCharAngle(self.page, index) - math.radians(self.turn)
        return abs(math.sin(angle)) > 0.9

    def letter(self, index: int) -> tuple[float, float]:
        """The size of a character's font, and the height of the line that it stands on."""
        matrix, x, y = raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetMatrix(self.page, index, matrix)
        raw.FPDFText_GetCharOrigin(self.page, index, x, y)
        origin = (x.value, y.value, x.value, y.value)
        scale = math.hypot(matrix.c, matrix.d)
        size = raw.FPDFText_GetFontSize(self.page, index) * scale
        return size, turn_box(origin, self.turn, self.bounds)[1]

    def line_box(self, index: int) -> Box:
        """A character's box as high as its line."""
        size, foot = self.letter(index)
        bottom = foot - _DESCENT * size
        return self.boxes[index][0], bottom, self.boxes[index][2], bottom + LINE_HEIGHT * size

    def is_raised(self, index: int) -> bool:
        """Whether the sign of a character stands above its line, though the character does not.

        Some fonts have small raised digits of their own.
        """
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        raw.FPDFText_GetCharBox(self.page, index, left, right, bottom, top)
        box = (left.value, bottom.value, right.value, top.value)
        size, foot = self.letter(index)
        return turn_box(box, self.turn, self.bounds)[1] - foot > _RAISED * size

    def text(self, index: int) -> str:
        """A character as text."""
        code = self.codes[index]
        if code in HYPHENS:
            return "-"
        return _LIGATURES.get(code) or (chr(code) if code > 31 else " ")


def read_characters(
    text_page: raw.FPDF_TEXTPAGE, bounds: Box, unseen: Collection[int] = ()
) -> Characters:
    """The characters of a page.

    Args:
        text_page: the page's text, open.
        bounds: the page's edges in PDF coordinates.
        unseen: addresses of the text objects that nobody sees.
    """
    count = raw.FPDFText_CountChars(text_page)
    rectangles = (raw.FS_RECTF * count)()
    for index, rectangle in enumerate(rectangles):
        raw.FPDFText_GetLooseCharBox(text_page, index, rectangle)
    flat = memoryview(rectangles).cast("B").cast("f").tolist() if count else []
    boxes: list[Box] = list(zip(flat[0::4], flat[3::4], flat[2::4], flat[1::4], strict=True))
    turn = _text_turn(text_page, count)
    left, bottom = bounds[:2]
    if turn or left or bottom:
        boxes = [turn_box(box, turn, bounds) for box in boxes]
    codes = _read_codes(text_page, count)
    _settle_boxes(Characters(text_page, codes, boxes, bounds, turn))
    lost = 0
    for index, code in enumerate(codes):
        if code < 32 and code not in _BLANK and boxes[index][0] < boxes[index][2]:
            codes[index] = ord(_OF_TEX.get(code, "\0"))
            lost += codes[index] == 0
    hidden = 0
    if unseen:
        for index, code in enumerate(codes):
            owner = raw.FPDFText_GetTextObject(text_page, index)
            if owner and ctypes.addressof(owner.contents) in unseen:
                hidden += code not in LINE_ENDS and not chr(code).isspace()
                codes[index] = 0
    return Characters(text_page, codes, boxes, bounds, turn, hidden, lost)


def _settle_boxes(characters: Characters) -> None:
    """Make boxes as high as their lines where a font doesn't say how high its letters are.

    PDFium then gives the bounds of their ink.
    """
    codes, boxes = characters.codes, characters.boxes
    step = max(1, len(codes) // _FEW)
    sample = [n for n in range(0, len(codes), step) if codes[n] > 32]
    tight = sum(boxes[n][3] - boxes[n][1] < _TIGHT * characters.letter(n)[0] for n in sample)
    if 2 * tight <= len(sample):
        return
    for index, code in enumerate(codes):
        if code > 32 or code == 2:
            boxes[index] = characters.line_box(index)


def _read_codes(text_page: raw.FPDF_TEXTPAGE, count: int) -> list[int]:
    """The Unicode values; all at once where the page's text has a unit for each character."""
    units = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(text_page, 0, count, units) - 1
    step = max(1, count // _SAMPLE)
    if written == count and all(
        units[index] == raw.FPDFText_GetUnicode(text_page, index) or units[index] == 0xFFFE
        for index in range(0, count, step)
    ):
        return list(units)[:count]
    return [raw.FPDFText_GetUnicode(text_page, index) for index in range(count)]


def _text_turn(text_page: raw.FPDF_TEXTPAGE, count: int) -> int:
    """How most of a page's text is turned: by the steps from one character to the next."""
    turns = Counter(
        _step(text_page, index)
        for index in range(0, count - 1, max(1, count // _SAMPLE))
        if not any(raw.FPDFText_IsGenerated(text_page, i) for i in (index, index + 1))
    )
    return turns.most_common(1)[0][0] if turns else 0


def _step(text_page: raw.FPDF_TEXTPAGE, index: int) -> int:
    """The direction from one character to the next; leftwards counts as along unless it hangs."""
    x, y = (ctypes.c_double(), ctypes.c_double()), (ctypes.c_double(), ctypes.c_double())
    for place in (0, 1):
        raw.FPDFText_GetCharOrigin(text_page, index + place, x[place], y[place])
    right, up = x[1].value - x[0].value, y[1].value - y[0].value
    if abs(up) > abs(right):
        return 90 if up > 0 else 270
    hangs = right < 0 and math.cos(raw.FPDFText_GetCharAngle(text_page, index)) < -0.9
    return 180 if hangs else 0


def count_unmapped(text_page: raw.FPDF_TEXTPAGE, runs: Sequence[Sequence[int]]) -> int:
    """Characters whose font says not which letters they are.

    Only the ends of each run are asked about: a run is nearly always of one font.
    """
    return sum(
        len(run)
        for run in runs
        if any(raw.FPDFText_HasUnicodeMapError(text_page, run[at]) == 1 for at in (0, -1))
    )
