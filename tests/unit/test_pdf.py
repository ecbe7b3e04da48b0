from __future__ import annotations

from qa_bot.reading.files import read_data
from qa_bot.reading.parsed import RawFile
from tests.makers import make_pdf
from tests.pdfs import build, grid, table, text

WORDS = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta"]


def read(pages, passwords=()):
    return read_data(RawFile("a.pdf", make_pdf(pages), passwords))


def column(x, first, lines=8):
    """Lines that fill a column of about 200 points, each with its own number."""
    return [
        (x, 700 - 14 * n, 10, f"{first}{n} runs on in full lines to the edge here")
        for n in range(lines)
    ]


def test_two_columns_are_read_one_after_the_other():
    # Row by row in the file, as some programs write it: left and right lines alternate.
    rows = [
        line for pair in zip(column(60, "left"), column(320, "right"), strict=True) for line in pair
    ]
    text = read([[(60, 740, 18, "A title that reaches over both of the columns"), *rows]])
    text = text.document.text
    assert text.startswith("A title that reaches over both of the columns")
    places = [text.index(f"{side}{n} ") for side in ("left", "right") for n in range(8)]
    assert places == sorted(places)


def test_a_table_is_read_row_by_row():
    rows = [
        (x, 700 - 14 * n, 10, f"{name}{n}")
        for n in range(8)
        for x, name in ((60, "city"), (250, "rate"), (420, "year"))
    ]
    text = read([rows]).document.text
    assert text.split("\n\n") == [f"city{n}; rate{n}; year{n}." for n in range(8)]


def test_hyphenation_is_repaired_and_real_hyphens_stay():
    lines = [
        "This well-known sentence is long and it ends with a well-",
        "known word, and the next line of it ends with hyphen-",
        "ation that is only there because of the line end.",
    ]
    text = read([[(60, 700 - 14 * n, 10, line) for n, line in enumerate(lines)]]).document.text
    assert "with a well-known word" in text
    assert "with hyphenation that is" in text


def test_running_headers_stand_once_and_page_numbers_not_at_all():
    pages = [
        [
            (60, 770, 9, "Annual report of the company"),
            (60, 600, 11, f"Fact {WORDS[n]} stands on this page and nowhere else."),
            (300, 30, 9, f"{n + 1}"),
        ]
        for n in range(4)
    ]
    reading = read(pages)
    document = reading.document
    assert document.text.split("\n\n") == [
        "Annual report of the company",
        *(f"Fact {word} stands on this page and nowhere else." for word in WORDS[:4]),
    ]
    for number, page in enumerate(document.pages, 1):
        assert page.number == number
        assert WORDS[number - 1] in document.text[page.start : page.end]
    assert reading.report.characters_read > reading.report.characters


def test_rows_of_a_table_that_goes_over_pages_are_not_headers():
    pages = [
        [
            (x, 760 - 14 * n, 10, f"{name}{10 * p + n * n}")
            for n in range(6)
            for x, name in ((60, "city"), (250, "rate"), (420, "year"))
        ]
        for p in range(4)
    ]
    text = read(pages).document.text
    assert len(text.split("\n\n")) == 24


def test_a_paragraph_runs_on_over_a_page_break():
    pages = [
        [(60, 60, 11, "The committee met in the old town hall and decided that exam-")],
        [(60, 740, 11, "ples are better than rules.")],
    ]
    document = read(pages).document
    assert document.text.endswith("decided that examples are better than rules.")
    assert [page.number for page in document.pages] == [1, 2]
    assert document.text[document.pages[1].start :] == "ples are better than rules."


def test_larger_letters_are_headings():
    page = [(60, 700, 20, "Travel rules"), (60, 660, 10, "The rate is forty a day. It is paid.")]
    document = read([page]).document
    assert [s.title for s in document.sections] == ["Travel rules"]
    assert document.title == "Travel rules"


def test_pages_without_text_are_named():
    reading = read([[(60, 700, 10, "Some text.")], [], []])
    assert reading.report.status == "partly"
    assert reading.report.pages_without_text == (2, 3)
    assert "pages 2, 3" in reading.report.reason
    assert "no text on any of its 2 pages" in read([[], []]).report.reason


def test_the_deadline_gives_what_was_read():
    file = RawFile("a.pdf", make_pdf([[(60, 700, 10, "Some text.")]]), deadline=0.0)
    assert read_data(file).document is None


def test_the_title_of_a_page_that_is_a_table_is_its_first_cell():
    across, down = [60, 260, 400], [700, 676, 660, 644]
    head = text(63, 682, "Mooring", size=16) + text(263, 682, "Form M-7", size=16)
    body = table(across, down[1:], [["Vessel", "Sea Thrift"], ["Length", "9.4 m"]])
    below = text(60, 600, "All boats are looked at each spring by the harbour master.")
    page = grid(across, down) + head + body + below + text(60, 570, "Fees are due in May.")
    document = read_data(RawFile("a.pdf", build([page]))).document
    assert document.title == "Mooring"
