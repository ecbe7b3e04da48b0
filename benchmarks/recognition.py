"""Text recognition on the pages of a PDF that has a text layer: errors and time.

python benchmarks/recognition.py FILE.pdf [--pages 2] [--dpi 200] [--noise 0]

The pages are drawn, made grey, and with `--noise` also turned by 0.4 degrees, given noise of that
standard deviation (of 255) and compressed harder, as a scanner does. What is recognised is compared
with the text layer: insertions, deletions and replacements over its characters (the character error
rate), white space squeezed. Needs the extra: pip install qa_bot[ocr].
"""

from __future__ import annotations

import argparse
import io
import time
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from PIL import Image
from rapidfuzz.distance import Levenshtein

from qa_bot.reading.files import read_data
from qa_bot.reading.formats.ocr import open_engine
from qa_bot.reading.parsed import RawFile


def main() -> None:
    """Print one line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--pages", type=int, default=2)
    parser.add_argument("--dpi", type=int, default=200)
    parser.add_argument("--noise", type=float, default=0.0)
    wanted = parser.parse_args()
    data = wanted.file.read_bytes()
    document = read_data(RawFile(wanted.file.name, data)).document
    pages = document.pages[: wanted.pages]
    expected = squeeze(document.text[: pages[-1].end])
    scan = make_scan(data, len(pages), wanted.dpi, wanted.noise)
    if open_engine() is None:
        parser.error("needs the extra: pip install qa_bot[ocr]")
    clock, processor = time.perf_counter(), time.process_time()
    reading = read_data(RawFile(wanted.file.name, scan))
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    found = squeeze(reading.document.text) if reading.document else ""
    errors = Levenshtein.distance(expected, found) / len(expected)
    print(
        f"{wanted.file.name}: {len(pages)} pages, {len(expected):,} characters, errors "
        f"{errors:.2%}, {reading.report.ocr or 0:.0%} sure, a page {clock / len(pages):.1f} s "
        f"({processor / len(pages):.1f} s of processor)"
    )


def make_scan(data: bytes, count: int, dpi: int, noise: float) -> bytes:
    """The first pages as pictures, in a PDF without a text layer."""
    chance = np.random.default_rng(0)
    pictures = []
    with pdfium.PdfDocument(data) as pdf:
        for number in range(count):
            picture = pdf[number].render(scale=dpi / 72).to_pil().convert("L")
            if noise:
                picture = picture.rotate(0.4, fillcolor=255, resample=Image.Resampling.BICUBIC)
                grey = np.asarray(picture, np.float32)
                grey = grey + chance.normal(0, noise, grey.shape)
                picture = Image.fromarray(grey.clip(0, 255).astype(np.uint8))
            pictures.append(picture)
    buffer = io.BytesIO()
    quality = 60 if noise else 90
    pictures[0].save(
        buffer, "PDF", resolution=dpi, save_all=True, append_images=pictures[1:], quality=quality
    )
    return buffer.getvalue()


def squeeze(text: str) -> str:
    """Every run of white space as one space."""
    return " ".join(text.split())


if __name__ == "__main__":
    main()
