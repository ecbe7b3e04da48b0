from __future__ import annotations

from qa_bot.reading.files import read_data
from qa_bot.reading.parsed import RawFile
from tests.pdfs import build, lines, text

FACTS = ["Bees", "Bears", "Boats", "Birds"]


def read(*pages, **kind):
    return read_data(RawFile("a.pdf", build(pages, **kind)))


def fact(n):
    return text(60, 500, f"{FACTS[n]} are looked after here.")


def test_a_running_header_is_kept_with_its_first_page():
    pages = [text(60, 770, "Lathe manual", size=8) + fact(n) for n in range(4)]
    reading = read(*pages)
    assert reading.document.text.split("\n\n")[0] == "Lathe manual"
    assert reading.document.text.count("Lathe manual") == 1
    assert reading.report.details.repeated_characters == 3 * len("Lathe manual")


def test_a_footer_with_a_page_number_is_kept_once():
    pages = [fact(n) + text(60, 30, f"Ask Ms Orr - Page {n + 1} of 4", size=8) for n in range(4)]
    text_ = read(*pages).document.text
    assert text_.count("Ask Ms Orr") == 1
    assert text_.index("Ask Ms Orr") < text_.index("Bears")


def test_plain_page_numbers_are_left_out():
    pages = [fact(n) + text(300, 30, f"- {n + 5} -", size=8) for n in range(4)]
    assert read(*pages).document.text.split("\n\n") == [
        f"{f} are looked after here." for f in FACTS
    ]


def test_numbered_chapters_at_the_top_of_pages_stay():
    pages = [text(60, 740, f"Chapter {n + 1}", size=16, font="B") + fact(n) for n in range(4)]
    found = read(*pages).document
    assert [section.title for section in found.sections] == [f"Chapter {n}" for n in range(1, 5)]


def test_a_sentence_that_returns_under_headings_stays():
    pages = [
        lines(60, 700, [f"Clause {FACTS[n]}"], font="B", size=14)
        + text(60, 680, "This clause shows how a page is set out.")
        + text(60, 666, f"{FACTS[n]} are looked after here.")
        for n in range(4)
    ]
    assert read(*pages).document.text.count("This clause shows") == 4


def test_a_notice_at_the_foot_of_every_page_is_kept_once():
    foot = lines(60, 100, ["Please pay within 21 days.", "Goods stay ours until then."], pitch=20)
    found = read(*[fact(n) + foot for n in range(3)]).document.text
    assert found.count("Please pay within 21 days. Goods stay ours until then.") == 1


def test_pages_have_the_labels_of_the_file():
    document = read(*map(fact, range(4)), labels="0 << /S /r >> 2 << /S /D >>").document
    assert [(page.number, page.label) for page in document.pages] == [
        (1, "i"),
        (2, "ii"),
        (3, "1"),
        (4, "2"),
    ]
    assert str(document.pages[2]) == "page 1 (3 of the file)"


def test_values_of_a_form_stand_beside_their_names():
    page = text(60, 700, "Name:") + text(60, 670, "Insured:") + text(60, 640, "Member:")
    document = read(
        page,
        fields=[
            "/Subtype /Widget /FT /Tx /T (n) /V (Ida Lie) /Rect [150 694 300 712]",
            "/Subtype /Widget /FT /Btn /T (i) /V /Yes /AS /Yes /Rect [150 664 164 680] "
            "/AP << /N << /Yes 1 0 R /Off 1 0 R >> >>",
            "/Subtype /Widget /FT /Btn /T (m) /V /Off /AS /Off /Rect [150 634 164 650] "
            "/AP << /N << /Yes 1 0 R /Off 1 0 R >> >>",
        ],
    )
    assert document.document.text.replace(".", "").split("\n\n") == [
        "Name: Ida Lie",
        "Insured: \u2611",
        "Member: \u2610",
    ]
    assert document.report.details.annotations == 3


def test_free_text_stands_at_its_place_and_notes_after_the_page():
    page = text(60, 700, "Plan of the garden.") + text(60, 500, "The shed holds the tools.")
    notes = [
        "/Subtype /FreeText /Contents (The fence was mended in 2019.) /Rect [60 590 300 610]",
        "/Subtype /Text /Contents (Ask for the key.) /T (Ola) /Rect [300 700 320 720]",
        "/Subtype /Text /Contents (Not to be seen.) /F 2 /Rect [300 700 320 720]",
    ]
    assert read(page, annotations=notes).document.text.split("\n\n") == [
        "Plan of the garden.",
        "The fence was mended in 2019.",
        "The shed holds the tools.",
        "[Ola: Ask for the key.]",
    ]


def test_a_page_without_height_is_read():
    assert (
        "Bees" in read_data(RawFile("a.pdf", build([fact(0)] * 2, box="0 0 600 0"))).document.text
    )


def test_a_running_header_may_stand_near_the_text():
    pages = [
        text(60, 760, "Diary of a lock keeper")
        + lines(60, 739, [f"{said} stood the gate that year,", "and nobody came to mend it."])
        for said in ("Open", "Shut")
    ]
    assert read(*pages).document.text.count("Diary of a lock keeper") == 1


def test_the_number_of_the_only_page_is_left_out():
    assert (
        read(fact(0) + text(60, 30, "Page 1 of 1")).document.text
        == f"{FACTS[0]} are looked after here."
    )


def test_a_page_label_that_can_not_be_decoded_costs_only_the_label():
    data = build([text(60, 700, "The pump is off.")], labels="0 << /P <FEFFD800> >>")
    assert read_data(RawFile("a.pdf", data)).document.text == "The pump is off."
