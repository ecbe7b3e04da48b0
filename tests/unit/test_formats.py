from __future__ import annotations

import contextlib
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_bot.reading.encodings import decode_text
from qa_bot.reading.errors import ReadingError
from qa_bot.reading.files import find_files, read_data
from qa_bot.reading.formats.detect import SUPPORTED, detect_format
from qa_bot.reading.parsed import RawFile
from qa_bot.reading.quality import looks_garbled
from tests import makers

HTML = """<!DOCTYPE html><html><head><title>Handbook</title></head><body>
<nav><a href="/">Home</a> <a href="/b">Blog</a></nav>
<div id="cookie-banner">We use cookies.</div>
<main><h1>Travel rules</h1><p>Short intro.</p><h2>Rates</h2>
<p>The rate is <b>40</b> EUR.</p><ul><li>Ask first</li><li>Keep receipts</li></ul>
<table><tr><th>City</th><th>Rate</th></tr><tr><td>Oslo</td><td>60</td></tr></table>
<img src="http://192.0.2.1/x.png"></main><footer>Copyright Foo</footer></body></html>"""


def read(name, data):
    data = data.encode() if isinstance(data, str) else data
    return read_data(RawFile(name, data))


def text_of(name, data):
    reading = read(name, data)
    assert reading.document is not None, reading.report.reason
    return reading.document.text


def reason_of(name, data):
    report = read(name, data).report
    assert report.status == "skipped"
    return report.reason


def test_html_gives_its_main_content():
    document = read("a.html", HTML).document
    assert document.title == "Handbook"
    assert document.text == (
        "# Travel rules\n\nShort intro.\n\n## Rates\n\nThe rate is 40 EUR.\n\n"
        "- Ask first\n- Keep receipts\n\nCity: Oslo; Rate: 60."
    )
    assert [(s.title, s.level) for s in document.sections] == [("Travel rules", 1), ("Rates", 2)]


def test_a_page_that_is_all_links_is_not_emptied():
    links = "".join(f"<li><a href='{n}'>Report {n}</a></li>" for n in range(9))
    assert "Report 8" in text_of("a.html", f"<html><body><ul>{links}</ul></body></html>")


def test_spanned_cells_are_repeated_in_each_row():
    rows = (
        "<tr><th>Land</th><th>City</th></tr><tr><td rowspan=2>Norway</td><td>Oslo</td></tr>"
        "<tr><td>Bergen</td></tr>"
    )
    text = text_of("a.html", f"<html><body><table>{rows}</table></body></html>")
    assert text == "Land: Norway; City: Oslo.\n\nLand: Norway; City: Bergen."


def test_a_word_document_keeps_headings_lists_and_tables():
    document = read("a.docx", makers.make_docx()).document
    assert document.text == "Travel\n\nThe rate is 40 EUR.\n\n- Ask first\n\nCity: Oslo; Rate: 60."
    assert [s.title for s in document.sections] == ["Travel"]


def test_slides_and_sheets_are_pages_with_names():
    slides = read("a.pptx", makers.make_pptx()).document
    second = slides.pages[1]
    assert str(second) == "slide 2"
    assert slides.text[second.start : second.end].split("\n\n")[1:] == [
        "Second", "Second body text.", "Notes", "Say it slowly.",
    ]  # fmt: skip
    sheets = read("a.xlsx", makers.make_xlsx()).document
    assert [str(page) for page in sheets.pages] == ["sheet North", "sheet South"]
    assert sheets.text.endswith("South\n\nCity: South town; Rate: 45.5.")


def test_opendocument_and_epub():
    assert text_of("a.odt", makers.make_odt()) == "Travel\n\nThe rate is 40.\n\n- Ask first"
    book = read("a.epub", makers.make_epub(["<h1>One</h1><p>First.</p>", "<p>Second.</p>"]))
    assert (book.document.title, book.document.text) == ("Book", "One\n\nFirst.\n\nSecond.")


def test_text_formats():
    assert text_of("a.csv", "City;Rate\nOslo;60\n") == "City: Oslo; Rate: 60."
    assert text_of("a.json", '{"name": "Ada", "job": {"title": "Analyst"}}') == (
        "name: Ada.\n\njob\n\ntitle: Analyst."
    )
    assert text_of("a.rtf", r"{\rtf1\ansi Hello caf\'e9.\par Second.}") == "Hello café.\n\nSecond."
    cells = [
        {"cell_type": "markdown", "source": ["# Title\n", "Some *text*."]},
        {"cell_type": "code", "source": "1 + 1", "outputs": [{"data": {"text/plain": "2"}}]},
    ]
    notebook = json.dumps({"cells": cells, "nbformat": 4})
    assert text_of("a.ipynb", notebook) == "Title\n\nSome text.\n\n1 + 1\n\n2"


def test_a_mail_names_the_attachments_it_leaves_out():
    mail = (
        "From: Ada <ada@example.org>\nTo: bob@example.org\nSubject: =?utf-8?q?Caf=C3=A9?=\n"
        "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n"
        "--x\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit\n\n"
        "Bient\xf4t.\n--x\nContent-Type: application/pdf\n"
        "Content-Disposition: attachment; filename=r.pdf\n\nx\n--x--\n"
    ).encode("latin-1")
    reading = read("a.eml", mail)
    assert reading.document.title == "Café"
    assert reading.document.text.endswith("Bientôt.")
    assert reading.report.status == "partly"
    assert "r.pdf" in reading.report.reason


def test_a_feed_is_read_by_entry():
    feed = (
        "<?xml version='1.0'?><rss><channel><title>News</title><item><title>Rain</title>"
        "<description>&lt;p&gt;It &lt;b&gt;rains&lt;/b&gt;.&lt;/p&gt;</description></item>"
        "</channel></rss>"
    )
    document = read("a.xml", feed).document
    assert document.text == "News\n\nRain\n\nIt rains."
    assert [(s.title, s.level) for s in document.sections] == [("News", 1), ("Rain", 2)]


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("report.txt", makers.make_pdf([[(50, 700, 12, "Hi")]]), "pdf"),
        ("page.md", HTML.encode(), "html"),
        ("letter.pdf", makers.make_docx(), "docx"),
        ("noname", makers.make_xlsx(), "spreadsheet"),
        ("table.txt", b"{\\rtf1 x}", "rtf"),
    ],
)
def test_content_comes_before_the_name(name, data, expected):
    assert detect_format(data, name) == expected


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pdf", b"not one", "is called .pdf but holds something else"),
        ("a.xyz", b"x", "format .xyz is not read"),
        ("a.zip", makers.make_zip({"a.txt": "x"}), "unpack it"),
        ("a.docx", makers.make_docx()[:500], "is damaged"),
        ("a.json", b"{", "is not valid JSON"),
        ("a.txt", b" \n", "is empty"),
        ("a.txt", bytes(range(256)) * 9, "is not text"),
    ],
)
def test_what_can_not_be_read_is_said_in_one_line(name, data, words):
    reason = reason_of(name, data)
    assert words in reason
    assert "\n" not in reason


def test_a_zip_bomb_is_not_unpacked():
    bomb = makers.make_zip({"word/document.xml": b"\0" * 60_000_000})
    assert len(bomb) < 100_000
    assert "zip bomb" in reason_of("a.docx", bomb)


def test_an_archive_with_a_part_before_its_beginning_is_damaged():
    archive = makers.make_zip({"_rels/.rels": "x" * 99, "word/document.xml": "<w/>"})
    assert "can't be unpacked" in reason_of("a.docx", archive[:60] + archive[69:])


def test_billion_laughs_and_external_entities_are_refused():
    laughs = "".join(f'<!ENTITY l{n} "&l{n - 1};&l{n - 1};">' for n in range(1, 30))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><x>&l29;</x>'
    assert "entities" in reason_of("a.xml", bomb)
    outside = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    )
    assert "entities" in reason_of("a.xml", outside)
    inside_odt = makers.make_zip({"mimetype": makers.ODT, "content.xml": outside})
    assert "entities" in reason_of("a.odt", inside_odt)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Grüße, “naïve” – 5 €", "utf-8-sig"),
        ("Grüße, 名前", "utf-16"),
        ("Grüße, 名前", "utf-32"),
        ("Müller fährt über die Brücke nach Zürich.", "cp1252"),
        ("“Quoted” – it costs 5 €.", "cp1252"),
        ("名前,年齢\n佐藤太郎,30\n髙橋淳,35\n", "cp932"),
        ("これは日本語の文章です。", "cp932"),
        ("Касса работает до восьми вечера.", "mac-cyrillic"),
        ("“Кот” – это зверь, он ест рис…", "mac-cyrillic"),
        ("“Кот” – это зверь, он ест рис…", "cp1251"),
        ("Касса работает до восьми вечера.", "cp1251"),
    ],
)
def test_encodings_are_told_apart(text, encoding):
    assert decode_text(text.encode(encoding)) == text


def test_a_damaged_byte_does_not_turn_utf8_into_another_encoding():
    data = ("Straße " * 200).encode() + b"\xc3"
    assert decode_text(data).startswith("Straße Straße")


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_decode_or_raise_a_reading_error(data):
    with contextlib.suppress(ReadingError):
        assert decode_text(data).strip()


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(sorted(re.findall(r"\.\w+", SUPPORTED))),
    st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)),
)
def test_any_bytes_under_any_name_give_a_report(suffix, data):
    reading = read(f"a{suffix}", data)
    assert (reading.document is None) == (reading.report.status == "skipped")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200), st.text(max_size=60))
def test_page_and_section_spans_lie_in_the_text(body, title):
    markup = f"<html><body><h1>{title}</h1><p>{body}</p></body></html>"
    document = read("a.html", markup).document
    if document:
        for section in document.sections:
            assert 0 <= section.start <= section.body <= section.end <= len(document.text)
            assert document.text[section.start : section.body] == f"# {section.title}"


def test_garbled_text_is_suspected():
    plain = "The quick brown fox jumps over the lazy dog while it rains in Spain. " * 5
    shifted = "".join(chr(ord(c) + 3) if c.isalpha() else c for c in plain)
    assert not looks_garbled(plain)
    assert looks_garbled(shifted)
    assert looks_garbled("\ue000\ue001 abc")


def test_a_readme_in_a_corpus_is_a_document(tmp_path):
    (tmp_path / "README.md").write_text("# Gate\n\nThe gate opens at six.\n")
    (tmp_path / "golden.jsonl").write_text("")
    assert [path.name for path in find_files(tmp_path)] == ["README.md"]


def text(name, data):
    document = read_data(RawFile(name, data)).document
    assert document is not None
    return document.text


def test_numbers_of_json_stay_as_they_are_written():
    data = b'{"price": 12.50, "id": 12345678901234567890, "small": 1e-7, "deep": [[3.10, "x"]]}'
    assert text("a.json", data).startswith("price: 12.50; id: 12345678901234567890; small: 1e-7.")
    assert "3.10" in text("a.json", data)


def test_a_name_that_json_gives_twice_keeps_both_values():
    assert text("a.json", b'{"a": "open", "b": 1, "a": "close"}') == "a: open, close; b: 1."


def test_a_notebook_says_why_its_code_failed_and_which_pictures_it_lacks():
    outputs = [
        {"output_type": "error", "ename": "ValueError", "evalue": "no rain", "traceback": []},
        {"output_type": "display_data", "data": {"image/png": "", "text/plain": "<Figure>"}},
    ]
    cell = {"cell_type": "code", "source": "go()", "outputs": outputs}
    reading = read_data(RawFile("a.ipynb", json.dumps({"cells": [cell]}).encode()))
    assert reading.document is not None
    assert reading.document.text == "go()\n\nValueError: no rain"
    assert reading.report.reason == "not in the text: 1 picture"


def test_xml_in_its_order_with_the_values_of_attributes():
    data = (
        b'<stock day="3 May"><item code="R7" price="9.50">Rope</item><pump><bar>40</bar></pump>'
        b"<owner>Ida</owner><note>Keep it <b>dry</b>.</note><end class='x'>No more.</end></stock>"
    )
    assert text("a.xml", data).split("\n\n") == [
        "day: 3 May.", "code: R7; price: 9.50; item: Rope.", "bar: 40.", "owner: Ida.",
        "Keep it dry.", "end: No more.",
    ]  # fmt: skip


def test_a_record_of_xml_is_one_sentence_with_its_units_and_inner_values():
    data = (
        b"<list><item sku='K9'><name>Kettle</name><price currency='EUR'>39</price><size><w>3</w>"
        b"<h unit='cm'>4</h></size><tags><tag>new</tag><tag>blue</tag></tags><note>Keep it away "
        b"from all children, please.</note><in>yes</in></item><item sku='T2'><name>Toaster</name>"
        b"<price currency='USD'>25</price></item></list>"
    )
    assert text("a.xml", data).split("\n\n") == [
        "sku: K9; name: Kettle; price: 39; currency: EUR; size - w: 3; size - h: 4; unit: cm; "
        "tags: new, blue; in: yes.",
        "Keep it away from all children, please.",
        "sku: T2; name: Toaster; price: 25; currency: USD.",
    ]


def test_an_entry_keeps_its_summary_unless_the_text_begins_with_it():
    def entry(summary, content):
        return (
            '<feed xmlns="http://www.w3.org/2005/Atom"><title>Log</title><entry><title type="html">'
            f"Wheel &amp;amp; dam</title><summary>{summary}</summary>"
            f'<content type="xhtml"><div>{content}</div></content></entry></feed>'
        ).encode()

    rows = "<table><tr><th>Day</th><th>Rpm</th></tr><tr><td>Mon</td><td>8</td></tr></table>"
    own = text("a.xml", entry("In short.", f"<p>It turns.</p>{rows}")).split("\n\n")
    assert own == ["Log", "Wheel & dam", "In short.", "It turns.", "Day: Mon; Rpm: 8."]
    assert text("a.xml", entry("It tur…", "<p>It turns.</p>")).split("\n\n")[2:] == ["It turns."]


def test_lists_of_lists_in_json_and_tables_of_notebooks_keep_their_columns():
    rates = b'[["City", "2020", "2021"], ["Oslo", 5, 60], ["Rome", 7, null]]'
    rows = b'{"rates": ' + rates + b', "grid": [[1, 2], [3, 4]]}'
    assert text("a.json", rows).split("\n\n") == [
        "rates", "City: Oslo; 2020: 5; 2021: 60.", "City: Rome; 2020: 7.", "grid", "1, 2", "3, 4",
    ]  # fmt: skip
    names, values = "<th></th><th>site</th><th>n</th>", "<th>0</th><td>A</td><td></td>"
    shown = f"<table><tr>{names}</tr><tr>{values}</tr></table>"
    output = {"data": {"text/html": [shown], "text/plain": ["  site n\n0 A"]}}
    cell = {"cell_type": "code", "source": "df", "outputs": [output]}
    assert text("a.ipynb", json.dumps({"cells": [cell]}).encode()) == "df\n\n0; site: A."
