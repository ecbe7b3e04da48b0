"""The process that draws a page of a PDF; `qa_bot.reading.sandbox.launch` starts it.

A request comes in as JSON on standard input; the picture and the boxes of the excerpt go out as
JSON. PDFium reads files of strangers: here it can neither end the server nor reach the network.
"""

from __future__ import annotations

import base64
import ctypes
import hashlib
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

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
    page = pdf[index]
    if pdf.get_formtype() != raw.FORMTYPE_NONE:
        raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
        page = pdf[index]
    width, height = page.get_size()
    scale = min(_WIDTH / width, (_MOST_PIXELS / (width * height)) ** 0.5)
    picture = page.render(scale=scale).to_pil().convert("RGB")
    written = io.BytesIO()
    picture.save(written, "WEBP", quality=_QUALITY)
    return {
        "image": base64.b64encode(written.getvalue()).decode("ascii"),
        "width": picture.width,
        "height": picture.height,
        "boxes": list(_mark(page, picture.width, picture.height, excerpt, before)),
    }


def _mark(page: pdfium.PdfPage, width: int, height: int, excerpt: str, before: str) -> list[Box]:
    """The boxes of the excerpt's lines; none where the page doesn't show it."""
    owner = page.get_textpage()
    text = owner.raw
    count = raw.FPDFText_CountChars(text)
    characters = [_character(raw.FPDFText_GetUnicode(text, index)) for index in range(count)]
    found = find_excerpt(characters, excerpt, before)
    boxes = [] if found is None else list(_boxes(page, text, found, width, height))
    owner.close()
    return join_boxes(boxes)


def _character(code: int) -> str:
    return chr(code) if code < 0xD800 or 0xE000 <= code <= sys.maxunicode else " "


def _boxes(
    page: pdfium.PdfPage, text: raw.FPDF_TEXTPAGE, found: range, width: int, height: int
) -> Iterator[Box]:
    rectangle = raw.FS_RECTF()
    for index in found:
        if not raw.FPDFText_GetLooseCharBox(text, index, ctypes.byref(rectangle)):
            continue
        x0, y0 = _on_picture(page, width, height, rectangle.left, rectangle.top)
        x1, y1 = _on_picture(page, width, height, rectangle.right, rectangle.bottom)
        left, top = min(x0, x1), min(y0, y1)
        size = abs(x1 - x0) / width, abs(y1 - y0) / height
        yield Box(left / width, top / height, *size)


def _on_picture(
    page: pdfium.PdfPage, width: int, height: int, x: float, y: float
) -> tuple[int, int]:
    """A point of the page in pixels, the page's turn and cut taken into account."""
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, across, down)
    return across.value, down.value


if __name__ == "__main__":
    main()
