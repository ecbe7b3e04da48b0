"""Author and date, as each format says them."""

import datetime
import io

import docx
import pytest

from qa_bot.reading.files import read_data
from qa_bot.reading.metadata import credit
from qa_bot.reading.parsed import Parsed, RawFile
from tests import makers


def credits_of(name, data):
    document = read_data(RawFile(name, data)).document
    return document.author, document.date


def test_formats_say_who_and_when():
    document = docx.Document(io.BytesIO(makers.make_docx()))
    document.core_properties.author = "Ada Hare; Bo Birch"
    document.core_properties.created = datetime.datetime(2019, 5, 3, 10, 0)
    buffer = io.BytesIO()
    document.save(buffer)
    assert credits_of("a.docx", buffer.getvalue()) == ("Ada Hare; Bo Birch", "2019-05-03")
    page = (
        "<!DOCTYPE html><html><head><meta name=author content='Ada Hare'>"
        "<meta property='article:published_time' content='2019-05-03T10:00:00Z'></head>"
        "<body><p>Hares eat bark.</p></body></html>"
    )
    assert credits_of("a.html", page.encode()) == ("Ada Hare", "2019-05-03")
    assert credits_of("a.txt", b"Hares eat bark.") == ("", "")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("D:20190503101500+02'00'", "2019-05-03"),
        ("2019", "2019"),
        ("2019-05", "2019-05"),
        ("2019-13-45", ""),
        ("D:00000000", ""),
        ("last spring", ""),
        (None, ""),
        (datetime.datetime(2019, 5, 3), "2019-05-03"),
    ],
)
def test_dates_have_one_spelling(said, kept):
    assert credit(Parsed("x"), [], said).date == kept


def test_authors_are_joined_once_each_and_programs_are_none():
    names = ["Ada  Hare;Bo Birch", "Ada Hare", None, "python-docx"]
    assert credit(Parsed("x"), names, None).author == "Ada Hare; Bo Birch"
