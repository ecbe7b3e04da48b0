"""Read a folder of files and compare with its `expected.jsonl`; exit 1 on any miss.

python benchmarks/files.py FOLDER [--json]      (a line of JSON at the end, and exit 0)

Each line of `expected.jsonl` has `file`, `expect` (ok, no_text, password, error, or alternatives
joined by _or_), `must_contain` (looked for without white space) and perhaps `pages`. A page's span
is checked against PDFium's own text of that page, which knows nothing of our layout: every word of
four letters or more in the span must be on the page.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import pypdfium2 as pdfium

from qa_bot.config import Settings
from qa_bot.reading import Limits, Reading, read_files

SLOWEST = 30.0
_BREAK = re.compile("[-\x02\xad\ufffe](?:\r?\n)?")
"""A hyphen and the line end after it, as PDFium writes them."""


def main() -> int:
    """Print a line a file and the number of misses."""
    folder = Path(sys.argv[1])
    settings = Settings()
    limits = Limits(
        settings.reading_seconds,
        settings.reading_memory_mb,
        settings.reading_file_mb,
        settings.recognition_seconds,
    )
    lines = (folder / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    expected = [json.loads(line) for line in lines]
    readings = read_files([folder / e["file"] for e in expected], folder, limits)
    misses, compared = [], Compared()
    for wanted, reading in zip(expected, readings, strict=True):
        problems = list(find_problems(wanted, reading, folder, compared))
        misses += [wanted["file"]] if problems else []
        report = reading.report
        print(
            f"{'MISS' if problems else 'ok  '} {wanted['file'][:58]:58} {wanted['expect']:18} "
            f"{report.status:8} {report.characters:7} {report.seconds:6.2f} s  "
            f"{'; '.join(problems) or report.reason}"
        )
    print(f"{len(expected) - len(misses)} of {len(expected)} as expected")
    if "--json" in sys.argv:
        figures = {"files": len(expected), "as_expected": len(expected) - len(misses)}
        print(json.dumps({**figures, "misses": ", ".join(misses) or None, **asdict(compared)}))
        return 0
    return 1 if misses else 0


@dataclass
class Compared:
    """Words of PDFs whose page was compared with PDFium's."""

    pages: int = 0
    words: int = 0
    elsewhere: int = 0


def find_problems(wanted: dict, reading: Reading, folder: Path, compared: Compared):
    """What differs from what is expected."""
    report = reading.report
    text = "".join(reading.document.text.split()) if reading.document else ""
    if outcome(reading) not in wanted["expect"].replace("_or_", "|").split("|"):
        yield f"expected {wanted['expect']}, got {outcome(reading)} ({report.reason})"
    if reading.document:
        for needle in wanted["must_contain"]:
            if "".join(needle.split()) not in text:
                yield f"lacks {needle!r}"
        if "menu" not in wanted["file"] and "movetosidebar" in text.lower():
            yield "holds a menu"
    if wanted.get("pages") and reading.document and len(reading.document.pages) != wanted["pages"]:
        yield f"expected {wanted['pages']} pages, got {len(reading.document.pages)}"
    if report.ocr is not None:
        return  # there is no other text of it to compare with, and pictures have their own time
    if reading.document and report.format == "pdf" and report.pages > 1:
        yield from check_pages(reading, folder / wanted["file"], compared)
    if report.seconds > SLOWEST:
        yield f"took {report.seconds:.1f} s"


def outcome(reading: Reading) -> str:
    """The outcome in the words of `expect`."""
    reason = reading.report.reason
    if reading.document:
        return "ok" if reading.report.ocr is None else "no_text"  # none but in pictures
    for words, name in (("password", "password"), ("no text", "no_text"), ("empty", "no_text")):
        if words in reason:
            return name
    return "unsupported" if "not read" in reason else "error"


def check_pages(reading: Reading, path: Path, compared: Compared):
    """Words in a page's span that PDFium does not find on that page."""
    text, pages = reading.document.text, reading.document.pages
    checked = wrong = 0
    for page, source in zip(pages, pdfium.PdfDocument(path), strict=True):
        own = source.get_textpage().get_text_range()
        known = find_words(own) | find_words(_BREAK.sub("", own))
        known |= {word.lstrip("0123456789") for word in known}  # marks of notes, glued by PDFium
        start, end = page.start, page.end
        while start < end and start and text[start - 1].isalnum():
            start += 1  # the rest of a word that began on the page before
        while start < end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
            end -= 1
        found = find_words(text[start:end])
        checked += len(found)
        wrong += len(found - known)
    compared.pages += len(pages)
    compared.words += checked
    compared.elsewhere += wrong
    if wrong:
        yield f"{wrong} of {checked} words stand on another page"
    else:
        print(f"     {path.name}: {checked} words on {len(pages)} pages, all on the right one")


def find_words(text: str) -> set[str]:
    """Words of four letters or more."""
    return set(re.findall(r"[^\W_]{4,}", text))


if __name__ == "__main__":
    sys.exit(main())
