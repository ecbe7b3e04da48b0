"""Bytes become the text that was written: what a file states first, then statistics."""

import pytest

from qa_bot.reading.encodings import declared_encoding, decode, decode_text
from qa_bot.reading.quality import looks_garbled
from tests.readings import read, text_of

RUSSIAN = "Библиотека открыта до восьми часов вечера. Книги выдают на две недели."
CZECH = "Knihovna je otevřena do osmi hodin. Žádosti přijímá vedoucí, který sídlí ve třetím patře."
STATED_NOWHERE = [
    ("gb18030", "图书馆每天开放到晚上八点。读者可以借书两个星期。", "GB18030"),
    ("big5", "圖書館每天開放到晚上八點。讀者可以借書兩個星期。", "Big5"),
    ("euc-kr", "도서관은 저녁 여덟 시까지 엽니다. 책은 두 주 동안 빌릴 수 있습니다.", "EUC-KR"),
    ("cp932", "図書館は夜八時まで開いています。本は二週間借りられます。", "Shift_JIS"),
    ("euc-jp", "図書館は夜八時まで開いています。本は二週間借りられます。", "EUC-JP"),
    ("koi8-r", RUSSIAN, "KOI8-R"),
    ("cp1251", RUSSIAN, "Windows-1251"),
    ("cp1250", CZECH, "Windows-1250"),
    ("iso8859-2", CZECH, "ISO-8859-2"),
    ("cp1253", "Η βιβλιοθήκη είναι ανοιχτή μέχρι τις οκτώ το βράδυ.", ""),
    ("cp1254", "Kütüphane akşam sekize kadar açık. Ödünç alınan kitaplar iki hafta kalır.", ""),
    ("cp1255", "הספרייה פתוחה עד שמונה בערב. אפשר לשאול ספרים לשבועיים.", "Windows-1255"),
    ("cp1256", "المكتبة مفتوحة حتى الثامنة مساء. يمكن استعارة الكتب لأسبوعين.", "Windows-1256"),
    ("cp1252", "The library’s café serves crêpes – for 5 €.", "Windows-1252"),
    ("cp850", "Die Bücherei öffnet um acht. Für Schüler ist sie länger geöffnet.", "CP850"),
]


@pytest.mark.parametrize(("encoding", "text", "name"), STATED_NOWHERE)
def test_an_encoding_that_is_not_stated_is_found_and_called_a_guess(encoding, text, name):
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert decoded.guess
    assert decoded.guess == (name or decoded.guess)
    report = read("a.txt", text.encode(encoding)).report
    assert f"{decoded.guess} is a guess" in str(report)


@pytest.mark.parametrize(
    ("word", "encoding"),
    [("Müller", "cp1252"), ("Price: £45", "cp1252"), ("It’s 20 °C", "cp1252"), ("Peña", "cp1252")],
)
def test_single_letters_among_ascii_are_windows_1252(word, encoding):
    assert decode_text(word.encode(encoding)) == word


@pytest.mark.parametrize(
    ("declared", "encoding", "text"),
    [
        ("iso-2022-jp", "iso2022_jp", "図書館は夜八時まで開いています。"),
        ("iso-2022-kr", "iso2022_kr", "도서관은 저녁 여덟 시까지 엽니다."),
        ("gb2312", "gb18030", "镕基先生在图书馆。"),
        ("x-sjis", "cp932", "①図書館"),
        ("ks_c_5601-1987", "cp949", "똠방각하"),
        ("iso-8859-1", "cp1252", "“Quoted” – 5 €"),
        ("koi8-r", "koi8-r", RUSSIAN),
        ("windows-1257", "cp1257", "Biblioteka atidaryta iki aštuonių."),
    ],
)
def test_what_a_page_states_is_believed(declared, encoding, text):
    page = f'<html><head><meta charset="{declared}"></head><body><p>{text}</p></body></html>'
    assert text_of("a.html", page.encode(encoding)) == text
    assert not read("a.html", page.encode(encoding)).report.details.encoding


def test_utf8_is_read_as_such_whatever_a_page_states():
    page = '<html><head><meta charset="iso-8859-1"></head><body><p>Grüße, 名前</p></body></html>'
    assert text_of("a.html", page) == "Grüße, 名前"


def test_escapes_tell_japanese_without_being_stated():
    text = "図書館は夜八時まで開いています。"
    assert decode(text.encode("iso2022_jp")) == (text, "")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8", "shift_jis", "iso8859-15"])
def test_xml_is_read_in_any_encoding(encoding):
    name = "5 €" if encoding == "iso8859-15" else "名前"
    xml = f'<?xml version="1.0" encoding="{encoding}"?><r><fee>{name}</fee></r>'
    assert text_of("a.xml", xml.encode(encoding)) == f"fee: {name}."


def test_xml_that_states_utf16_and_is_utf8_is_read():
    assert text_of("a.xml", '<?xml version="1.0" encoding="utf-16"?><r><a>é</a></r>') == "a: é."


def test_text_without_a_mark_in_utf16_is_read():
    assert decode_text("Hello there, Müller.".encode("utf-16-le")) == "Hello there, Müller."


def test_names_of_no_encoding_are_not_believed():
    assert declared_encoding(b'<meta charset="rot13">') is None
    assert declared_encoding(b'<meta charset="none-such">') is None


@pytest.mark.parametrize(
    "text", [RUSSIAN, CZECH, "図書館は夜八時まで", "Grüße über Straßen für Bären"]
)
def test_utf8_that_was_read_as_another_encoding_is_noticed(text):
    assert not looks_garbled(text)
    assert looks_garbled(text.encode("utf-8").decode("latin-1"))


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
def test_letters_of_another_script_read_as_latin_are_noticed(encoding):
    assert looks_garbled(RUSSIAN.encode(encoding).decode("cp1252", "replace"))


def test_the_euro_sign_of_latin_9_is_read():
    text = "Œuvre: 45 €, chœur: 6 €; fermé à Noël."
    assert decode(text.encode("iso8859-15")) == (text, "ISO-8859-15")
    assert decode("Only 45 € here.".encode("iso8859-15")).text == "Only 45 € here."


def test_colours_of_terminals_and_letters_that_are_printed_twice_are_no_text():
    assert decode(b"\x1b[32mOK\x1b[0m port \x1b[1m84\x1b[0m51\n").text == "OK port 8451\n"
    assert decode(b"N\bNA\bA _\bf_\bi\n").text == "NA fi\n"
    assert decode(b"The end.\r\n\x1a\0\0\0\0").text.strip() == "The end."
    assert decode(b"The end.\0\n").text == "The end."
    assert decode(b"The end.\r\n").text == "The end.\n"
