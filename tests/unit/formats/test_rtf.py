"""RTF is read as it looks: encodings of fonts, digits apart, rows with names, notes behind."""

import pytest

from qa_bot.reading.errors import ReadingError
from qa_bot.reading.formats.rtf.reader import RtfReader
from qa_bot.reading.parsed import TextWriter
from tests.readings import read, text_of


def rtf(body: str, head: str = "") -> bytes:
    return (r"{\rtf1\ansi\ansicpg1252\deff0 " + head + body + "}").encode("latin-1")


def text(body: str, head: str = "") -> str:
    return text_of("a.rtf", rtf(body, head))


def escaped(words: str, encoding: str) -> str:
    return "".join(f"\\'{byte:02x}" for byte in words.encode(encoding))


FONTS = (
    r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}{\f2\fcharset128 Mincho;}"
    r"{\f3\fcharset161 Arial;}}"
)


@pytest.mark.parametrize(
    ("font", "words", "encoding"),
    [
        (0, "Café", "cp1252"),
        (1, "Пристань", "cp1251"),
        (2, "港は九時", "cp932"),
        (3, "λιμάνι", "cp1253"),
    ],
)
def test_letters_are_in_the_encoding_of_their_font(font, words, encoding):
    assert text(rf"\f{font} {escaped(words, encoding)}\par", FONTS) == words


def test_unicode_letters_replace_what_older_programs_show():
    assert text(r"\uc1\u26481?\u20140\'3f \u-10179?\u-8704? \uc0\u233 t\u233\par") == "東京 😀 été"


def test_digits_that_are_raised_lowered_or_struck_stand_apart():
    body = r"10{\super 6} cells of H{\sub 2}O for {\strike 80}90 kr{\v hid}{\deleted gone}.\par"
    report = read("a.rtf", rtf(body))
    assert report.document.text == "10⁶ cells of H₂O for ~~80~~90 kr."
    assert "4 characters of tracked deletions" in report.report.reason
    assert "3 characters of hidden text" in report.report.reason


def test_rows_of_a_table_name_their_values_and_merged_cells_are_repeated():
    row = r"\trowd\cellx1\cellx2\pard\intbl "
    merged = r"\trowd\clvmrg\cellx1\cellx2\pard\intbl "
    body = (
        rf"{row}Ward\cell Nurse\cell\row {row}North\cell Ada\cell\row "
        rf"{merged}\cell Bo\cell\row \pard After.\par"
    )
    assert text(body).split("\n\n") == [
        "Ward: North; Nurse: Ada.",
        "Ward: North; Nurse: Bo.",
        "After.",
    ]


def test_list_numbers_headings_and_the_header_are_read():
    styles = r"{\stylesheet{\s3 heading 2;}}{\info{\title Rules}{\author Ann Lee}}"
    body = (
        r"{\header Harbour rules\par}{\footer Page {\field{\*\fldinst PAGE}{\fldrslt 4}}}"
        r"\pard\s3 Ropes\par\pard{\listtext 1.\tab}Dry them.\par{\pntext\'b7\tab}Coil them.\par"
    )
    document = read("a.rtf", rtf(body, styles)).document
    assert document.text == "Harbour rules\n\nRopes\n\n1. Dry them.\n- Coil them."
    assert (document.title, document.author) == ("Rules", "Ann Lee")
    assert [(section.title, section.level) for section in document.sections] == [("Ropes", 2)]


def test_notes_and_comments_follow_the_text_and_pictures_are_reported():
    body = (
        r"It rained{\footnote {\super 1} In May.}{\*\atnauthor Kim}{\*\annotation Check.} here."
        r"{\*\shppict{\pict ffd8}}{\nonshppict{\pict ffd8}}{\*\unknown no}\bin3 }}}\par"
    )
    reading = read("a.rtf", rtf(body))
    assert reading.document.text.startswith("It rained[1] here.\n\nFootnotes\n\n[1] ")
    assert reading.document.text.endswith("Comments\n\n- Kim: Check.")
    assert "1 picture" in reading.report.reason


def test_groups_without_end_and_too_many_are_no_trouble():
    assert text(r"{{{\b Bread}} and salt") == "Bread and salt"
    with pytest.raises(ReadingError):
        RtfReader(TextWriter()).read(b"{" * 2_000)


def test_entries_of_an_index_are_unseen_and_boxes_are_paragraphs_of_their_own():
    rich = rb"{\rtf1 Oak{\xe Wood}en{\tc Part} boats {\shp{\*\shpinst{\shptxt Boxed}}}sail.\par}"
    assert text_of("a.rtf", rich) == "Oaken boats\n\nBoxed\n\nsail."


def test_a_header_with_a_number_is_no_page_number():
    rich = rb"{\rtf1{\header SOP-0412\par}{\footer Page \chpgn  of 9\par}"
    rich += rb"{\footerf {\field{\*\fldinst PAGE}{\fldrslt 3}}\par}Wash hands.\par}"
    assert text_of("a.rtf", rich) == "SOP-0412\n\nWash hands."


def test_notes_that_older_programs_pass_over_are_read():
    assert text(r"So it is{\super\chftn}{\*\footnote\chftn Weighed dry.}, they say.\par") == (
        "So it is[1], they say.\n\nFootnotes\n\n[1] Weighed dry."
    )


def test_a_cell_over_several_columns_of_the_rows_below_names_them_all():
    wide, narrow = r"\trowd\clvmgf\cellx900\cellx2700 ", r"\cellx905\cellx1800\cellx2700 "
    body = (
        rf"{wide}Ward\cell 2023\cell\row \trowd\clvmrg{narrow}\cell Plan\cell Real\cell\row "
        rf"\trowd{narrow}North\cell 4\cell 5\cell\row \trowd{narrow}South\cell 6\cell 7\cell\row"
    )
    assert text(body).split("\n\n")[1] == "Ward: South; 2023 - Plan: 6; 2023 - Real: 7."


def test_a_code_page_that_python_lacks_is_read_as_the_usual_one():
    assert text_of("a.rtf", rb"{\rtf1\ansi\ansicpg930 Caf\'e9\par}") == "Café"
