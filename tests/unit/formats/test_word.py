from __future__ import annotations

import io
import zipfile

import pytest

from tests.makers import make_zip
from tests.office import (
    chart_xml,
    diagram_xml,
    make_docx,
    p,
    r,
    read,
    table,
    tc,
    text_of,
    xml,
)

BREAK = "<w:r><w:lastRenderedPageBreak/></w:r>"


def level(depth, text, kind="decimal", start=1, more=""):
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


def numbering(*levels, nums='<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'):
    return xml(
        "w:numbering", f'<w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum>{nums}'
    )


def item(text, depth=0, number=1, style=""):
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return p(
        text,
        f'{named}<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>',
    )


def numbered(body, numbering_xml, styles=""):
    return make_docx(
        body,
        {"numbering.xml": numbering_xml, "styles.xml": xml("w:styles", styles)},
        {"n": ("numbering", "numbering.xml"), "s": ("styles", "styles.xml")},
    )


def lines(name, data):
    return [line.strip() for line in text_of(name, data).split("\n") if line.strip()]


def test_clauses_and_headings_carry_the_numbers_that_word_counts():
    heading = '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/></w:style>'
    body = (
        item("Premises", 0, style="H") + item("The yard.", 1) + item("The mill.", 1)
        + item("Rent", 0, style="H") + item("It is due.", 1)
    )  # fmt: skip
    data = numbered(body, numbering(level(0, "%1."), level(1, "%1.%2")), heading)
    assert lines("a.docx", data) == [
        "1. Premises", "1.1 The yard.", "1.2 The mill.", "2. Rent", "2.1 It is due.",
    ]  # fmt: skip
    reading = read("a.docx", data)
    assert [s.title for s in reading.document.sections] == ["1. Premises", "2. Rent"]
    assert reading.report.details.list_numbers == 5


def test_letters_romans_and_fixed_words_stand_as_on_the_page():
    body = item("One") + item("Alpha", 1) + item("Beta", 1) + item("Deep", 2) + item("Two")
    levels = (
        level(0, "Article %1", "upperRoman"), level(1, "(%2)", "lowerLetter"),
        level(2, "%1.%3", "decimalZero", more="<w:isLgl/>"),
    )  # fmt: skip
    assert lines("a.docx", numbered(body, numbering(*levels))) == [
        "Article I One", "(a) Alpha", "(b) Beta", "1.01 Deep", "Article II Two",
    ]  # fmt: skip


def test_a_second_list_of_the_same_kind_goes_on_or_starts_anew():
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    body = item("a") + item("b") + item("c", 0, 2) + item("d", 0, 3) + item("e", 0, 3)
    data = numbered(body, numbering(level(0, "%1)"), nums=nums))
    assert lines("a.docx", data) == ["1) a", "2) b", "3) c", "5) d", "6) e"]


def test_a_style_numbers_its_paragraphs_at_the_level_that_names_it():
    style = (
        '<w:style w:type="paragraph" w:styleId="Clause"><w:name w:val="Clause"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    clause = '<w:pStyle w:val="Clause"/>'
    body = (
        item("Top")
        + p("Inner", clause)
        + p("Plain", f'{clause}<w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    levels = (level(0, "%1"), level(1, "%1.%2", more='<w:pStyle w:val="Clause"/>'))
    assert lines("a.docx", numbered(body, numbering(*levels), style)) == [
        "1 Top", "1.1 Inner", "Plain",
    ]  # fmt: skip


def test_a_clause_that_a_tracked_change_deletes_is_not_counted():
    gone = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        "<w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>Old</w:delText></w:r></w:del></w:p>"
    )
    data = numbered(item("One") + gone + item("Two"), numbering(level(0, "%1.")))
    assert lines("a.docx", data) == ["1. One", "2. Two"]
    assert "3 characters of tracked deletions" in read("a.docx", data).report.reason


def section(*references, more=""):
    made = "".join(
        f'<w:{kind}Reference w:type="{place}" r:id="{key}"/>' for kind, place, key in references
    )
    return f"<w:sectPr>{made}{more}</w:sectPr>"


def test_headers_and_footers_are_read_once_and_bare_page_numbers_are_not():
    page = (
        '<w:p><w:r><w:t xml:space="preserve">Page </w:t></w:r><w:fldSimple w:instr="PAGE">'
        "<w:r><w:t>3</w:t></w:r></w:fldSimple></w:p>"
    )
    parts = {
        "h1.xml": xml("w:hdr", table(["Document", "SOP-7"], ["Revision", "4"])),
        "h2.xml": xml("w:hdr", p("Annex to SOP-7")),
        "f1.xml": xml("w:ftr", p("Approved by Ines") + page),
    }
    related = {"a": ("header", "h1.xml"), "b": ("footer", "f1.xml"), "c": ("header", "h2.xml")}
    first = section(("header", "default", "a"), ("footer", "default", "b"))
    last = section(("header", "default", "c"), ("header", "first", "a"), ("footer", "default", "b"))
    data = make_docx(p("Body one.", first) + p("Body two.") + last, parts, related)
    assert text_of("a.docx", data).split("\n\n") == [
        "Document: SOP-7.", "Revision: 4.", "Approved by Ines", "Body one.", "Annex to SOP-7",
        "Body two.",
    ]  # fmt: skip


def test_the_first_page_and_even_pages_count_only_where_they_are_shown():
    parts = {
        "h1.xml": xml("w:hdr", p("FIRST")),
        "h2.xml": xml("w:hdr", p("USUAL")),
        "h3.xml": xml("w:hdr", p("EVEN")),
    }
    related = {"a": ("header", "h1.xml"), "b": ("header", "h2.xml"), "c": ("header", "h3.xml")}
    kinds = [("header", "first", "a"), ("header", "default", "b"), ("header", "even", "c")]
    shown = make_docx(p("Body.") + section(*kinds, more="<w:titlePg/>"), parts, related)
    assert text_of("a.docx", shown) == "FIRST\n\nUSUAL\n\nBody."
    plain = make_docx(p("Body.") + section(*kinds), parts, related)
    assert text_of("a.docx", plain) == "USUAL\n\nBody."


def test_a_section_that_names_no_header_shows_that_of_the_section_before_it():
    parts = {"h1.xml": xml("w:hdr", p("FIRST")), "h2.xml": xml("w:hdr", p("USUAL"))}
    related = {"a": ("header", "h1.xml"), "b": ("header", "h2.xml")}
    named = section(("header", "first", "a"), ("header", "default", "b"))
    body = p("One.", named) + p("Two.", section()) + p("Three.") + section(more="<w:titlePg/>")
    made = read("a.docx", make_docx(body, parts, related))
    assert made.document.text == "USUAL\n\nOne.\n\nTwo.\n\nFIRST\n\nThree."
    assert "repeated" not in (made.report.reason or "")


def test_a_text_box_is_a_block_of_its_own_and_not_read_from_both_alternatives():
    box = f"<w:txbxContent>{p('Wear gloves.')}</w:txbxContent>"
    body = (
        f"<w:p>{r('Open the ')}<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        f"{r('hatch.')}</w:p>"
    )
    assert text_of("a.docx", make_docx(body)) == "Open the hatch.\n\nWear gloves."


def test_raised_lowered_and_struck_runs_cannot_be_read_as_digits_of_a_number():
    body = (
        "<w:p>" + r("3 × 10") + r("1", '<w:vertAlign w:val="superscript"/>')
        + r("2", '<w:vertAlign w:val="superscript"/>') + r(" of H")
        + r("2", '<w:vertAlign w:val="subscript"/>') + r("O on the 1")
        + r("st", '<w:vertAlign w:val="superscript"/>') + r(" for ")
        + r("40", "<w:strike/>") + r("25") + r(" euros") + "</w:p>"
    )  # fmt: skip
    assert text_of("a.docx", make_docx(body)) == "3 × 10¹² of H₂O on the 1st for ~~40~~25 euros"


def test_a_style_raises_strikes_or_hides_its_runs():
    styles = "".join(
        f'<w:style w:type="character" w:styleId="{name}"><w:rPr>{said}</w:rPr></w:style>'
        for name, said in (
            ("Up", '<w:vertAlign w:val="superscript"/>'),
            ("Gone", "<w:dstrike/>"),
            ("Unseen", "<w:vanish/>"),
        )
    )
    body = (
        "<w:p>" + r("m") + r("3", '<w:rStyle w:val="Up"/>') + r(" at ")
        + r("7", '<w:rStyle w:val="Gone"/>') + r("8") + r("secret", '<w:rStyle w:val="Unseen"/>')
        + "</w:p>"
    )  # fmt: skip
    reading = read("a.docx", numbered(body, numbering(), styles))
    assert reading.document.text == "m³ at ~~7~~8"
    assert "6 characters of hidden text" in reading.report.reason


def test_tracked_changes_leave_the_new_text():
    body = (
        "<w:p>" + r("It costs ") + "<w:del><w:r><w:delText>40</w:delText></w:r></w:del><w:ins>"
        + r("25") + "</w:ins>" + r(" euros.") + "</w:p>"
    )  # fmt: skip
    reading = read("a.docx", make_docx(body))
    assert reading.document.text == "It costs 25 euros."
    assert reading.report.status == "partly"


def notes_file(body, kind="footnotes", settings=""):
    one = kind[:-1]
    notes = xml(
        f"w:{kind}",
        f'<w:{one} w:type="separator" w:id="0">{p("-")}</w:{one}>'
        f'<w:{one} w:id="5">{p("Second note.")}</w:{one}>'
        f'<w:{one} w:id="9">{p("First note.")}</w:{one}>',
    )
    return make_docx(body, {"notes.xml": notes}, {"f": (kind, "notes.xml")})


def test_notes_are_numbered_as_the_text_refers_to_them_and_stand_after_it():
    def reference(identifier, kind="footnote"):
        return f'<w:r><w:{kind}Reference w:id="{identifier}"/></w:r>'

    body = "<w:p>" + r("Up to 31") + reference(9) + r(" kg.") + reference(5) + "</w:p>"
    assert text_of("a.docx", notes_file(body)) == (
        "Up to 31[1] kg.[2]\n\nFootnotes\n\n[1] First note.\n[2] Second note."
    )
    body = "<w:p>" + r("Up to 31") + reference(9, "endnote") + r(" kg.") + "</w:p>"
    assert text_of("a.docx", notes_file(body, "endnotes")).startswith("Up to 31[i] kg.")


def test_a_table_over_several_pages_gives_each_row_its_page():
    rows = [["Zone", "Price"]] + [[f"Zone {n}", str(n * 7)] for n in range(1, 5)]
    rows[3][0] = tc(f"<w:p>{BREAK}{r('Zone 3')}</w:p>")
    body = table(*rows) + f"<w:p>{BREAK}{r('Signed below.')}</w:p>"
    document = read("a.docx", make_docx(body)).document
    pages = [document.text[page.start : page.end].split() for page in document.pages]
    assert [page.number for page in document.pages] == [1, 2, 3]
    assert "2;" in pages[0]
    assert {"3;", "4;"} <= set(pages[1])
    assert pages[2] == ["Signed", "below."]


def test_a_row_that_breaks_in_two_cells_turns_one_page():
    broken = tc(f"<w:p>{r('first part')}{BREAK}{r('second part')}</w:p>")
    body = table(["Name", "Text"], [broken, broken], ["x", "y"])
    assert len(read("a.docx", make_docx(body)).document.pages) == 2


def test_merged_cells_stand_in_each_row_and_column_that_they_cover():
    body = table(
        [
            tc(p("Team"), '<w:vMerge w:val="restart"/>'),
            tc(p("Training"), '<w:gridSpan w:val="2"/>'),
        ],
        [tc(p(), "<w:vMerge/>"), "Class", "Time"],
        [tc(p("North"), '<w:vMerge w:val="restart"/>'), "Yoga", "18:00"],
        [tc(p(), "<w:vMerge/>"), "Judo", "20:00"],
    )
    assert text_of("a.docx", make_docx(body)).split("\n\n") == [
        "Team: North; Training - Class: Yoga; Training - Time: 18:00.",
        "Team: North; Training - Class: Judo; Training - Time: 20:00.",
    ]


def test_a_nested_table_follows_its_row_once_with_its_own_columns():
    inner = table(["Bolt", "Torque"], ["M8", "25 Nm"], ["M10", "49 Nm"])
    body = table(
        ["Station", "Worker", "Details"],
        ["A", "Helga", tc(p("See:") + inner + p())],
        ["B", "Rasmus", "Checks the crane"],
    )
    assert text_of("a.docx", make_docx(body)).split("\n\n") == [
        "Station: A; Worker: Helga; Details: See:.", "Bolt: M8; Torque: 25 Nm.",
        "Bolt: M10; Torque: 49 Nm.", "Station: B; Worker: Rasmus; Details: Checks the crane.",
    ]  # fmt: skip


def test_a_bold_first_row_names_the_columns():
    head = [tc(p(name, run="<w:b/>")) for name in ("Anna", "Berta")]
    body = table(head, ["Carla", "Dora"], ["Emma", "Frida"])
    assert text_of("a.docx", make_docx(body)).startswith("Anna: Carla; Berta: Dora.")


def test_a_table_of_one_column_is_its_blocks():
    body = table([tc(p("Warning") + p("Hot surface."))])
    assert text_of("a.docx", make_docx(body)) == "Warning\n\nHot surface."


def test_check_boxes_choices_and_results_of_fields_are_shown_and_instructions_are_not():
    def field(data, instruction, result=""):
        return (
            f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r><w:r><w:instrText>'
            f'{instruction}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            f'{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    box = '<w:ffData><w:checkBox><w:checked w:val="{}"/></w:checkBox></w:ffData>'
    choice = (
        '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="red"/>'
        '<w:listEntry w:val="blue"/></w:ddList></w:ffData>'
    )
    body = (
        "<w:p>" + r("Insured ") + field(box.format(1), "FORMCHECKBOX") + r(" rented ")
        + field(box.format(0), "FORMCHECKBOX") + r(" colour ") + field(choice, "FORMDROPDOWN")
        + r(" owner ") + field("", "MERGEFIELD x", r("Ludo")) + "</w:p>"
    )  # fmt: skip
    assert text_of("a.docx", make_docx(body)) == "Insured ☒ rented ☐ colour blue owner Ludo"


def test_a_field_that_never_ends_loses_no_text_after_its_paragraph():
    body = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>' + p("Still here.")
    assert text_of("a.docx", make_docx(body)) == "Still here."


def test_symbols_of_sign_fonts_become_signs():
    symbol = '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>'
    body = (
        '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + r(" paid, if ")
        + r("a\uf0a3", symbol) + r("5") + '<w:r><w:sym w:char="FFFFFFFF"/></w:r></w:p>'
    )  # fmt: skip
    assert text_of("a.docx", make_docx(body)) == "☑ paid, if α≤5"


def test_content_controls_and_line_breaks_are_kept():
    body = (
        f"<w:sdt><w:sdtPr/><w:sdtContent>{p('Inside.')}</w:sdtContent></w:sdt><w:p>"
        + r("Mill Lane 4") + "<w:r><w:br/></w:r>" + r("48112 Oldport") + "</w:p>"
    )  # fmt: skip
    assert text_of("a.docx", make_docx(body)) == "Inside.\n\nMill Lane 4\n48112 Oldport"


def test_an_equation_is_written_on_the_line():
    def part(name, text):
        return f"<m:{name}><m:r><m:t>{text}</m:t></m:r></m:{name}>"

    body = (
        "<w:p><m:oMath><m:r><m:t>E=</m:t></m:r><m:f>" + part("num", "m+1") + part("den", "2")
        + "</m:f><m:sSup>" + part("e", "c") + part("sup", "2") + "</m:sSup><m:rad><m:deg/>"
        + part("e", "x") + "</m:rad></m:oMath></w:p>"
    )  # fmt: skip
    assert text_of("a.docx", make_docx(body)) == "E=(m+1)/2c²√x"


def test_the_document_is_found_by_its_relationship_not_by_its_name():
    data = make_docx(p("Found."), name="word/document2.xml")
    assert text_of("a.docx", data) == "Found."


def test_a_strict_document_is_read_as_any_other():
    data = make_docx(p("Strict text.") + table(["City", "Rate"], ["Oslo", "60"]))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    strict = {
        name: text.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        ).replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, text in parts.items()
    }
    assert text_of("a.docx", make_zip(strict)) == "Strict text.\n\nCity: Oslo; Rate: 60."


def test_an_inserted_web_page_is_read_and_other_insertions_are_reported():
    body = p("Before.") + '<w:altChunk r:id="h"/><w:altChunk r:id="b"/>'
    parts = {"part.html": "<html><body><p>Inserted text.</p></body></html>", "part.bin": "x"}
    related = {"h": ("aFChunk", "part.html"), "b": ("aFChunk", "part.bin")}
    reading = read("a.docx", make_docx(body, parts, related))
    assert reading.document.text == "Before.\n\nInserted text."
    assert "1 file inserted in it" in reading.report.reason


def test_pictures_are_counted_with_their_page():
    picture = "<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>"
    data = make_docx(p("One.") + f"<w:p>{BREAK}{r('Two.')}</w:p>" + picture)
    assert read("a.docx", data).report.reason == "not in the text: 1 picture (page 2)"


def test_readings_above_words_follow_the_line_and_leave_the_words_whole():
    def ruby(base, reading):
        above, below = f"<w:rt>{r(reading)}</w:rt>", f"<w:rubyBase>{r(base)}</w:rubyBase>"
        return f"<w:r><w:ruby>{above}{below}</w:ruby></w:r>"

    body = (
        "<w:p>" + ruby("東", "とう") + ruby("京", "きょう") + r("駅は") + ruby("開業", "かいぎょう")
        + r("した。") + "</w:p>"
    )  # fmt: skip
    assert text_of("a.docx", make_docx(body)) == (
        "東京駅は開業した。 (東京: とうきょう; 開業: かいぎょう)"
    )


def test_a_paragraph_may_name_only_the_level_of_its_styles_list():
    style = (
        '<w:style w:type="paragraph" w:styleId="C"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        "</w:pPr></w:style>"
    )
    deeper = '<w:pStyle w:val="C"/><w:numPr><w:ilvl w:val="1"/></w:numPr>'
    body = p("Top", '<w:pStyle w:val="C"/>') + p("Inner", deeper)
    data = numbered(body, numbering(level(0, "%1."), level(1, "%1.%2.")), style)
    assert lines("a.docx", data) == ["1. Top", "1.1. Inner"]


def test_a_large_first_letter_belongs_to_its_word():
    body = p("D", '<w:framePr w:dropCap="drop" w:lines="3"/>') + p("own by the river.")
    assert text_of("a.docx", make_docx(body)) == "Down by the river."


def test_charts_and_diagrams_of_a_document_are_read_where_they_stand():
    def drawn(content):
        return f"<w:p><w:r><w:drawing>{content}</w:drawing></w:r></w:p>"

    body = (
        p("Before.") + drawn('<c:chart r:id="c"/>') + drawn('<dgm:relIds r:dm="d"/>')
        + drawn('<c:chart r:id="gone"/>') + p("After.")
    )  # fmt: skip
    parts = {
        "charts/c.xml": chart_xml("bar3DChart", ["North"], {"Sales": [410]}),
        "diagrams/d.xml": diagram_xml([("doc", "a", 0), ("doc", "b", 1)], {"a": "Plan", "b": "Do"}),
    }
    related = {"c": ("chart", "charts/c.xml"), "d": ("diagramData", "diagrams/d.xml")}
    reading = read("a.docx", make_docx(body, parts, related))
    assert reading.document.text == ("Before.\n\nNorth; Sales: 410.\n\n- Plan\n- Do\n\nAfter.")
    assert reading.report.reason == "not in the text: 1 chart that can't be read"


def test_a_paragraph_whose_end_a_tracked_change_deletes_goes_on_in_the_next():
    gone = "<w:rPr><w:del/></w:rPr>"
    body = p("The fee is ", gone) + p("40 euros.") + p("The end.", gone)
    assert text_of("a.docx", make_docx(body)) == "The fee is 40 euros.\n\nThe end."


def test_a_watermark_is_read_once():
    mark = '<w:p><w:r><w:pict><v:shape><v:textpath string="DRAFT"/></v:shape></w:pict></w:r></w:p>'
    parts = {"h1.xml": xml("w:hdr", mark), "h2.xml": xml("w:hdr", mark)}
    related = {"a": ("header", "h1.xml"), "b": ("header", "h2.xml")}
    end = section(("header", "first", "a"), ("header", "default", "b"), more="<w:titlePg/>")
    assert text_of("a.docx", make_docx(p("Body.") + end, parts, related)) == "DRAFT\n\nBody."


def test_a_page_break_turns_the_page_once_with_or_without_words_own_mark():
    stop = '<w:r><w:br w:type="page"/></w:r>'
    body = (
        f"<w:p>{r('First.')}{stop}</w:p><w:p>{BREAK}{r('Second.')}</w:p>{p('Still second.')}"
        f"<w:p>{stop}</w:p>{p('Third.')}{p('Fourth.', '<w:pageBreakBefore/>')}"
    )
    document = read("a.docx", make_docx(body)).document
    assert [document.text[page.start : page.end].strip() for page in document.pages] == [
        "First.",
        "Second.\n\nStill second.",
        "Third.",
        "Fourth.",
    ]
    assert not read("a.docx", make_docx(body.replace(BREAK, ""))).document.pages


def test_the_text_of_a_row_that_a_tracked_change_deletes_is_counted():
    gone = '<w:p><w:del w:id="1"><w:r><w:delText>Anchor</w:delText></w:r></w:del></w:p>'
    row = f'<w:tr><w:trPr><w:del w:id="2"/></w:trPr><w:tc>{gone}</w:tc><w:tc>{gone}</w:tc></w:tr>'
    data = make_docx(table(["Item", "Price"], ["Rope", "9"]).replace("</w:tbl>", f"{row}</w:tbl>"))
    assert "12 characters of tracked deletions" in read("a.docx", data).report.reason


def test_a_fraction_behind_a_number_stands_apart():
    half = (
        "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den>"
    )
    body = f"<w:p>{r('Take 2')}{half}</m:f></m:oMath>{r(' cups.')}</w:p>"
    assert text_of("a.docx", make_docx(body)) == "Take 2 1/2 cups."


@pytest.mark.parametrize(
    ("instruction", "shown"),
    [
        (" EQ \\f(5,8) ", "5/8"),
        ("EQ \\r(3,x+1)", "³√(x+1)"),
        ("EQ 10\\s\\up8(6)", "10⁶"),
        ('EQ \\* jc0 \\* "Font:MS Mincho" \\* hps10 \\o\\ad(\\s\\up 9(とう),東)', "東(とう)"),
        ("EQ \\b(\\f(a+b;2))", "(a+b)/2"),
        ("PAGE", ""),
    ],
)
def test_formulas_that_are_fields_are_shown(instruction, shown):
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end")]
    field = f"{marks[0]}<w:r><w:instrText>{instruction}</w:instrText></w:r>{marks[1]}"
    body = f"<w:p>{r('It is ')}{field}{r(' inch.')}</w:p>"
    assert text_of("a.docx", make_docx(body)) == " ".join(f"It is {shown} inch.".split())


def test_a_document_in_one_xml_file_is_read_as_its_package():
    with zipfile.ZipFile(io.BytesIO(make_docx(p("Masks are worn.")))) as archive:
        parts = "".join(
            f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{archive.read(name).decode()}</pkg:xmlData>'
            "</pkg:part>"
            for name in archive.namelist()
        )
    space = "http://schemas.microsoft.com/office/2006/xmlPackage"
    data = f'<?xml version="1.0"?><pkg:package xmlns:pkg="{space}">{parts}</pkg:package>'
    assert text_of("a.xml", data.encode()) == "Masks are worn."


def test_a_box_in_a_note_is_read_after_it():
    box = (
        f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{p('Boxed.')}</w:txbxContent></v:textbox>"
    )
    note = f'<w:footnote w:id="1"><w:p>{r("See")}{box}</v:shape></w:pict></w:r></w:p></w:footnote>'
    body = f'<w:p>{r("Up")}<w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    notes = {"footnotes.xml": xml("w:footnotes", note)}
    data = make_docx(body, notes, {"r5": ("footnotes", "footnotes.xml")})
    assert text_of("a.docx", data) == "Up[1]\n\nFootnotes\n\n[1] See\n\nBoxed."
