"""What is left out of a text is said with its place, and only a whole file counts as read."""

from dataclasses import asdict

from qa_bot.reading.details import BOILERPLATE, Details, LeftOut, details_from_dict, write_reason
from qa_bot.reading.parsed import TextWriter
from qa_bot.reading.report import BuildReport, ReadingReport, Totals


def test_left_out_contents_are_summed_by_kind_with_their_places():
    writer = TextWriter()
    for number in (1, 2):
        writer.page(number, f"slide {number}")
        writer.leave_out("picture")
    writer.leave_out("chart", place="appendix")
    left_out = writer.finish().details.left_out
    assert write_reason(left_out) == (
        "not in the text: 2 pictures (slide 1, slide 2); 1 chart (appendix)"
    )


def test_details_survive_json():
    details = Details((LeftOut("picture", 2, ("page 1",)),), list_numbers=3, encoding="gbk")
    assert details_from_dict(asdict(details)) == details


def test_web_pages_without_their_menus_are_summed_up_and_not_listed():
    left_out = (LeftOut(BOILERPLATE, 40),)
    page = ReadingReport(
        "a.html", "partly", write_reason(left_out), details=Details(left_out, hidden_blocks=2)
    )
    assert not page.deserves_mention
    assert "40 characters of menus" in str(page)
    totals = Totals.of([page, page])
    assert "Not in the texts: 80 characters of menus, banners and footers." in list(totals.lines())
    assert "Counted: 4 hidden or folded blocks read." in list(totals.lines())


def test_a_guessed_encoding_is_said():
    report = ReadingReport("a.txt", "read", details=Details(encoding="GB18030"))
    assert report.deserves_mention
    assert str(report) == "Read a.txt: its encoding is not stated: GB18030 is a guess"


def test_a_build_names_what_is_in_doubt_first_and_of_many_duplicates_the_first():
    doubled = tuple(
        ReadingReport(f"{n:03}.txt", "read", duplicate_of="a.txt", similarity=1) for n in range(50)
    )
    skipped = tuple(ReadingReport(f"{n}.bin", "skipped", "is no document") for n in range(30))
    notes = BuildReport("000001-a", 51, 51, 51, 0.1, doubled + skipped).notes()
    assert notes[:30] == [f"Skipped {n}.bin: is no document" for n in range(30)]
    assert notes[30] == "Read 000.txt: the same text as a.txt"
    assert notes[-1] == "And 30 more duplicates."
    assert len(notes) == 51
