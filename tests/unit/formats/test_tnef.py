"""What Outlook packs into winmail.dat is read: the text that the mail lacks, and the files."""

import struct
from email.message import EmailMessage

import pytest

from tests.readings import read, text_of


def attribute(key: int, value: bytes, level: int = 1) -> bytes:
    return struct.pack("<BHHI", level, key, 6, len(value)) + value + b"\0\0"


def properties(*values: tuple[int, int, bytes]) -> bytes:
    made = struct.pack("<I", len(values) + 2)
    made += struct.pack("<HHI", 0x0003, 0x0E08, 12)  # a number
    made += struct.pack("<HH", 0x0003, 0x8001) + b"g" * 16 + struct.pack("<II", 0, 5) + b"\7\0\0\0"
    for kind, key, value in values:
        made += struct.pack("<HHII", kind, key, 1, len(value)) + value + b"\0" * (-len(value) % 4)
    return made


PACKED = (
    b"\x78\x9f\x3e\x22\1\0"
    + attribute(0x9007, struct.pack("<II", 1251, 0))
    + attribute(0x8004, "Склад\0".encode("cp1251"))
    + attribute(0x9003, properties((0x102, 0x1013, b"<p>The crane lifts 10<sup>3</sup> kg.</p>")))
    + attribute(0x9002, b"\0" * 14, 2)
    + attribute(0x8010, b"SEILE~1.CSV\0", 2)
    + attribute(0x800F, b"Rope;Year\nR1;2019\nR2;2021\n", 2)
    + attribute(0x9005, properties((0x1F, 0x3707, "Seile für Kräne.csv\0".encode("utf-16-le"))), 2)
    + attribute(0x9002, b"\0" * 14, 2)
    + attribute(0x8010, b"plan.dwg\0", 2)
    + attribute(0x800F, b"\0\1\2", 2)
)


def mail(text: str) -> bytes:
    message = EmailMessage()
    message["Subject"] = "Cranes"
    message.set_content(text)
    message.add_attachment(
        PACKED, maintype="application", subtype="ms-tnef", filename="winmail.dat"
    )
    return message.as_bytes()


def test_the_text_and_the_files_of_a_stream_are_read():
    reading = read("winmail.dat", PACKED)
    assert reading.document.text.split("\n\n") == [
        "Склад", "The crane lifts 10³ kg.", "Attachment: Seile für Kräne.csv",
        "Rope: R1; Year: 2019.", "Rope: R2; Year: 2021.",
    ]  # fmt: skip
    assert reading.report.reason == "attachments are not read: plan.dwg"


def test_in_a_mail_a_text_that_it_says_itself_is_read_once():
    assert text_of("a.eml", mail("Hello.")).count("The crane lifts") == 1
    said = text_of("a.eml", mail("The crane lifts 10 3 kg."))
    assert said.count("The crane lifts") == 1
    assert "Rope: R2; Year: 2021." in said


@pytest.mark.parametrize("end", [5, 30, 130, len(PACKED) - 3])
def test_a_stream_that_is_cut_off_is_reported(end):
    assert read("winmail.dat", PACKED[:end]).report.status == "skipped"
