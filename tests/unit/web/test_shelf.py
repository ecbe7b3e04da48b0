from __future__ import annotations

from types import SimpleNamespace

from qa_bot.reading.report import ReadingReport
from qa_bot.web.library.document_list import render_shelf


def render(*readings):
    library = SimpleNamespace(
        readings=lambda: list(readings),
        files=lambda: {reading.source for reading in readings},
        generations=list,
        live="000001-abc",
    )
    return render_shelf(library, may_edit=False)


def test_the_truth_report_stands_above_the_files():
    page = render(
        ReadingReport("a.txt", "read", characters_read=1_200, characters=1_000, cut_sentences=2),
        ReadingReport("<b>.txt", "read", duplicate_of="a.txt", similarity=1.0),
        ReadingReport("c.txt", "read", duplicate_of="<b>.txt", similarity=0.93),
        ReadingReport("d.pdf", "partly", "no text on page 2", pages=3, pages_without_text=(2,)),
    )
    assert "Of 4 files 3 are read, 1 in part, 0 are skipped." in page
    assert "1,200 characters read, 1,000 indexed." in page
    assert "1 of 3 pages have no text." in page
    assert "2 sentences are over the model" in page
    assert "1 documents repeat the text of another, 1 nearly" in page
    assert "read: the same text as a.txt" in page
    assert "93 % the text of &lt;b&gt;.txt" in page
    assert "<b>.txt" not in page


def test_what_there_is_none_of_is_left_out():
    page = render(ReadingReport("a.txt", "read", characters_read=10, characters=10))
    assert "pages have no text" not in page
    assert "repeat" not in page
