"""Small OpenDocument files, made from the XML of their parts when a test needs them."""

from __future__ import annotations

from tests.makers import make_zip

_TYPE = "application/vnd.oasis.opendocument."
_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_OWN = ("office", "text", "table", "style", "chart", "presentation", "form")
_NAMES = {name: f"{_OASIS}{name}:1.0" for name in _OWN} | {
    "draw": f"{_OASIS}drawing:1.0",
    "svg": f"{_OASIS}svg-compatible:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xlink": "http://www.w3.org/1999/xlink",
    "math": "http://www.w3.org/1998/Math/MathML",
}  # fmt: skip


def root(name, content):
    """A root element with all namespaces."""
    names = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in _NAMES.items())
    return f"<{name} {names}>{content}</{name}>"


def make_odf(kind, body, automatic="", common="", masters="", parts=None):
    """A text, presentation or spreadsheet with its automatic and common styles."""
    content = root(
        "office:document-content",
        f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body>",
    )
    styles = root(
        "office:document-styles",
        f"<office:styles>{common}</office:styles>"
        f"<office:master-styles>{masters}</office:master-styles>",
    )
    made = {"mimetype": f"{_TYPE}{kind}", "content.xml": content, "styles.xml": styles}
    return make_zip(made | (parts or {}))


def text_style(name, properties, family="text", more=""):
    """A style that sets text."""
    return (
        f'<style:style style:name="{name}" style:family="{family}" {more}>'
        f"<style:text-properties {properties}/></style:style>"
    )


def rows(*lines):
    """Rows of a table; a cell is text or the XML of a cell."""
    made = ""
    for line in lines:
        cells = (
            c if c.startswith("<") else f"<table:table-cell><text:p>{c}</text:p></table:table-cell>"
            for c in line
        )
        made += f"<table:table-row>{''.join(cells)}</table:table-row>"
    return made


def cell(text, attributes):
    """A cell with attributes."""
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"
