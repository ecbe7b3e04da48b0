"""Mails that Outlook saved, as containers made in the test."""

import struct

from tests.compound import LEAST, make_compound
from tests.office import read, text_of


def prop(key, kind="001F"):
    return f"__substg1.0_{key:04X}{kind}"


def wide(text):
    return text.encode("utf-16-le")


def mail(texts, more=None, code_page=0):
    """A mail's storage; `texts` maps keys of properties to text."""
    fixed = struct.pack("<HHIQ", 0x0003, 0x3FFD, 0, code_page) if code_page else b""
    fixed += struct.pack("<HHIQ", 0x0040, 0x0039, 0, 133_593_408_000_000_000)
    streams = {prop(key): wide(text) for key, text in texts.items()}
    return streams | {"__properties_version1.0": bytes(32) + fixed} | (more or {})


def test_fields_and_text_are_read_and_attachments_named():
    attached = {"__attach_version1.0_#00000000": {prop(0x3707): wide("plan.pdf")}}
    data = make_compound(
        mail({0x0037: "Dock", 0x0C1A: "Ada", 0x0E04: "Bo", 0x1000: "Open at five."}, attached)
    )
    reading = read("a.msg", data)
    assert reading.document.title == "Dock"
    assert reading.document.text == (
        "Dock\n\nFrom: Ada\n\nTo: Bo\n\nDate: 2024-05-05 00:00 UTC\n\nOpen at five."
    )
    assert "plan.pdf" in reading.report.reason


def test_a_mail_inside_of_a_mail_is_read_under_its_subject():
    inner = {prop(0x0037): wide("Inner"), prop(0x1000): wide("Tar is out.")}
    held = {"__attach_version1.0_#00000000": {"__substg1.0_3701000D": inner}}
    text = text_of("a.msg", make_compound(mail({0x0037: "Outer", 0x1000: "See below."}, held)))
    assert text.index("See below.") < text.index("Inner") < text.index("Tar is out.")


def test_eight_bit_text_is_in_the_encoding_that_the_mail_names_and_else_a_guess():
    body = "Причал открыт с восьми часов утра до девяти вечера."
    narrow = {prop(0x1000, "001E"): body.encode("cp1251")}
    named = read("a.msg", make_compound(mail({0x0037: "S"}, narrow, code_page=1251)))
    guessed = read("a.msg", make_compound(mail({0x0037: "S"}, narrow)))
    assert body in named.document.text
    assert body in guessed.document.text
    assert not named.report.details.encoding
    assert guessed.report.details.encoding == "Windows-1251"


def test_the_page_is_read_where_there_is_no_plain_text():
    html = {prop(0x1013, "0102"): b"<p>The fee is 4 <b>crowns</b>.</p>".ljust(4_096)}
    assert text_of("a.msg", make_compound(mail({0x0037: "Fee"}, html))).endswith("is 4 crowns.")


def test_an_attached_file_is_read_below_its_name():
    table = b"Item,Stock\nRope,14\n".ljust(LEAST, b"\n")
    held = {prop(0x3707): wide("stock.csv"), prop(0x3701, "0102"): table}
    attached = {"__attach_version1.0_#00000000": held}
    data = mail({0x0037: "Dock", 0x1000: "See below."}, attached)
    reading = read("a.msg", make_compound(data))
    assert reading.document.text.endswith(
        "See below.\n\nAttachment: stock.csv\n\nItem: Rope; Stock: 14."
    )
    assert reading.report.status == "read"
