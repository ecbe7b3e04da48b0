"""Small Office files, made from the XML of their parts when a test needs them."""

from __future__ import annotations

from qa_bot.reading.files import read_data
from qa_bot.reading.formats.office import NAMESPACES
from qa_bot.reading.parsed import RawFile
from tests.makers import make_zip

_NAMES = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NAMESPACES.items())
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_MAIN = {
    "word": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "ppt": "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
}


def xml(name, content, attributes=""):
    """An element with all namespaces of Office."""
    return f"<{name} {_NAMES} {attributes}>{content}</{name}>"


def rels(targets):
    """The relationships of a part: identifier to (kind, target)."""
    lines = "".join(
        f'<Relationship Id="{key}" Type="{_TYPES}{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{NAMESPACES["rel"]}">{lines}</Relationships>'


def make_docx(body, parts=None, related=None, name="word/document.xml"):
    """A Word document; `related` maps identifiers to (kind, part under word/)."""
    made = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/{name}" ContentType="{_MAIN["word"]}"/></Types>'
        ),
        "_rels/.rels": rels({"r1": ("officeDocument", name)}),
        name: xml("w:document", f"<w:body>{body}</w:body>"),
        f"word/_rels/{name.rpartition('/')[2]}.rels": rels(related or {}),
    }
    return make_zip(made | {f"word/{key}": value for key, value in (parts or {}).items()})


def p(text="", properties="", run=""):
    """A paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{r(text, run)}</w:p>"


def r(text, properties=""):
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*rows, properties=""):
    """A Word table; a cell is text or the XML of a whole `w:tc`."""
    made = ""
    for row in rows:
        cells = (c if c.startswith("<w:tc>") else f"<w:tc>{p(c)}</w:tc>" for c in row)
        made += f"<w:tr>{''.join(cells)}</w:tr>"
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{made}</w:tbl>"


def tc(content, properties=""):
    """A cell of a Word table."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def make_pptx(*slides, parts=None, related=None):
    """A presentation; each slide is the XML of its shapes. `related` maps as in `make_docx`."""
    ids = "".join(f'<p:sldId id="{256 + n}" r:id="s{n}"/>' for n in range(len(slides)))
    made = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/ppt/presentation.xml" ContentType="{_MAIN["ppt"]}"/></Types>'
        ),
        "_rels/.rels": rels({"r1": ("officeDocument", "ppt/presentation.xml")}),
        "ppt/presentation.xml": xml("p:presentation", f"<p:sldIdLst>{ids}</p:sldIdLst>"),
        "ppt/_rels/presentation.xml.rels": rels(
            {f"s{n}": ("slide", f"slides/slide{n}.xml") for n in range(len(slides))}
        ),
    }
    for number, shapes in enumerate(slides):
        tree = f"<p:cSld><p:spTree>{shapes}</p:spTree></p:cSld>"
        made[f"ppt/slides/slide{number}.xml"] = xml("p:sld", tree)
        made[f"ppt/slides/_rels/slide{number}.xml.rels"] = rels(related or {})
    return make_zip(made | {f"ppt/{key}": value for key, value in (parts or {}).items()})


def sp(*paragraphs, kind="", y=0, x=0):
    """A shape with paragraphs; `kind` is the type of its placeholder."""
    holder = f'<p:nvPr><p:ph type="{kind}"/></p:nvPr>' if kind else "<p:nvPr/>"
    lines = "".join(
        each if each.startswith("<a:p>") else f"<a:p><a:r><a:t>{each}</a:t></a:r></a:p>"
        for each in paragraphs
    )
    return (
        f'<p:sp><p:nvSpPr>{holder}</p:nvSpPr><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/></a:xfrm>'
        f"</p:spPr><p:txBody>{lines}</p:txBody></p:sp>"
    )


def frame(content, y=0):
    """A frame that holds a table, a chart or a diagram."""
    return (
        f'<p:graphicFrame><p:xfrm><a:off x="0" y="{y}"/></p:xfrm><a:graphic><a:graphicData>'
        f"{content}</a:graphicData></a:graphic></p:graphicFrame>"
    )


def chart_xml(kind, categories, series, title=""):
    """A chart part; `series` maps names to values."""
    heading = (
        f"<c:title><c:tx><c:rich><a:p><a:r><a:t>{title}</a:t></a:r></a:p></c:rich></c:tx></c:title>"
        if title
        else ""
    )

    def points(values):
        return "".join(f'<c:pt idx="{n}"><c:v>{v}</c:v></c:pt>' for n, v in enumerate(values))

    made = "".join(
        f"<c:ser><c:tx><c:strRef><c:strCache>{points([name])}</c:strCache></c:strRef></c:tx>"
        f"<c:cat><c:strRef><c:strCache>{points(categories)}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:numCache><c:formatCode>General</c:formatCode>{points(values)}"
        "</c:numCache></c:numRef></c:val></c:ser>"
        for name, values in series.items()
    )
    return xml(
        "c:chartSpace",
        f"<c:chart>{heading}<c:plotArea><c:{kind}>{made}</c:{kind}></c:plotArea></c:chart>",
    )


def diagram_xml(links, texts):
    """A diagram's data part: texts by identifier, and (parent, child, order) links."""
    points = "".join(
        f'<dgm:pt modelId="{key}"><dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>'
        for key, text in texts.items()
    )
    made = "".join(
        f'<dgm:cxn modelId="l{n}" srcId="{above}" destId="{below}" srcOrd="{order}" destOrd="0"/>'
        for n, (above, below, order) in enumerate(links)
    )
    root = '<dgm:pt modelId="doc" type="doc"/>'
    return xml(
        "dgm:dataModel", f"<dgm:ptLst>{root}{points}</dgm:ptLst><dgm:cxnLst>{made}</dgm:cxnLst>"
    )


def read(name, data):
    """What is read of a file's bytes."""
    return read_data(RawFile(name, data))


def text_of(name, data):
    """The canonical text of a file's bytes."""
    reading = read(name, data)
    assert reading.document is not None, reading.report.reason
    return reading.document.text
