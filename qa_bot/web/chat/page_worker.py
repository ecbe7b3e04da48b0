"""The process that draws a page of a PDF; `qa_bot.reading.sandbox.launch` starts it.

It reads a request as JSON from standard input, and writes the picture and the boxes of the excerpt
as JSON. PDFium reads files of strangers: here it can neither end the server nor reach the network.
"""

from __future__ import annotations

import base64
import ctypes
import functools
import hashlib
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from qa_bot.reading.formats.pdf.annotations import read_annotations
from qa_bot.reading.sandbox.limits import forbid_network, limit_memory, limit_processor
from qa_bot.web.chat.marking import Box, find_excerpt, join_boxes

_WIDTH, _MOST_PIXELS = 1200, 4_000_000
_QUALITY = 80


def main() -> None:
    """Draw the page that standard input names; nothing comes out where it can't be drawn."""
    request = json.load(sys.stdin)
    limit_memory(request["memory_mb"])
    limit_processor(request["seconds"])
    forbid_network()
    data = Path(request["path"]).read_bytes()
    if hashlib.sha256(data).hexdigest() != request["sha256"]:
        return
    try:
        pdf = pdfium.PdfDocument(data)
        drawn = _draw(pdf, request["number"] - 1, request["excerpt"], request["before"])
    except (pdfium.PdfiumError, IndexError):
        return
    json.dump(drawn, sys.stdout)


def _draw(pdf: pdfium.PdfDocument, index: int, excerpt: str, before: str) -> dict[str, Any]:
    if pdf.init_forms():
        raw.FPDF_SetFormFieldHighlightAlpha(pdf.formenv.raw, 0)
    page = pdf[index]
    width, height = page.get_size()
    scale = min(_WIDTH / width, (_MOST_PIXELS / (width * height)) ** 0.5)
    picture = page.render(scale=scale).to_pil().convert("RGB")
    written = io.BytesIO()
    picture.save(written, "WEBP", quality=_QUALITY)
    characters = list(_characters(pdf, page, picture.width, picture.height))
    texts, boxes = [text for text, _ in characters], [box for _, box in characters]
    heights = [box.top + box.height / 2 for box in boxes]
    found = find_excerpt(texts, excerpt, before, heights) or []
    return {
        "image": base64.b64encode(written.getvalue()).decode("ascii"),
        "width": picture.width,
        "height": picture.height,
        "boxes": join_boxes([boxes[place] for place in found]),
    }


def _characters(
    pdf: pdfium.PdfDocument, page: pdfium.PdfPage, width: int, height: int
) -> Iterator[tuple[str, Box]]:
    """The characters of a page, those of its form last, with their boxes on the picture."""
    owner = page.get_textpage()
    text = owner.raw
    rectangle = raw.FS_RECTF()
    place = functools.partial(_on_picture, page, width, height)
    for index in range(raw.FPDFText_CountChars(text)):
        raw.FPDFText_GetLooseCharBox(text, index, ctypes.byref(rectangle))
        character = _character(raw.FPDFText_GetUnicode(text, index))
        yield character, place(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
    owner.close()
    for value, box in read_annotations(pdf, page).values:
        for character in value:
            yield character, place(*box)


def _character(code: int) -> str:
    return chr(code) if code < 0xD800 or 0xE000 <= code <= sys.maxunicode else " "


def _on_picture(page: pdfium.PdfPage, width: int, height: int, *box: float) -> Box:
    """A box of the page on its picture, the page's turn and cut taken into account."""
    left, bottom, right, top = box
    across, down = ctypes.c_int(), ctypes.c_int()
    corners = []
    for x, y in ((left, top), (right, bottom)):
        raw.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, across, down)
        corners.append((across.value, down.value))
    (x0, y0), (x1, y1) = corners
    share = abs(x1 - x0) / width, abs(y1 - y0) / height
    return Box(min(x0, x1) / width, min(y0, y1) / height, *share)


if __name__ == "__main__":
    main()
