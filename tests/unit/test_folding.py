"""Words of every script are whole, and found with or without their accents and particles."""

import pytest

from qa_bot.index.lexical.words import join_unspaced, terms_of, words_of


@pytest.mark.parametrize(
    "text",
    [
        "हिन्दी में पुस्तकालय",
        "நூலகம் திறந்திருக்கும்",
        "كِتَابٌ جَدِيدٌ",
        "naïve café Zürich",
        "e\u0301te\u0301 cafe\u0301",
    ],
)
def test_words_are_whole_with_their_marks(text):
    assert len(words_of(text)) == len(text.split())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Muller", "Müller"),
        ("Francois Lefevre", "François Lefèvre"),
        ("Malmo", "Malmö"),
        ("Lodz Tromso", "Łódź Tromsø"),
        ("كتاب جديد", "كِتَابٌ جَدِيدٌ"),
        ("서울 사무실", "서울은 사무실에서는"),
        ("고양이", "고양이가"),
        ("cafe\u0301", "café"),
    ],
)
def test_accents_points_and_particles_are_optional(one, other):
    assert terms_of(one) == terms_of(other)


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("สมาชิก", "ค่าสมาชิกปีละหนึ่งร้อยบาท"),
        ("น้ำ", "ดื่มน้ำทุกวัน"),
        ("ຫ້ອງ", "ເປີດຫ້ອງສະໝຸດ"),
        ("ភាសា", "រៀនភាសាខ្មែរ"),
        ("会员", "每年会员费"),
    ],
)
def test_words_of_scripts_without_spaces_are_found_inside_of_their_sentence(word, sentence):
    assert " ".join(terms_of(word)) in " ".join(terms_of(sentence))
    assert len(terms_of(sentence)) > 3


@pytest.mark.parametrize(
    ("text", "unknown", "joined"),
    [
        ("汽车多少钱", "汽车多少", ["汽车多少"]),
        ("自動車はいくらですか", "自動車くらか", ["自動車", "くら"]),
        ("ราคารถ", "ราคารถ", ["ราคารถ"]),
        ("会费 Oslo 车", "Oslo车", ["Oslo", "车"]),
    ],
)
def test_words_without_spaces_are_named_as_they_stand_together(text, unknown, joined):
    words = words_of(text)
    assert list(join_unspaced(text, words, [word in unknown for word in words])) == joined


def test_vowel_signs_are_not_optional():
    assert terms_of("किताब") != terms_of("कताब")


def test_short_korean_words_keep_what_looks_like_a_particle():
    assert terms_of("휴가") == ["휴가"]
    assert terms_of("한도는") == ["한도"]


def test_a_power_is_no_part_of_its_number():
    assert terms_of("10⁶ bacteria") == terms_of("10^6 bacteria")
    assert terms_of("H₂O") == terms_of("H2O")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("x^2", "x²"), ("45 m^3", "45 m³"), ("10^-4", "10⁻⁴"), ("x_1", "x₁"), ("2x^10", "2x¹⁰")],
)
def test_what_is_raised_by_a_sign_is_found_where_it_is_raised_by_its_letters(typed, shown):
    assert terms_of(typed) == terms_of(shown)


def test_names_with_low_lines_are_their_parts():
    assert terms_of("file_1 read_csv_2") == terms_of("file 1 read csv 2")
