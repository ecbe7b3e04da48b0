"""PDFs drawn by tests: text in several fonts, rules, areas, annotations and page labels."""

from __future__ import annotations

FONTS = {
    "F": "Helvetica",
    "B": "Helvetica-Bold",
    "M": "Courier",
    "U": "Times-Roman",
    "E": "Hackney",
}
"""U shows the letters that a file says (`letters` of `build`); those of E are equally wide, which
PDFium does not say of the font, since its last sign ("~") is wider."""
_FIRST_LETTER = 0xC0


def text(x, y, said, size=10, font="F", rise=0, extra=""):
    """Text at a place; `extra` is put before it ("3 Tr" makes it invisible)."""
    said = said.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /{font} {size} Tf {extra} {rise} Ts {x} {y} Td ({said}) Tj ET 0 Ts\n"


def lines(x, y, all_of, pitch=12, **kind):
    """Lines of text below each other."""
    return "".join(text(x, y - pitch * n, said, **kind) for n, said in enumerate(all_of))


def rule(x0, y0, x1, y1, width=0.5):
    """A straight line."""
    return f"{width} w {x0} {y0} m {x1} {y1} l S\n"


def area(x0, y0, x1, y1, grey=0.8):
    """A coloured rectangle; what is drawn after it has black ink."""
    return f"{grey} g {x0} {y0} {x1 - x0} {y1 - y0} re f 0 g\n"


def grid(across, down):
    """The rules of a table."""
    levels = [rule(across[0], y, across[-1], y) for y in down]
    uprights = [rule(x, down[0], x, down[-1]) for x in across]
    return "".join(levels + uprights)


def table(across, down, rows, pad=3, font="F", size=9):
    """The text of a ruled table: each row's cells, each a string or a list of lines."""
    pieces = []
    for top, row in zip(down, rows, strict=False):
        for left, cell in zip(across, row, strict=False):
            said = [cell] if isinstance(cell, str) else cell
            pieces.append(
                lines(left + pad, top - size - 2, said, pitch=size + 2, size=size, font=font)
            )
    return "".join(pieces)


def shown(x, y, said, letters, size=10):
    """A line in letters of font U, as it looks from left to right."""
    codes = {ord(letter): _FIRST_LETTER + n for n, letter in enumerate(letters)}
    return text(x, y, said.translate(codes), size, font="U")


def build(pages, annotations=(), labels="", rotate=0, fields=(), box="0 0 600 800", letters=""):
    """A PDF of pages' content streams.

    Args:
        pages: a content stream each.
        annotations: dictionaries of the first page's annotations, without their brackets.
        labels: the number tree of page labels ("0 << /S /r >> 3 << /S /D >>").
        rotate: how far each page is turned for showing.
        fields: the same as `annotations` for the fields of a form.
        box: each page's edges.
        letters: what font U shows for the codes from 192 on.
    """
    notes = [*annotations, *fields]
    first = 3 + len(FONTS) + 2 * len(pages)
    kids = " ".join(f"{3 + len(FONTS) + 2 * n} 0 R" for n in range(len(pages)))
    form = " ".join(f"{first + len(annotations) + n} 0 R" for n in range(len(fields)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R "
        + (f"/PageLabels << /Nums [{labels}] >> " if labels else "")
        + (f"/AcroForm << /Fields [{form}] /DA (/F 10 Tf) >> " if fields else "")
        + ">>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>",
    ]
    objects += [
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding"
        + (f" /ToUnicode {first + len(notes)} 0 R" if key == "U" else "")
        + (f" /FirstChar 32 /LastChar 126 /Widths [{'600 ' * 94}900]" if key == "E" else "")
        + " >>"
        for key, name in FONTS.items()
    ]
    fonts = " ".join(f"/{key} {3 + n} 0 R" for n, key in enumerate(FONTS))
    for number, body in enumerate(pages):
        at = 3 + len(FONTS) + 2 * number
        own = " ".join(f"{first + n} 0 R" for n in range(len(notes))) if number == 0 else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Rotate {rotate} /Annots [{own}] "
            f"/Resources << /Font << {fonts} >> >> /Contents {at + 1} 0 R >>"
        )
        objects.append(f"<< /Length {len(body.encode('cp1252'))} >>\nstream\n{body}\nendstream")
    objects += [f"<< /Type /Annot {note} >>" for note in notes]
    return _write([*objects, _map_letters(letters)])


def _map_letters(letters):
    """The table of a font's letters, for codes that count up."""
    pairs = "".join(f"<{_FIRST_LETTER + n:02x}> <{ord(c):04x}>\n" for n, c in enumerate(letters))
    table = (
        "begincmap 1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(letters)} beginbfchar\n{pairs}endbfchar endcmap"
    )
    return f"<< /Length {len(table)} >>\nstream\n{table}\nendstream"


def _write(objects):
    data = "%PDF-1.4\n"
    offsets = []
    for number, said in enumerate(objects, 1):
        offsets.append(len(data.encode("cp1252")))
        data += f"{number} 0 obj\n{said}\nendobj\n"
    start = len(data.encode("cp1252"))
    places = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    return (
        f"{data}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{places}"
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    ).encode("cp1252")
