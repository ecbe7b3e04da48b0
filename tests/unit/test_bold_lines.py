"""Bold lines are headings where people make them so, and nowhere else."""

import io

import pytest
from docx import Document

from qa_bot.reading.formats.detect import detect_format, load_reader
from qa_bot.reading.formats.html import read_html
from qa_bot.reading.formats.markdown import find_markdown_sections
from qa_bot.reading.formats.pdf.headings import Block, OutlineEntry, mark_outline, mark_sizes
from qa_bot.reading.parsed import Parsed, RawFile

PLAIN = "This paragraph goes on for a while, so that bold letters stand out from the text. "
HEADED = [
    ["**PROFILE", PLAIN, "**SKILLS", PLAIN],
    ["**When does the lock open?", f"At 7 in summer. {PLAIN}", "**Who may pass?", PLAIN],
    ["**Ingredients:", f"Two eggs. {PLAIN}", "**Method", PLAIN],
    ["**Aalborg\nTorvet 3", PLAIN, "**Ribe\nClosed on Mondays", PLAIN],
    ["**1. Scope", PLAIN, "**2. Terms of use", PLAIN],
    ["**Über uns", PLAIN, "**Öffnungszeiten", PLAIN],
]
NOT_HEADED = [
    ["**No smoking!", PLAIN, "**The fee is not refundable.", PLAIN],
    ["**Final reminder", PLAIN, PLAIN],
    ["**Tel. 555 0144: night desk", PLAIN, "**Price: £40", PLAIN],
    ["**Surveyor, Nordkyst AS 2009 – 2016", PLAIN, "**Mate, M/T Sula 2017 – today", PLAIN],
    ["**Harbour Office", "**Quay 2", "**Molde", PLAIN],
    [PLAIN, "**Ingrid Solheim", "**Harbour master"],
    ["**Note** the fee is due.", PLAIN, "**Mind** the tide.", PLAIN],
]


def read_word(lines: list[str]) -> Parsed:
    document = Document()
    for line in lines:
        first, *rest = line.removeprefix("**").split("\n")
        bold, mark, plain = first.partition("**")
        paragraph = document.add_paragraph()
        paragraph.add_run(bold).bold = line.startswith("**")
        paragraph.add_run(f"{plain if mark else ''}{''.join(f'{chr(10)}{r}' for r in rest)}")
    data = io.BytesIO()
    document.save(data)
    return load_reader("docx")(RawFile("a.docx", data.getvalue()))


def read_page(lines: list[str]) -> Parsed:
    blocks = []
    for line in lines:
        first, *rest = line.removeprefix("**").split("\n")
        bold, _, plain = first.partition("**")
        marked = f"<b>{bold}</b>{plain}" if line.startswith("**") else first
        blocks.append(f"<p>{'<br>'.join([marked, *rest])}</p>")
    return read_html(RawFile("a.html", f"<body>{''.join(blocks)}</body>".encode()))


def read_rich_text(lines: list[str]) -> Parsed:
    blocks = []
    for line in lines:
        first, *rest = line.removeprefix("**").split("\n")
        bold, _, plain = first.partition("**")
        marked = rf"{{\b {bold}}}{plain}" if line.startswith("**") else first
        coded = "".join(
            c if c.isascii() else rf"\u{ord(c)}?" for c in r"\line ".join([marked, *rest])
        )
        blocks.append(rf"\pard {coded}\par")
    return load_reader("rtf")(RawFile("a.rtf", rf"{{\rtf1\ansi {''.join(blocks)}}}".encode()))


def read_open_document(lines: list[str]) -> Parsed:
    blocks = []
    for line in lines:
        first, *rest = line.removeprefix("**").split("\n")
        bold, _, plain = first.partition("**")
        span = f'<text:span text:style-name="B">{bold}</text:span>{plain}'
        marked = span if line.startswith("**") else first
        blocks.append(f"<text:p>{'<text:line-break/>'.join([marked, *rest])}</text:p>")
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{full}:1.0"'
        for name, full in (("office", "office"), ("text", "text"), ("style", "style"),
                           ("fo", "xsl-fo-compatible"))
    )  # fmt: skip
    style = '<style:style style:name="B" style:family="text"><style:text-properties '
    data = (
        f'<?xml version="1.0"?><office:document {names} '
        'office:mimetype="application/vnd.oasis.opendocument.text">'
        f'<office:automatic-styles>{style}fo:font-weight="bold"/></style:style>'
        f"</office:automatic-styles><office:body><office:text>{''.join(blocks)}</office:text>"
        "</office:body></office:document>"
    )
    file = RawFile("a.fodt", data.encode())
    return load_reader(detect_format(file.data, file.source))(file)


READERS = [read_word, read_page, read_rich_text, read_open_document]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("lines", HEADED)
def test_bold_lines_over_their_text_are_headings(read, lines):
    parsed = read(lines)
    heads = [line.removeprefix("**").split("\n")[0] for line in lines if line.startswith("**")]
    assert [section.title for section in parsed.sections] == heads
    assert [parsed.text[s.start : s.body] for s in parsed.sections] == heads
    assert parsed.sections[0].end == parsed.sections[1].start


@pytest.mark.parametrize("read", [read_word, read_page, read_open_document])
@pytest.mark.parametrize("lines", NOT_HEADED)
def test_other_bold_lines_are_text(read, lines):
    assert read(lines).sections == ()


def test_lines_in_capitals_stand_above_others_and_below_marked_headings():
    lines = ["**WORK", "**Harbour Authority", PLAIN, "**Nordkyst", PLAIN, "**LANGUAGES", PLAIN]
    assert [s.level for s in read_word(lines).sections] == [1, 2, 2, 1]
    page = f"<h2>Work</h2><p><b>Sula</b><p>{PLAIN}<p><b>Dana</b><p>{PLAIN}"
    assert [s.level for s in read_html(RawFile("a.html", page.encode())).sections] == [2, 3, 3]


def test_bold_lines_of_markdown_are_headings():
    text = f"# Engine\n\n**Starting**\n\n{PLAIN}\n\n**Stopping**\n\n{PLAIN}**Never** in gear.\n"
    sections = find_markdown_sections(text)
    assert [(s.title, s.level) for s in sections] == [
        ("Engine", 1),
        ("Starting", 2),
        ("Stopping", 2),
    ]


def test_a_text_that_is_mostly_bold_has_no_bold_headings():
    assert (
        read_word(
            ["**Opening of the pool", "**All of it is set in bold", "x", "**And more"]
        ).sections
        == ()
    )


def block(text: str, bold: bool = False) -> Block:
    return Block(text, 10.0, bold)


def test_bold_lines_of_a_pdf_are_headings_below_those_of_its_outline():
    page = [block("Branches"), block("Ribe", bold=True), block(PLAIN)]
    page += [block("Molde", bold=True), block("Tel. 555 0144"), block(PLAIN)]
    marked = mark_outline(
        [page, [block("Fees", bold=True), block(PLAIN)]], [OutlineEntry("Branches", 1, 0)]
    )
    assert [b.level for b in marked[0]] == [1, 2, 0, 2, 0, 0]
    assert [b.level for b in marked[1]] == [2, 0]
    page[3] = block("The fee is not refundable.", bold=True)
    marked = mark_outline([[*page, block("Moe", bold=True)]], [OutlineEntry("Branches", 1, 0)])
    assert [b.level for b in marked[0]] == [1, 2, 0, 0, 0, 0, 0]


def test_bold_lines_of_a_pdf_in_capitals_stand_above_others():
    page = [block("WORK", bold=True), block("Harbour", bold=True), block(PLAIN)]
    page += [block("LANGUAGES", bold=True), block(PLAIN)]
    assert [b.level for b in mark_sizes([page], 10.0)[0]] == [1, 2, 0, 1, 0]
    assert [b.level for b in mark_sizes([page[1:3]], 10.0)[0]] == [1, 0]
    assert [b.level for b in mark_sizes([[*page[:2], block("x")]], 10.0)[0]] == [0, 0, 0]
