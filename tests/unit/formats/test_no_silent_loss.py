"""A word in an odd place of a file is in the text, or the report says that something is left out.

Each place is tried alone, beside plain text, so that no other loss hides it.
"""

import io

import pytest

from tests import makers, office, opendocument
from tests.readings import read

WORD = "Zuckerrohr"
PLAIN = "The harbour master keeps the spare keys of the boat house in the drawer. " * 9
FALLBACK = "<mc:Choice Requires='x'><w:drawing/></mc:Choice>"
IN_WORD = {
    "inserted": f'<w:p><w:ins w:id="1">{office.r(WORD)}</w:ins></w:p>',
    "moved": f'<w:p><w:moveTo w:id="1">{office.r(WORD)}</w:moveTo></w:p>',
    "deleted": f'<w:p><w:del w:id="1"><w:r><w:delText>{WORD}</w:delText></w:r></w:del></w:p>',
    "hidden": office.p(WORD, run="<w:vanish/>"),
    "content control": f"<w:sdt><w:sdtContent>{office.p(WORD)}</w:sdtContent></w:sdt>",
    "control in a row": "<w:tbl><w:tr><w:sdt><w:sdtContent><w:tc>"
    f"{office.p(WORD)}</w:tc></w:sdtContent></w:sdt></w:tr></w:tbl>",
    "control of rows": "<w:tbl><w:sdt><w:sdtContent><w:tr><w:tc>"
    f"{office.p(WORD)}</w:tc></w:tr></w:sdtContent></w:sdt></w:tbl>",
    "smart tag": f"<w:p><w:smartTag>{office.r(WORD)}</w:smartTag></w:p>",
    "own element": f"<w:p><w:customXml>{office.r(WORD)}</w:customXml></w:p>",
    "field": f'<w:p><w:fldSimple w:instr="AUTHOR">{office.r(WORD)}</w:fldSimple></w:p>',
    "link": f"<w:p><w:hyperlink>{office.r(WORD)}</w:hyperlink></w:p>",
    "direction": f'<w:p><w:bdo w:val="rtl">{office.r(WORD)}</w:bdo></w:p>',
    "reading": "<w:p><w:r><w:ruby><w:rt><w:r><w:t>x</w:t></w:r></w:rt><w:rubyBase>"
    f"{office.r(WORD)}</w:rubyBase></w:ruby></w:r></w:p>",
    "box": "<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
    f"{office.p(WORD)}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>",
    "old box": f"<w:p><w:r><mc:AlternateContent>{FALLBACK}<mc:Fallback><w:pict><v:textbox>"
    f"<w:txbxContent>{office.p(WORD)}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r></w:p>",
    "formula": f"<w:p><m:oMath><m:r><m:t>{WORD}</m:t></m:r></m:oMath></w:p>",
    "nested table": office.table([office.tc(office.table([WORD, "b"]) + office.p())]),
    "word art": f'<w:p><w:r><w:pict><v:textpath string="{WORD}"/></w:pict></w:r></w:p>',
}
IN_PAGES = {
    "folded": "<details><summary>More</summary><p>{}</p></details>",
    "hidden": "<div hidden>{}</div>",
    "not displayed": "<div style='display:none'>{}</div>",
    "without scripts": "<noscript>The keeper is called {}.</noscript>",
    "template": "<div><template shadowrootmode=open><p>{}</p></template></div>",
    "caption": "<table><caption>{}</caption><tr><td>a<td>b<tr><td>c<td>d</table>",
    "foot": "<table><tr><td>a<td>b<tfoot><tr><td>{}<td>d</table>",
    "stray in a table": "<table>{}<tr><td>a<td>b</table>",
    "text after a list": "<ul><li>a<ul><li>b</ul>{}</ul>",
    "text in a list": "<ol>{}<li>a</ol>",
    "legend": "<fieldset><legend>{}</legend></fieldset>",
    "field": "<p><input value='{}'></p>",
    "area": "<p><textarea>{}</textarea></p>",
    "choice": "<p><select><option>a<option selected>{}</select></p>",
    "own element": "<x-card><x-body>{}</x-body></x-card>",
    "picture": "<p><img src=a alt='The long quay at {}'></p>",
    "label": "<p><i role=img aria-label='Rated by {} people'></i></p>",
    "drawing": "<svg><text>{}</text></svg>",
    "foreign": "<svg><foreignObject><p>{}</p></foreignObject></svg>",
    "formula": "<math><mtext>{}</mtext></math>",
    "reading": "<ruby>{}<rt>x</rt></ruby>",
    "frame": "<iframe srcdoc='&lt;p>{}&lt;/p>'></iframe>",
    "object": "<object data=a><p>{}</p></object>",
    "film": "<video><p>{}</p></video>",
    "dialog": "<dialog>The keeper is called {}.</dialog>",
    "menu": "<nav><a href=a>{}</a> <a href=b>b</a> <a href=c>c</a></nav>",
    "footer": "<footer>{}</footer>",
    "aside": "<aside>{}</aside>",
    "definition": "<dl><dt>a</dt><dd><p>{}</p></dd></dl>",
    "address": "<address>{}</address>",
    "listing": "<pre><code><span>{}</span></code></pre>",
}
IN_TEXTS = {
    "note": "<text:p>a<text:note><text:note-citation>1</text:note-citation><text:note-body>"
    "<text:p>{}</text:p></text:note-body></text:note></text:p>",
    "comment": "<text:p>a<office:annotation><text:p>{}</text:p></office:annotation></text:p>",
    "box": "<text:p><draw:frame><draw:text-box><text:p>{}</text:p></draw:text-box></draw:frame>"
    "</text:p>",
    "shape": "<text:p><draw:custom-shape><text:p>{}</text:p></draw:custom-shape></text:p>",
    "section": "<text:section><text:p>{}</text:p></text:section>",
    "list header": "<text:list><text:list-header><text:p>{}</text:p></text:list-header>"
    "</text:list>",
    "index": "<text:table-of-content><text:index-body><text:p>{}</text:p></text:index-body>"
    "</text:table-of-content>",
    "deleted": '<text:tracked-changes><text:changed-region text:id="a"><text:deletion><text:p>{}'
    "</text:p></text:deletion></text:changed-region></text:tracked-changes>",
    "field": "<text:p><text:user-field-get>{}</text:user-field-get></text:p>",
    "link": "<text:p><text:a><text:span>{}</text:span></text:a></text:p>",
    "header rows": "<table:table><table:table-header-rows><table:table-row><table:table-cell>"
    "<text:p>{}</text:p></table:table-cell></table:table-row></table:table-header-rows></table:table>",
    "nested table": "<table:table><table:table-row><table:table-cell><table:table><table:table-row>"
    "<table:table-cell><text:p>{}</text:p></table:table-cell></table:table-row></table:table>"
    "</table:table-cell></table:table-row></table:table>",
    "alternative": "<text:p><draw:frame><draw:image/><svg:desc>{}</svg:desc></draw:frame></text:p>",
}
IN_SLIDES = {
    "group": f"<p:grpSp>{office.sp(WORD)}</p:grpSp>",
    "connector": f"<p:cxnSp><p:txBody><a:p><a:r><a:t>{WORD}</a:t></a:r></a:p></p:txBody></p:cxnSp>",
    "field": office.sp(f'<a:p><a:fld type="x"><a:t>{WORD}</a:t></a:fld></a:p>'),
    "footer": office.sp(WORD, kind="ftr"),
    "subtitle": office.sp(WORD, kind="subTitle"),
    "table": office.frame(
        "<a:tbl><a:tr><a:tc><a:txBody><a:p><a:r><a:t>"
        f"{WORD}</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl>"
    ),
}


def check(name: str, data: bytes) -> None:
    reading = read(name, data)
    text = reading.document.text if reading.document else ""
    assert WORD in text or reading.report.status != "read", text


@pytest.mark.parametrize("place", IN_WORD)
def test_no_word_of_a_word_document(place):
    check("a.docx", office.make_docx(office.p(PLAIN) + IN_WORD[place]))


@pytest.mark.parametrize("place", IN_PAGES)
def test_no_word_of_a_web_page_or_a_book(place):
    body = f"<h1>Harbour</h1><p>{PLAIN}</p>{IN_PAGES[place].format(WORD)}"
    check("a.html", f"<html><body>{body}</body></html>".encode())
    check("a.epub", makers.make_epub([body]))


@pytest.mark.parametrize("place", IN_TEXTS)
def test_no_word_of_an_opendocument_text(place):
    body = f"<text:p>{PLAIN}</text:p>{IN_TEXTS[place].format(WORD)}"
    check("a.odt", opendocument.make_odf("text", body))


@pytest.mark.parametrize("place", IN_SLIDES)
def test_no_word_of_a_slide(place):
    check("a.pptx", office.make_pptx(office.sp(PLAIN) + IN_SLIDES[place]))


def test_no_word_of_a_workbook():
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("Zsheet")
    sheet.write(90, 60, "Zfar")
    sheet.write_comment("B2", "Zcomment")
    sheet.insert_textbox("D4", "Zbox")
    sheet.set_header("&LZheader")
    sheet.write_url("A5", "https://x.example", string="Zlink")
    sheet.write_rich_string("A6", "Z", book.add_format({"bold": True}), "rich")
    sheet.write_formula("A7", '="Z"&"formula"', None, "Zformula")
    sheet.data_validation("A8", {"validate": "list", "source": ["Zlist"], "input_message": "Zhint"})
    sheet.set_row(8, None, None, {"hidden": True})
    sheet.write("A9", "Zrow")
    hidden = book.add_worksheet("Zunseen")
    hidden.write("A1", "Zhidden")
    hidden.very_hidden()
    book.close()
    text = read("a.xlsx", buffer.getvalue()).document.text
    words = ("sheet", "far", "comment", "box", "header", "link", "rich", "formula", "row", "hidden")
    assert [word for word in words if f"Z{word}" not in text] == []
