"""The page of a PDF as a picture, with the excerpt's words marked."""

from __future__ import annotations

import base64
import io
import subprocess
from dataclasses import replace

import pytest
from PIL import Image

from qa_bot.reading.files import read_data
from qa_bot.reading.parsed import RawFile
from qa_bot.web.chat import pages
from qa_bot.web.chat.marking import Box, find_excerpt, join_boxes
from qa_bot.web.chat.pages import draw_page
from tests.makers import make_pdf
from tests.pdfs import build, text

PAGES = [
    [(60, 700, 12, "The harbour was dug in 1810."), (60, 600, 12, "The harbour was dug in 1810.")],
    [(60, 700, 12, "Ships of all na-"), (60, 684, 12, "tions call at the harbour.")],
]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "port.pdf").write_bytes(make_pdf(PAGES))
    return folder


@pytest.fixture(scope="module")
def document(corpus):
    return read_data(RawFile("port.pdf", (corpus / "port.pdf").read_bytes())).document


def draw(corpus, document, quote, number, after=0):
    start = document.text.index(quote, after)
    return draw_page(corpus, document, number, start, start + len(quote))


def test_the_boxes_hold_the_words_and_nothing_else(corpus, document):
    page = draw(corpus, document, "harbour was dug", 1)
    picture = Image.open(io.BytesIO(base64.b64decode(page.image)))
    assert picture.size == (page.width, page.height) == (1200, 1600)
    (box,) = page.boxes
    # The first line stands 700 of 800 points up, "The " is some 25 of 600 points wide.
    assert box.left == pytest.approx(84 / 600, abs=0.01)
    assert box.top == pytest.approx(1 - 709 / 800, abs=0.01)
    left, top = int(box.left * 1200), int(box.top * 1600)
    marked = picture.crop((left, top, left + int(box.width * 1200), top + int(box.height * 1600)))
    assert marked.convert("L").getextrema()[0] < 128, "there is ink in the box"


def test_words_that_a_page_has_twice_are_marked_where_they_are_cited(corpus, document):
    quote = "The harbour was dug in 1810."
    second = document.text.index(quote, document.text.index(quote) + 1)
    tops = [draw(corpus, document, quote, 1, after).boxes[0].top for after in (0, second)]
    assert tops[1] - tops[0] == pytest.approx(100 / 800, abs=0.01)


def test_an_excerpt_over_a_line_end_with_a_hyphen_has_a_box_a_line(corpus, document):
    page = draw(corpus, document, "Ships of all nations call", 2)
    assert len(page.boxes) == 2


def test_a_page_without_the_excerpt_is_shown_unmarked(corpus, document):
    page = draw(corpus, document, "harbour was dug", 2)
    assert page is not None
    assert page.boxes == ()


def test_what_is_no_pdf_or_has_changed_or_gone_is_not_drawn(corpus, document, tmp_path):
    assert draw_page(corpus, document, 3, 0, 5) is None
    assert draw_page(corpus, replace(document, sha256="0" * 64), 1, 0, 5) is None
    assert draw_page(tmp_path, document, 1, 0, 5) is None
    (tmp_path / "port.pdf").symlink_to(corpus / "port.pdf")
    assert draw_page(tmp_path, document, 1, 0, 5) is None
    assert draw_page(corpus / "x", replace(document, source="../port.pdf"), 1, 0, 5) is None


@pytest.mark.parametrize("failure", ["late", "killed"])
def test_a_page_that_could_not_be_drawn_is_tried_again(corpus, document, monkeypatch, failure):
    run = subprocess.run

    def fail(command, **options):
        if failure == "late":
            raise subprocess.TimeoutExpired(command, 15)
        return subprocess.CompletedProcess(command, -9, "")

    pages._draw.cache_clear()
    monkeypatch.setattr(subprocess, "run", fail)
    quote = "nations call at"
    assert draw(corpus, document, quote, 2) is None
    monkeypatch.setattr(subprocess, "run", run)
    assert draw(corpus, document, quote, 2) is not None


def test_ligatures_spaces_and_hyphens_make_no_difference():
    page = list("The ﬁrst\u00a0of-\nﬁcer.")
    found = find_excerpt(page, "first officer", "The ")
    assert "".join(page[place] for place in found) == "ﬁrst\u00a0of-\nﬁcer"
    assert find_excerpt(page, "…", "") is None
    assert find_excerpt(page, "last", "") is None


TABLE = ["Town Nurses Beds", "Molde 21 120", "Narvik 15 33", "Oslo 21 33"]


def find_in_table(excerpt):
    page = "\n".join(TABLE)
    heights = [n for n, line in enumerate(TABLE) for _ in range(len(line) + 1)]
    found = find_excerpt(list(page), excerpt, "", heights) or []
    return ["".join(page[at] for at in found if heights[at] == n) for n in range(len(TABLE))]


def test_a_row_of_a_table_is_found_in_pieces_at_its_own_height():
    assert find_in_table("Town: Oslo; Nurses: 21; Beds: 33.") == [
        "TownNursesBeds",
        "",
        "",
        "Oslo2133",
    ]
    assert find_in_table("Town: Molde; Nurses: 21.") == ["TownNurses", "Molde21", "", ""]


def test_an_excerpt_of_which_too_little_is_found_is_not_marked():
    assert not any(find_in_table("Town: Bergen; Doctors: 120; Chairs: 33."))


def test_a_value_of_a_form_is_marked(tmp_path):
    field = "/Subtype /Widget /FT /Tx /T (n) /V (Ida Lie) /Rect [150 694 300 712]"
    (tmp_path / "form.pdf").write_bytes(build([text(60, 700, "Name:")], fields=[field]))
    form = read_data(RawFile("form.pdf", (tmp_path / "form.pdf").read_bytes())).document
    page = draw(tmp_path, form, "Name: Ida Lie", 1)
    assert [round(600 * box.left) for box in page.boxes] == [60, 150]


def test_a_row_of_a_table_has_boxes_at_its_height(tmp_path):
    rows = [["Town", "Beds"], ["Molde", "12"], ["Oslo", "12"], ["Bodo", "40"]]
    body = "".join(
        text(x, 700 - 20 * n, said)
        for n, row in enumerate(rows)
        for x, said in zip((60, 200), row, strict=True)
    )
    (tmp_path / "beds.pdf").write_bytes(build([body]))
    beds = read_data(RawFile("beds.pdf", (tmp_path / "beds.pdf").read_bytes())).document
    page = draw(tmp_path, beds, "Town: Oslo; Beds: 12.", 1)
    assert sorted({round(800 * (box.top + box.height)) for box in page.boxes}) == [102, 142]


def test_characters_of_a_line_share_a_box():
    line = [Box(0.1, 0.5, 0.1, 0.1), Box(0.2, 0.51, 0.1, 0.1)]
    joined = join_boxes([*line, Box(0, 0, 0, 0), Box(0.1, 0.7, 0.1, 0.1)])
    assert [tuple(round(n, 3) for n in box) for box in joined] == [
        (0.1, 0.5, 0.2, 0.11),
        (0.1, 0.7, 0.1, 0.1),
    ]
