from __future__ import annotations

import io
import zipfile

import pytest

from qa_bot.reading.formats.epub import as_html
from tests.makers import make_epub, make_zip
from tests.office import read, text_of


@pytest.mark.parametrize(
    "tag",
    ['<title/>', '<script src="k.js"/>', '<style type="text/css" />', "<a id='p1'/>", "<i/>",
     '<div class="x"/>', "<textarea/>", "<iframe/>", '<span epub:type="pagebreak" title="a>b"/>'],
)  # fmt: skip
def test_a_tag_that_closes_itself_swallows_nothing(tag):
    chapters = [f"{tag}<h1>One</h1><p>A {tag}brass key.</p>", "<p>Two.</p>"]
    assert text_of("a.epub", make_epub(chapters)).split() == ["One", "A", "brass", "key.", "Two."]


def test_void_tags_and_marked_sections_are_left_in_order():
    assert as_html("<p>a<br/>b<img src='x'/></p>") == "<p>a<br/>b<img src='x'/></p>"
    assert as_html("<p><![CDATA[1 < 2]]></p>") == "<p>1 &lt; 2</p>"


def test_a_chapter_that_is_a_picture_costs_only_itself():
    data = make_epub(["<p>One.</p>", "", "<p>Three.</p>"])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["o/c1.xhtml"] = bytes(range(256)) * 20
    reading = read("a.epub", make_zip(parts))
    assert reading.document.text == "One.\n\nThree."
    assert "o/c1.xhtml" in reading.report.reason


def test_a_page_outside_of_the_reading_order_is_counted():
    page = "<html><body><p>{}</p></body></html>"
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><manifest>'
        '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="b" href="b.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="n" href="n.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        '</manifest><spine><itemref idref="a"/></spine></package>'
    )
    parts = {name: page.format(name) for name in ("a.xhtml", "b.xhtml", "n.xhtml")}
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="c.opf"/></rootfiles></container>'
    )
    data = make_zip({"META-INF/container.xml": container, "c.opf": package} | parts)
    reading = read("a.epub", data)
    assert reading.document.text == "a.xhtml"
    assert reading.report.reason == "not in the text: 1 page outside of the reading order"
