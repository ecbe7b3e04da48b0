from __future__ import annotations

import time
import tracemalloc

import pytest

from qa_bot.reading.formats.markdown import find_markdown_sections
from qa_bot.reading.formats.plain import find_plain_sections, read_text
from qa_bot.reading.parsed import RawFile
from qa_bot.reading.sections import find_blocks
from qa_bot.types import Citation, Document, describe_citation
from qa_bot.web.chat.quoting import describe_inside
from tests.conftest import ESSAY, ESSAY_ID


def titles_of(text):
    return [section.title for section in find_plain_sections(text)]


def test_the_essay_has_its_sections():
    text = (ESSAY / ESSAY_ID).read_text(encoding="utf-8")
    sections = find_plain_sections(text)
    assert [s.title for s in sections][:10] == [
        "Information Sharing",
        "Capacity Building",
        "Norm Development",
        "Incident Response",
        "Standardization and Best Practices",
        "Facilitating Cooperation And Coordination",
        "Addressing Global Security Concerns",
        "Promoting Sustainable Development and Environmental Conservation",
        "Fostering Economic Cooperation and Trade",
        "How do international institutions promote information sharing in cybersecurity?",
    ]
    assert len(sections) == 13
    intro = text.index("International institutions play a crucial role in addressing global")
    conclusion = text.index("International institutions play a crucial role in addressing the")
    for offset in (0, intro, conclusion):
        assert not any(s.start <= offset < s.end for s in sections)


def test_headings_take_the_usual_shapes():
    text = "2.1 Scope\nIt is wide.\n\nTERMS OF USE\n\nThey apply."
    assert titles_of(text) == ["2.1 Scope", "TERMS OF USE"]


def test_ordinary_lines_are_not_headings():
    assert titles_of("He said: come in now.\n\nNote: this is not one. Really.\n\nYes. It is.") == []


def test_markdown_headings_nest_and_code_is_not_a_heading():
    text = "# A\n\nx\n\n## B\n\n```\n# no\n```\n\n# C\n\ny\n"
    sections = find_markdown_sections(text)
    assert [(s.title, s.level) for s in sections] == [("A", 1), ("B", 2), ("C", 1)]
    assert text[sections[0].start : sections[0].end].rstrip().endswith("```")
    assert text[sections[1].body : sections[1].end].strip().startswith("```")


def test_numbered_headings_nest_by_their_numbers():
    blocks = ["2 Mandates", "x", "2.1 Budget", "It is ten.", "2.1.1 Funds", "y", "3. Staff"]
    text = "\n\n".join([*blocks, "They are two."])
    document = Document("d", "D", "d.txt", text, "", sections=find_plain_sections(text))
    paths = {
        word: [section.title for section in document.sections_at(text.index(word))]
        for word in ("ten", "y", "They")
    }
    assert paths == {
        "ten": ["2 Mandates", "2.1 Budget"],
        "y": ["2 Mandates", "2.1 Budget", "2.1.1 Funds"],
        "They": ["3. Staff"],
    }


def test_a_run_in_heading_lies_below_the_numbered_one():
    text = "2.1 Budget\n\nTravel Costs: They are paid. Ask first, and wait for the reply.\n\nEnd."
    sections = find_plain_sections(text)
    document = Document("d", "D", "d.txt", text, "", sections=sections)
    around = document.sections_at(text.index("They"))
    assert [section.title for section in around] == ["2.1 Budget", "Travel Costs"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "Pottery club: minutes of 12 May\n\nThe fee goes up.\n",
            "Pottery club: minutes of 12 May",
        ),
        ("The Harbour\n\nIt was dug in 1810.\n", "The Harbour"),
        ("The fee goes up.\n\nIt was 60.\n", ""),
        ("1. Boats\n\nTwo boats leak.\n", ""),
        ("Dear members,\n\nThe fee goes up.\n", ""),
        ("Only a line", ""),
        ("A line over a text\nthat goes on here\n\nand there\n", ""),
    ],
)
def test_a_short_line_at_the_beginning_is_the_title_of_a_text(text, title):
    read = read_text(RawFile("notes.txt", text.encode()))
    assert read.title == title
    assert [section.title for section in read.sections][: bool(title)] == [title] * bool(title)


def test_short_lines_on_their_paragraphs_are_headings_where_there_are_several():
    paragraph = "The desk is open from nine until six, except on the days that are listed below."
    headed = [f"{title}\n{paragraph}" for title in ("Lost cards", "Loans", "Complaints of users")]
    assert titles_of("\n\n".join(headed)) == ["Lost cards", "Loans", "Complaints of users"]
    section = find_plain_sections("\n\n".join(headed))[1]
    assert "\n\n".join(headed)[section.body :].startswith("The desk")
    assert titles_of("\n\n".join([*headed[:2], paragraph])) == []
    address = "Mrs A. Hollow\n14 Mill Lane\nTarn Bridge\nTel. 01632 960144."
    assert titles_of("\n\n".join([address] * 4)) == []


def test_lines_in_capitals_over_indented_text_are_headings_as_in_manual_pages():
    page = "NAME\n       tide - print tides\n\nEXIT STATUS\n       0      All went well.\n       2"
    page += "      None.\n\n       Read on.\n\nSEE ALSO\n\tmoon(1), sun(1)\n"
    assert titles_of(page) == ["NAME", "EXIT STATUS", "SEE ALSO"]
    flush = "SMITH\nBoat builder\nQuay 2\n\nVIK\nSailmaker\nQuay 3\n\nMOE\nRigger\nQuay 4\n"
    assert titles_of(f"It opens at ten, as a rule.\n\n{flush}") == []
    hanging = (
        "Smith, J. Tides of the\n   north\n\nVik, L. Locks and\n   quays\n\nMoe, A. Ropes\n   x\n"
    )
    assert titles_of(f"It opens at ten, as a rule.\n\n{hanging}") == []


def test_bold_and_coloured_type_of_terminals_is_read_without_its_codes():
    typed = "".join(f"{c}\b{c}" for c in "BOLD") + " and _\bu_\bn\n\x1b[1;31mFailed\x1b[0m: 3 tests"
    assert read_text(RawFile("a.txt", typed.encode())).text == "BOLD and un\nFailed: 3 tests"


def test_a_field_with_a_few_words_heads_nothing():
    text = "Present: Ilse Brandt (chair), Tom Okafor, Wen Li.\n\nThe fee goes up.\n"
    assert find_plain_sections(text) == ()


@pytest.mark.parametrize(
    ("title", "path", "words"),
    [
        ("Report", ("Part 2", "Mandates", "Budget"), "Part 2 > Mandates > Budget"),
        ("Report", ("Report", "Budget"), "Budget"),
        ("Report", ("Report",), ""),
        ("Report", (), "Budget"),  # an answer that a browser kept before there were paths
    ],
)
def test_a_citation_words_its_sections_without_the_title(title, path, words):
    section = path[-1] if path else "Budget"
    citation = Citation(1, "d", title, "d.md", section, None, 0, 1, "x", section_path=path)
    assert citation.path == words
    assert describe_citation(citation) == " · ".join(
        part for part in (f"[1] {title}", words, "characters 0–1") if part
    )
    assert describe_inside(citation) == ([words] if words else [])


@pytest.mark.parametrize(
    ("find", "heading"),
    [
        (find_plain_sections, "Heading Number {}\n\n"),
        (find_plain_sections, "Q. What is number {}?\nA. It is so.\n\n"),
        (find_markdown_sections, "# Heading {}\n\n"),
    ],
)
def test_many_headings_take_linear_time(find, heading):
    text = "".join(f"{heading.format(n)}Some text.\n\n" for n in range(20_000))
    started = time.process_time()
    sections = find(text)
    assert len(sections) == 20_000
    assert sections[0].end == sections[1].start
    assert time.process_time() - started < 4


def test_a_text_without_a_blank_line_takes_little_memory():
    text = "The line of a log says that something went on here.\n" * 60_000
    tracemalloc.start()
    try:
        find_plain_sections(text)
        assert tracemalloc.get_traced_memory()[1] < 3 * len(text)
    finally:
        tracemalloc.stop()


def test_blocks_are_parted_by_blank_lines():
    text = "\n a\nb \n  \n\tc\n\n\nd\n"
    assert [text[start:end] for start, end in find_blocks(text)] == ["a\nb ", "c", "d\n"]
    assert [text[start:end] for start, end in find_blocks(text, 3, 5)] == ["b"]


def test_the_only_date_of_a_letter_heads_nothing_and_those_of_a_log_do():
    letter = "Homes Ltd\n\n9 February 2026\n\nDear tenants, the roof is renewed.\n\nYours, Ann."
    assert "9 February 2026" not in titles_of(letter)
    log = "3 March 2025\n\nIt rained.\n\n4 March 2025\n\nIt was dry.\n\nAnn wrote this."
    assert titles_of(log) == ["3 March 2025", "4 March 2025"]
