from __future__ import annotations

import io
import re
import zipfile

import pptx
import pytest
from pptx.util import Inches

from tests.makers import make_zip
from tests.office import (
    chart_xml,
    diagram_xml,
    frame,
    make_pptx,
    read,
    rels,
    sp,
    text_of,
    xml,
)


def saved(presentation):
    buffer = io.BytesIO()
    presentation.save(buffer)
    return buffer.getvalue()


def cell(text, attributes=""):
    return f"<a:tc {attributes}><a:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:txBody></a:tc>"


def slide_table(*rows, properties=""):
    made = "".join(f"<a:tr>{''.join(row)}</a:tr>" for row in rows)
    return frame(f"<a:tbl><a:tblPr {properties}/>{made}</a:tbl>")


def run(text, properties=""):
    return f"<a:r><a:rPr {properties}/><a:t>{text}</a:t></a:r>"


@pytest.mark.parametrize("kind", ["bar3DChart", "pieChart", "areaChart", "lineChart", "radarChart"])
def test_a_chart_of_any_type_is_a_table_of_its_series(kind):
    chart = chart_xml(
        kind, ["North", "South"], {"Sales": [410, 275], "Costs": [300, 280]}, "Regions"
    )
    data = make_pptx(
        sp("Plan", kind="title") + frame('<c:chart r:id="c1"/>'),
        parts={"charts/chart1.xml": chart},
        related={"c1": ("chart", "../charts/chart1.xml")},
    )
    assert text_of("a.pptx", data).split("\n\n") == [
        "Plan", "Regions", "North; Sales: 410; Costs: 300.", "South; Sales: 275; Costs: 280.",
    ]  # fmt: skip


def test_a_chart_that_cannot_be_read_costs_only_itself():
    data = make_pptx(
        sp("Sales", kind="title") + frame('<c:chart r:id="c1"/>') + sp("Kept.", y=9),
        sp("Goals", kind="title"),
        parts={"charts/chart1.xml": "<broken"},
        related={"c1": ("chart", "../charts/chart1.xml")},
    )
    reading = read("a.pptx", data)
    assert reading.document.text == "Sales\n\nKept.\n\nGoals"
    assert "1 chart that can't be read (slide 1)" in reading.report.reason


def test_the_points_of_a_diagram_are_a_list_in_its_order():
    texts = {"a": "Plan", "b": "Second", "c": "First", "d": "Do"}
    links = [("doc", "a", 0), ("doc", "d", 1), ("a", "b", 1), ("a", "c", 0)]
    data = make_pptx(
        frame('<dgm:relIds r:dm="d1"/>'),
        parts={"diagrams/data1.xml": diagram_xml(links, texts)},
        related={"d1": ("diagramData", "../diagrams/data1.xml")},
    )
    assert text_of("a.pptx", data) == "- Plan\n  - First\n  - Second\n- Do"


def test_merged_cells_of_a_table_stand_in_each_row():
    data = make_pptx(
        slide_table(
            [cell("Day"), cell("Dish"), cell("Price")],
            [cell("Monday", 'rowSpan="2"'), cell("Stew"), cell("6")],
            [cell("", 'vMerge="1"'), cell("Pie"), cell("3")],
            [cell("Closed", 'gridSpan="3"'), cell("", 'hMerge="1"'), cell("", 'hMerge="1"')],
            properties='firstRow="1"',
        )
    )
    assert text_of("a.pptx", data).split("\n\n") == [
        "Day: Monday; Dish: Stew; Price: 6.", "Day: Monday; Dish: Pie; Price: 3.", "Closed",
    ]  # fmt: skip


def test_automatic_numbers_are_those_of_the_slide():
    def numbered(text, kind, level=0, start=""):
        more = f'startAt="{start}"' if start else ""
        return (
            f'<a:p><a:pPr lvl="{level}"><a:buAutoNum type="{kind}" {more}/></a:pPr>'
            f"{run(text)}</a:p>"
        )

    data = make_pptx(
        sp(
            numbered("Mix", "arabicPeriod", start="4"), numbered("slowly", "alphaLcParenR", 1),
            numbered("well", "alphaLcParenR", 1), numbered("Bake", "arabicPeriod", start="4"),
            numbered("Eat", "romanUcParenBoth"),
        )
    )  # fmt: skip
    assert text_of("a.pptx", data).split("\n") == [
        "4. Mix", "  a) slowly", "  b) well", "5. Bake", "(VI) Eat",
    ]  # fmt: skip


def test_raised_lowered_and_struck_text_is_kept_apart():
    paragraph = (
        "<a:p>" + run("10") + run("6", 'baseline="30000"') + run(" of H")
        + run("2", 'baseline="-25000"') + run("O cost ")
        + run("99", 'strike="sngStrike"') + run("79") + "</a:p>"
    )  # fmt: skip
    assert text_of("a.pptx", make_pptx(sp(paragraph))) == "10⁶ of H₂O cost ~~99~~79"


def test_shapes_in_groups_and_in_alternatives_are_read_from_top_to_bottom():
    group = f"<p:grpSp><p:grpSpPr/>{sp('Third.', y=2)}{sp('Second.', y=1)}</p:grpSp>"
    group = group.replace(
        "<p:grpSpPr/>", '<p:grpSpPr><a:xfrm><a:off x="0" y="5"/></a:xfrm></p:grpSpPr>'
    )
    equation = (
        "<mc:AlternateContent><mc:Choice>" + sp("First.", y=1) + "</mc:Choice><mc:Fallback>"
        + sp("Picture of it.", y=1) + "</mc:Fallback></mc:AlternateContent>"
    )  # fmt: skip
    assert text_of("a.pptx", make_pptx(group + equation)) == "First.\n\nSecond.\n\nThird."


def test_headings_side_by_side_stand_before_the_texts_below_them():
    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])

    def put(left, top, said):
        slide.shapes.add_textbox(Inches(left), Inches(top), Inches(3), Inches(1)).text = said

    for left, head, said in (
        (1, "Elver", "Ruth Pell is the mayor"),
        (5, "Danby", "A fair in May and June"),
    ):
        put(left, 1, head)
        put(left, 2, said)
    for top, name, price in ((4, "Skiff", "20"), (5, "Kayak", "12")):
        put(1, top, name)
        put(5, top, price)
    said = text_of("a.pptx", saved(presentation)).split("\n\n")
    assert said[:4] == ["Elver", "Ruth Pell is the mayor", "Danby", "A fair in May and June"]
    assert said[4:] == ["Skiff", "20", "Kayak", "12"]


def test_footers_and_a_masters_own_words_are_written_once():
    master = xml("p:sldMaster", f"<p:cSld><p:spTree>{sp('ACME confidential')}</p:spTree></p:cSld>")
    layout = xml("p:sldLayout", "<p:cSld><p:spTree/></p:cSld>")
    slide = sp("Text {}.", y=1) + sp("Spring 2025", kind="ftr", y=9) + sp("7", kind="sldNum", y=9)
    data = make_pptx(
        slide.format("one"),
        slide.format("two"),
        parts={
            "slideLayouts/l.xml": layout,
            "slideLayouts/_rels/l.xml.rels": rels({"m": ("slideMaster", "../slideMasters/m.xml")}),
            "slideMasters/m.xml": master,
        },
        related={"l": ("slideLayout", "../slideLayouts/l.xml")},
    )
    reading = read("a.pptx", data)
    assert reading.document.text == "Text one.\n\nSpring 2025\n\nACME confidential\n\nText two."
    assert reading.report.details.repeated_characters == len("Spring 2025ACME confidential")


def test_comments_are_read_with_their_authors():
    comments = xml("p:cmLst", '<p:cm authorId="3"><p:text>Check the sum.</p:text></p:cm>')
    authors = xml("p:cmAuthorLst", '<p:cmAuthor id="3" name="Ada"/>')
    data = make_pptx(
        sp("Sum: 7."),
        parts={
            "comments/c.xml": comments,
            "authors.xml": authors,
            "_rels/presentation.xml.rels": rels(
                {"s0": ("slide", "slides/slide0.xml"), "a": ("commentAuthors", "authors.xml")}
            ),
        },
        related={"c": ("comments", "../comments/c.xml")},
    )
    assert text_of("a.pptx", data) == "Sum: 7.\n\nComments\n\n- Ada: Check the sum."


def test_pictures_and_missing_slides_are_counted():
    picture = "<p:pic><p:spPr/></p:pic>"
    data = make_pptx(
        sp("Here.") + picture,
        parts={
            "_rels/presentation.xml.rels": rels(
                {"s0": ("slide", "slides/slide0.xml"), "s1": ("slide", "slides/gone.xml")}
            )
        },
    )
    assert "1 picture (slide 1)" in read("a.pptx", data).report.reason


def test_slides_that_a_library_made_keep_titles_lists_and_positions():
    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.title.text = "Goals"
    body = slide.placeholders[1].text_frame
    body.text = "Open two shops"
    body.add_paragraph().text = "in the south"
    body.paragraphs[1].level = 1
    box = slide.shapes.add_textbox(Inches(1), Inches(6), Inches(3), Inches(1)).text_frame
    box.text = "Small print"
    box.add_paragraph().text = "in two lines"
    assert text_of("a.pptx", saved(presentation)) == (
        "Goals\n\n- Open two shops\n  - in the south\n\nSmall print\n\nin two lines"
    )


def test_a_strict_presentation_is_read_with_its_superscripts():
    paragraph = "<a:p>" + run("10") + run("6", 'baseline="30%"') + "</a:p>"
    with zipfile.ZipFile(io.BytesIO(make_pptx(sp(paragraph)))) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    strict = {
        name: re.sub(
            r"http://schemas\.openxmlformats\.org/(drawingml|presentationml|officeDocument)/2006/"
            r"(main|relationships)",
            r"http://purl.oclc.org/ooxml/\1/\2",
            text,
        )
        for name, text in parts.items()
    }
    assert text_of("a.pptx", make_zip(strict)) == "10⁶"


def boxes(*rows):
    """The blocks of a slide with rows of text boxes side by side."""
    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    for down, row in enumerate(rows):
        for across, words in enumerate(row):
            box = slide.shapes.add_textbox(Inches(1 + 3 * across), Inches(1 + down), Inches(2), 9)
            box.text_frame.text = words
    return text_of("a.pptx", saved(presentation)).split("\n\n")


@pytest.mark.parametrize(
    "rows",
    [
        (["312", "4.8 h", "97%"], ["ships called", "mean stay", "on time"]),
        (["€2.1m", "€0.9m"], ["Piling", "Paving"]),
        (["#1", "24/7"], ["in the fjord", "on duty"]),
        (["+12 %", "-3 %"], ["Guests", "Complaints"]),
        (["1,204", "88"], ["members in May of this year", "boats"]),
        (["10 years", "3 towns"], ["at sea", "served"]),
    ],
)
def test_figures_side_by_side_stand_with_the_names_below_them(rows):
    assert boxes(*rows) == [words for card in zip(*rows, strict=True) for words in card]


@pytest.mark.parametrize(
    "rows",
    [
        (["2022", "2024"], ["61%", "48%"], ["39%", "52%"]),
        (["Road", "Rail"], ["61%", "39%"]),
        (["May", "June"], ["opens", "closes"]),
        (["312", "ships"], ["called", "in May"]),
    ],
)
def test_other_boxes_side_by_side_are_read_row_by_row(rows):
    assert boxes(*rows) == [words for row in rows for words in row]
