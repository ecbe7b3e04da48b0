from __future__ import annotations

import codecs
import struct

import pytest

from qa_bot.reading.formats.mail_text import unflow
from qa_bot.reading.formats.rich_text import decompress_rtf
from tests.office import read, text_of

ATTACHED = "Content-Disposition: attachment; filename="
HEAD = "From: Ada <ada@example.org>\nSubject: Visit\nMIME-Version: 1.0\n"


def part(kind, body, more=""):
    return f"Content-Type: {kind}\n{more}\n{body}\n"


def several(kind, *parts, border="x"):
    """A part that holds others."""
    made = "".join(f"--{border}\n{each}" for each in parts)
    return f'Content-Type: multipart/{kind}; boundary="{border}"\n\n{made}--{border}--\n'


def body_of(mail):
    """The text after the fields."""
    return text_of("a.eml", (HEAD + mail).encode()).split("From: Ada <ada@example.org>\n\n")[1]


def test_every_text_part_is_read_in_its_place_and_attached_files_after_them():
    picture = part("image/png", "AAAA", 'Content-Disposition: inline; filename="map.png"\n')
    notes = part("text/plain", "secret", 'Content-Disposition: attachment; filename="n.txt"\n')
    mail = several(
        "mixed", part("text/plain", "We meet here:"), picture,
        part("text/html", "<p>Bring <b>nine</b> helmets.</p>"), notes, part("text/plain", "Lena"),
    )  # fmt: skip
    reading = read("a.eml", (HEAD + mail).encode())
    assert reading.document.text.split("\n\n")[2:] == [
        "We meet here:", "Bring nine helmets.", "Lena", "Attachment: n.txt", "secret",
    ]  # fmt: skip
    assert reading.report.reason == "attachments are not read: map.png"


@pytest.mark.parametrize("plain", ["", " \n\n", "Your mail reader shows no HTML."])
def test_an_alternative_that_says_little_gives_way_to_one_that_says_all(plain):
    page = "<p>The parking rule starts on 1 September, for all who live in the yard.</p>"
    mail = several("alternative", part("text/plain", plain), part("text/html", page))
    assert body_of(mail) == "The parking rule starts on 1 September, for all who live in the yard."


def test_of_two_whole_alternatives_the_plain_one_is_read_once():
    mail = several("alternative", part("text/plain", "The fee is 40 euros."),
                   part("text/html", "<p>The fee is <b>40</b> euros.</p>"))  # fmt: skip
    assert body_of(mail) == "The fee is 40 euros."


def test_a_table_with_names_of_columns_is_read_from_the_page():
    page = "<table><tr><th>City</th><th>Rate</th></tr><tr><td>Oslo</td><td>60</td></tr></table>"
    mail = several("alternative", part("text/plain", "City Rate\nOslo 60"), part("text/html", page))
    assert body_of(mail) == "City: Oslo; Rate: 60."


def test_a_file_inside_of_the_alternative_that_is_not_read_is_named():
    inner = several("mixed", part("text/html", "<p>Hello there.</p>"),
                    part("application/pdf", "x", ATTACHED + "r.pdf\n"),
                    border="y")  # fmt: skip
    mail = several("alternative", part("text/plain", "Hello there."), inner)
    assert "r.pdf" in read("a.eml", (HEAD + mail).encode()).report.reason


def test_mails_of_a_digest_and_forwarded_ones_are_read_under_their_subjects():
    first = "\nSubject: Roof\nFrom: Bo <bo@example.org>\n\nThe roof leaks.\n"
    second = part("message/rfc822", "Subject: Door\n\nThe door sticks.")
    document = read("a.eml", (HEAD + several("digest", first, second)).encode()).document
    assert [(s.title, s.level) for s in document.sections] == [
        ("Visit", 1), ("Roof", 2), ("Door", 2),
    ]  # fmt: skip
    assert "The roof leaks." in document.text
    assert "The door sticks." in document.text


def test_parts_without_borders_are_read_as_text():
    assert body_of("Content-Type: multipart/mixed\n\nJust words.\n") == "Just words."


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_a_mail_that_was_saved_in_another_encoding_is_read(encoding):
    mail = f"{HEAD}Content-Type: text/plain; charset=iso-8859-1\n\nBientôt à Orléans.\n"
    assert "Bientôt à Orléans." in text_of("a.eml", mail.encode(encoding))


def test_a_header_in_an_encoding_of_its_own_is_read():
    head = "Subject: Größe\nContent-Type: text/plain; charset=iso-8859-1\n\nMaß.\n"
    assert read("a.eml", head.encode("latin-1")).document.title == "Größe"
    head = "Subject: 納期\nContent-Type: text/plain; charset=utf-8\n\nHello.\n"
    assert read("a.eml", head.encode("iso2022_jp")).document.title == "納期"


def test_an_encoding_of_a_header_or_a_part_that_is_not_stated_is_a_guess():
    said = "Причал открыт с восьми часов утра"
    head = f"Subject: {said}\nContent-Type: text/plain; charset=utf-8\n\nHello.\n"
    assert read("a.eml", head.encode("cp1251")).report.details.encoding == "Windows-1251"
    body = f"Subject: S\nContent-Type: text/plain; charset=x-none\n\n{said} до вечера.\n"
    assert read("a.eml", body.encode("koi8_r")).report.details.encoding == "KOI8-R"


def test_a_part_that_is_no_text_is_reported_and_the_others_are_read():
    broken = part(
        "text/plain; charset=utf-8", "AAECAwQFBgcICQ==", "Content-Transfer-Encoding: base64\n"
    )
    mail = several("mixed", part("text/plain", "Good."), broken)
    reading = read("a.eml", (HEAD + mail).encode())
    assert reading.document.text.endswith("Good.")
    assert "parts without readable text: text/plain" in reading.report.reason


def test_lines_that_were_broken_for_transport_are_whole_again():
    text = "The crew needs \nnine helmets.\n> quoted \n> line\n-- \nLena"
    assert unflow(text, drop_space=False) == (
        "The crew needs nine helmets.\n> quoted line\n-- \nLena"
    )
    mail = part("text/plain; format=flowed", "The crew needs \nnine helmets.")
    assert body_of(mail) == "The crew needs nine helmets."


def test_packed_rich_text_is_unpacked():
    # MS-OXRTFCP 4.1.1: "{\rtf1\ansi\ansicpg1252\pard hello world}"
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c0900206277"
        "05b06c647d0a800fa0"
    )
    assert decompress_rtf(packed) == "hello world"
    plain = b"{\\rtf1 hello}"
    stored = struct.pack("<II4sI", len(plain) + 12, len(plain), b"MELA", 0) + plain
    assert decompress_rtf(stored) == "hello"


def test_marks_of_utf_16_are_what_the_tests_take_them_for():
    assert "a".encode("utf-16").startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def test_attached_files_are_read_as_files_of_their_kind_below_their_names():
    table = part("text/csv", "Item,Stock\nRope,14\nTar,9", ATTACHED + "stock.csv\n")
    page = part("text/html; charset=iso-8859-1", "<h1>T\xfcr</h1><p>Locked.</p>",
                "Content-Transfer-Encoding: 8bit\n" + ATTACHED + "gate.html\n")  # fmt: skip
    inner = part("application/octet-stream", "Subject: Old\n\nAs agreed.", ATTACHED + "old.eml\n")
    mail = several("mixed", part("text/plain", "See below."), table, page, inner)
    document = read("a.eml", (HEAD + mail).encode("latin-1")).document
    assert [(s.title, s.level, document.text[s.body : s.end].strip()) for s in document.sections][
        1:
    ] == [
        ("Attachment: stock.csv", 2, "Item: Rope; Stock: 14.\n\nItem: Tar; Stock: 9."),
        ("Attachment: gate.html", 2, "# T\xfcr\n\nLocked."),
        ("T\xfcr", 3, "Locked."),
        ("Attachment: old.eml", 2, "Old\n\nAs agreed."),
        ("Old", 3, "As agreed."),
    ]
    assert all(document.text[s.start : s.body].strip("# \n") == s.title for s in document.sections)


def test_what_an_attached_file_lacks_is_said_with_its_name():
    page = part("text/html", "<p>Two gates:</p><img src=a>", ATTACHED + "gate.html\n")
    report = read("a.eml", (HEAD + several("mixed", page)).encode()).report
    assert report.reason == "not in the text: 1 picture (gate.html)"


def test_files_in_mails_in_mails_are_not_read_without_end():
    mail = "Subject: Last\n\nThe end."
    for number in range(6):
        name = f"{number}.eml"
        inner = part("application/octet-stream", mail, ATTACHED + name + "\n")
        mail = f"Subject: {name}\n" + several("mixed", inner, border=f"b{number}")
    reading = read("a.eml", mail.encode())
    assert "The end." not in reading.document.text
    assert reading.report.reason.startswith("attachments are not read: ")


def test_an_invitation_beside_the_text_is_read_and_the_same_text_in_another_form_is_not():
    event = (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Boiler\\, cellar\nDTSTART;TZID=X:20240503T090000\n"
        "ORGANIZER;CN=Ida Holm:mailto:ida@x.org\nUID:77\nDESCRIPTION:Bring\n  keys.\\nUse gate 2.\n"
        "BEGIN:VALARM\nDESCRIPTION:ring\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR"
    )
    mail = several("alternative", part("text/plain", "Please come."),
                   part("text/x-amp-html", "<p>Please come.</p>"),
                   part("text/calendar; charset=utf-8", event))  # fmt: skip
    assert body_of(mail).split("\n\n") == [
        "Please come.",
        "Attachment: calendar",
        "Summary: Boiler, cellar; Start: 2024-05-03 09:00; Organizer: Ida Holm <ida@x.org>; "
        "Reminder: ring.",
        "Bring keys.\nUse gate 2.",
    ]


def test_an_address_card_is_a_sentence():
    card = (
        "BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=B6rg=\n Holm\n"
        "item1.TEL;TYPE=work:0800 113\nADR:;;Mill Lane 4;Oldport;;48112;\nEND:VCARD\n"
    )
    assert text_of("a.vcf", card.encode()) == (
        "Name: J\xf6rg Holm; Phone: 0800 113; Address: Mill Lane 4, Oldport, 48112."
    )


def test_enriched_text_is_read_without_its_tags():
    text = "<bold>Bring</bold> two\nropes.\n\n<color><param>red</param>3 << 4</color>"
    assert body_of(part("text/enriched", text)) == "Bring two ropes.\n3 < 4"


def test_a_mailbox_is_read_mail_by_mail():
    box = (
        b"From ida Mon Jan  1 00:00:00 2024\nSubject: Pump\n\nIt is P-40.\n"
        b">From here on all is dry.\n"
        b"\nFrom what I hear it rains.\n\nFrom bo Tue Jan  2 00:00:00 2024\nSubject: Valve\n"
        b"Content-Type: text/plain; charset=koi8-r\n\n"
    ) + "\u041a\u043b\u0430\u043f\u0430\u043d 12.\n\n".encode("koi8-r")
    document = read("a.mbox", box).document
    assert [(s.title, document.text[s.body : s.end].strip()) for s in document.sections] == [
        ("Pump", "It is P-40.\nFrom here on all is dry.\n\nFrom what I hear it rains."),
        ("Valve", "\u041a\u043b\u0430\u043f\u0430\u043d 12."),
    ]


def test_names_labels_and_files_of_cards_and_entries_are_read_or_reported():
    card = (
        "BEGIN:VCARD\nVERSION:2.1\nN:Lind;Berta;;Dr\nitem1.TEL:555\nitem1.X-ABLabel:_$!<Boat>!$_\n"
        "PHOTO;ENCODING=b:/9j/\nEND:VCARD\nBEGIN:VEVENT\nSUMMARY:Dive\nEXDATE:20240501\n"
        "ATTACH:https://x.example/a\nBEGIN:VALARM\nDESCRIPTION:Reminder\nEND:VALARM\nEND:VEVENT\n"
    )
    reading = read("a.vcf", card.encode())
    assert reading.document.text.split("\n\n") == [
        "Name: Dr Berta Lind; Phone (Boat): 555.",
        "Summary: Dive; Not on: 2024-05-01; Attachment: https://x.example/a.",
    ]
    assert reading.report.reason == "not in the text: 1 picture"


def test_a_table_with_a_bold_row_is_read_from_the_page():
    rows = "<tr><td><b>Day</b></td><td><b>Lead</b></td></tr><tr><td>Mon</td><td>Ada</td></tr>"
    page = f"<p>Shifts:</p><table>{rows}<tr><td>Tue</td><td>Ben</td></tr></table>"
    plain = part("text/plain", "Shifts:\n\nDay\n\nLead\n\nMon\n\nAda\n\nTue\n\nBen\n")
    assert "Day: Tue; Lead: Ben." in body_of(several("alternative", plain, part("text/html", page)))


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20240827",
            "every 2 weeks on Tuesday until 2024-08-27",
        ),
        ("FREQ=MONTHLY;BYDAY=2TU", "every month on the second Tuesday"),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=6", "every month on the last Friday 6 times"),
        ("FREQ=YEARLY;BYMONTH=3,10;BYMONTHDAY=-1", "every year on the last day in March, October"),
        ("FREQ=WEEKLY;WKST=SU;BYDAY=MO,WE", "every week on Monday, Wednesday"),
        ("FREQ=DAILY", "every day"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=-1", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=-1"),
        ("FREQ=YEARLY;BYMONTH=13", "FREQ=YEARLY;BYMONTH=13"),
        ("weekly", "weekly"),
    ],
)
def test_a_calendar_says_in_words_how_often_an_entry_repeats(rule, words):
    entry = (
        f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Knots\nRRULE:{rule}\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    assert text_of("a.ics", entry.encode()) == f"Summary: Knots; Repeats: {words}."
