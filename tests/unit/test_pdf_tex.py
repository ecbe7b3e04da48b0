from __future__ import annotations

from types import SimpleNamespace

import pytest

from qa_bot.reading.files import read_data
from qa_bot.reading.formats.pdf import tex_letters
from qa_bot.reading.formats.pdf.scripts import LEVEL, LOWERED, RAISED, write_scripts
from qa_bot.reading.parsed import RawFile
from tests.pdfs import build, shown, text

SIGNS = "´¨ˇ¸ı"


def read(page):
    return read_data(RawFile("a.pdf", build([page], letters=SIGNS))).document.text


def over(x, letter, sign, rise=0.0):
    """A letter with a sign of its own over it, drawn first as TeX does."""
    return shown(x, 700 + rise, sign, SIGNS) + shown(x, 700, letter, SIGNS)


@pytest.mark.parametrize(
    ("letter", "sign", "rise", "said"),
    [
        ("e", "´", 0, "é"),
        ("o", "¨", 0, "ö"),
        ("c", "¸", 0, "ç"),
        ("ı", "´", 0, "í"),
        ("S", "ˇ", 2.5, "Š"),
    ],
)
def test_an_accent_that_is_a_sign_of_its_own_belongs_to_the_letter_below_it(
    letter, sign, rise, said
):
    assert read(over(60, letter, sign, rise) + text(90, 700, "is a letter.")).startswith(said)


def test_a_sign_beside_a_letter_is_no_accent():
    assert read(shown(60, 700, "´", SIGNS) + text(66, 700, "e")) == "´e"


def test_a_letter_of_the_font_of_large_operators_is_read_as_what_it_shows(monkeypatch):
    monkeypatch.setattr(
        tex_letters, "_font_name", lambda c, index: b"ABCDEF+CMEX10" if index == 1 else b"CMR10"
    )
    characters = SimpleNamespace(codes=[ord(c) for c in "ppp"])
    tex_letters.settle_operators(characters, [0, 1])
    assert "".join(map(chr, characters.codes)) == "p√p"


def test_an_index_below_an_exponent_stays_with_its_letter():
    page = text(60, 700, "The term x") + text(105, 704, "2", size=7) + text(105, 697, "i", size=7)
    assert read(page + text(112, 700, "is left out.")) == "The term x_i² is left out."


def test_a_small_letter_below_a_line_is_no_second_copy_of_one_in_it():
    page = text(60, 700, "This is m") + text(98, 704, "2", size=7)
    page += text(106, 693, "i", size=7)
    assert "i" in read(page).removeprefix("This is m²")


@pytest.mark.parametrize(
    ("parts", "written"),
    [
        ([("SO", LEVEL), ("2−", RAISED), ("4", LOWERED), (" is", LEVEL)], "SO₄²⁻ is"),
        ([("x", LEVEL), ("i", LOWERED), ("2", RAISED)], "x_i²"),
        ([("z is z", LEVEL), ("i", LOWERED), ("n", RAISED)], "z is z_iⁿ"),
        ([("L", LEVEL), ("A", RAISED), ("T", LOWERED)], "LAT"),
        ([("of ", LEVEL), ("14", RAISED), ("C is", LEVEL)], "of ¹⁴C is"),
        ([("14", RAISED), ("C is", LEVEL)], "¹⁴C is"),
        ([("14", RAISED), ("Counted", LEVEL)], "[14] Counted"),
        ([("is ", LEVEL), ("∑", RAISED), ("i", LOWERED)], "is ∑i"),
    ],
)
def test_an_index_is_written_before_the_exponent_above_it(parts, written):
    assert write_scripts(parts) == written
