"""The shelf: an index and its corpus come in, the list of documents and generations goes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from qa_bot.index.manifest import Manifest
from qa_bot.reading.report import ReadingReport, Totals
from qa_bot.web import texts
from qa_bot.web.chat.empty_state import render_drop
from qa_bot.web.library.library import Library
from qa_bot.web.markup import escape, write_button


def render_shelf(library: Library, may_edit: bool) -> str:
    """Documents with what became of them, and generations; with what changes them for editors."""
    readings = {reading.source: reading for reading in library.readings()}
    files = library.files()
    waiting = len(files ^ readings.keys())
    rows = [
        _render_row(source, readings.get(source), source in files, may_edit)
        for source in sorted(files | readings.keys())
    ]
    heads = "".join(f'<th scope="col">{head}</th>' for head in texts.SHELF_HEADS)
    pending = f'<p class="qa-pending">{texts.WAITING.format(count=waiting)}</p>' if waiting else ""
    return (
        f"{render_drop() if may_edit else ''}{pending}{_render_totals([*readings.values()])}"
        f'<div class="qa-table" tabindex="0" role="region" aria-label="{texts.SHELF}">'
        f"<table><caption>{texts.SHELF}</caption><thead><tr>{heads}<td></td></tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div>"
        f"{_render_generations(library.generations(), library.live, may_edit)}"
    )


def _render_totals(readings: Sequence[ReadingReport]) -> str:
    """What the files' reports add up to; what there is none of is left out."""
    totals = Totals.of(readings)
    sentences = [texts.TOTALS, texts.TOTAL_CHARACTERS]
    if totals.pages_without_text:
        sentences.append(texts.TOTAL_PAGES)
    if totals.cut_sentences:
        sentences.append(texts.TOTAL_CUT)
    if totals.same or totals.alike:
        sentences.append(texts.TOTAL_DUPLICATES)
    said = " ".join(sentence.format(**asdict(totals)) for sentence in sentences)
    return f'<p class="qa-totals">{escape(said)}</p>'


def _render_row(source: str, reading: ReadingReport | None, present: bool, may_edit: bool) -> str:
    size = kind = ""
    if reading is not None:
        kind = reading.format
        size = texts.CHARACTERS.format(count=reading.characters) if reading.characters else ""
        if reading.pages:
            pages = texts.ONE_PAGE if reading.pages == 1 else texts.PAGES
            size = f"{pages.format(count=reading.pages)}, {size}"
    remove = ""
    if may_edit and present:
        label = texts.REMOVE_LABEL.format(source=source)
        remove = write_button(texts.REMOVE, "qa-small qa-remove", label, doc=source)
    status, bad = _describe(reading, present)
    mark = ' class="qa-bad"' if bad else ""
    return (
        f'<tr><th scope="row">{escape(source)}</th><td>{escape(kind)}</td><td>{escape(size)}</td>'
        f"<td{mark}>{escape(status)}</td><td>{remove}</td></tr>"
    )


def _describe(reading: ReadingReport | None, present: bool) -> tuple[str, bool]:
    """A file's status in words, and whether a person should look at it."""
    if reading is None:
        return texts.NOT_INDEXED, False
    if not present:
        return texts.STILL_ANSWERS, False
    said = texts.STATUS[reading.status]
    notes = [*([reading.reason] if reading.reason else []), *reading.details.notes()]
    if reading.garbled:
        notes.append(texts.GARBLED)
    if reading.ocr is not None:
        notes.append(texts.OCR.format(percent=round(100 * reading.ocr)))
    if reading.duplicate_of:
        same = reading.similarity == 1
        note, percent = texts.SAME_TEXT if same else texts.ALIKE, round(100 * reading.similarity)
        notes.append(note.format(source=reading.duplicate_of, percent=percent))
    return (f"{said}: {'; '.join(notes)}" if notes else said), reading.deserves_mention


def _render_generations(generations: Sequence[Manifest], live: str, may_edit: bool) -> str:
    items = []
    for manifest in generations:
        facts = texts.GENERATION.format(
            name=manifest.generation,
            created=manifest.created[:16].replace("T", " "),
            documents=manifest.documents,
        )
        button = f"<b>{texts.LIVE}</b>"
        if manifest.generation != live:
            label = texts.ROLL_BACK_LABEL.format(name=manifest.generation)
            button = (
                write_button(texts.ROLL_BACK, "qa-small qa-back", label, to=manifest.generation)
                if may_edit
                else ""
            )
        items.append(f"<li>{escape(facts)} {button}</li>")
    if not items:
        return ""
    return f'<h2>{texts.GENERATIONS}</h2><ul class="qa-generations">{"".join(items)}</ul>'
