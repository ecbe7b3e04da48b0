"""Small files of every format, made when a test needs them."""

from __future__ import annotations

import io
import zipfile

ODT = "application/vnd.oasis.opendocument.text"
_ODF = 'xmlns:%s="urn:oasis:names:tc:opendocument:xmlns:%s:1.0"'


def make_zip(parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def make_pdf(pages):
    """A PDF; each page is a list of (x, y, size, text) on 600 by 800 points."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {count} /Kids [{kids}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        body = "\n".join(f"BT /F {size} Tf {x} {y} Td ({text}) Tj ET" for x, y, size, text in lines)
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] "
            f"/Resources << /Font << /F 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(body)} >>\nstream\n{body}\nendstream")
    data = "%PDF-1.4\n"
    offsets = []
    for number, text in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{text}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    return (
        f"{data}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    ).encode("latin-1")


def make_docx():
    import docx

    document = docx.Document()
    document.add_heading("Travel", 1)
    document.add_paragraph("The rate is 40 EUR.")
    document.add_paragraph("Ask first", style="List Bullet")
    table = document.add_table(2, 2)
    for cell, text in zip(
        [c for row in table.rows for c in row.cells], ["City", "Rate", "Oslo", "60"], strict=True
    ):
        cell.text = text
    return _saved(document)


def make_pptx():
    import pptx

    presentation = pptx.Presentation()
    for title in ("First", "Second"):
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = f"{title} body text."
    presentation.slides[1].notes_slide.notes_text_frame.text = "Say it slowly."
    return _saved(presentation)


def make_xlsx():
    import xlsxwriter

    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer)
    for name, rate in (("North", 60), ("South", 45.5)):
        sheet = workbook.add_worksheet(name)
        sheet.write_row(0, 0, ["City", "Rate"])
        sheet.write_row(1, 0, [f"{name} town", rate])
    workbook.close()
    return buffer.getvalue()


def make_odt(body=None):
    names = " ".join(_ODF % (name, name) for name in ("office", "text", "table"))
    body = body or (
        '<text:h text:outline-level="2">Travel</text:h><text:p>The rate<text:s/>is 40.</text:p>'
        "<text:list><text:list-item><text:p>Ask first</text:p></text:list-item></text:list>"
    )
    content = (
        f"<office:document-content {names}><office:body><office:text>{body}</office:text>"
        "</office:body></office:document-content>"
    )
    return make_zip({"mimetype": ODT, "content.xml": content})


def make_epub(chapters):
    items = "".join(f'<item id="c{n}" href="c{n}.xhtml"/>' for n in range(len(chapters)))
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    parts = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="c"><rootfile full-path="o/b.opf"/>'
        "</container>",
        "o/b.opf": '<package xmlns="p" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>Book</dc:title><manifest>{items}</manifest><spine>{spine}</spine></package>",
    }
    for number, chapter in enumerate(chapters):
        parts[f"o/c{number}.xhtml"] = f"<html><body>{chapter}</body></html>"
    return make_zip(parts)


def _saved(document):
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
