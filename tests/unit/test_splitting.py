from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_bot.building.splitting import split_document, split_sentences
from qa_bot.reading.encodings import decode_text
from qa_bot.reading.formats.markdown import find_markdown_sections
from qa_bot.reading.formats.plain import find_plain_sections
from qa_bot.types import Document
from tests.fakes import FakeEncoder

PIECES = st.sampled_from(
    [
        "Heading Of It\n\n",
        "Information Sharing: It matters much. ",
        "Q. What is it?\n\nAns. It is this. ",
        "A sentence. ",
        "e\u0301\u0301 ",
        "\r\n",
        "\r\n\r\n",
        "\t",
        "\n\n\n\n",
        "x" * 700,
        "word " * 300,
        "這是一個句子。另一個！",
        "مرحبا بالعالم. ",
        "👩‍👩‍👧 ",
        "- item one\n- item two\n",
        "\u200b\u00a0\u2028\u3000",
        "# Top\n\n```\n# not\n```\n",
        "\x0b\x0c\x1c\x85",
    ]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=12).map("".join))
COUNT = FakeEncoder().count_tokens


def make_document(text, find_sections=find_plain_sections):
    return Document("d", "D", "d.txt", text, "0", sections=find_sections(text))


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.sampled_from([find_plain_sections, find_markdown_sections]), st.integers(16, 64))
def test_splitting_loses_no_character_and_keeps_offsets(raw, find_sections, budget):
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    split = split_document(make_document(text, find_sections), COUNT, budget)
    kept = ""
    position = 0
    for passage, sentences in zip(split.passages, split.sentences, strict=True):
        assert position <= passage.start < passage.end <= len(text)
        assert (passage.start, passage.end) == (sentences[0].start, sentences[-1].end)
        for sentence in sentences:
            assert text[position : sentence.start].strip() == ""
            assert sentence.start < sentence.end
            kept += text[sentence.start : sentence.end]
            position = sentence.end
    assert "".join(kept.split()) == "".join(text.split())


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.integers(16, 64))
def test_no_passage_is_over_the_budget(text, budget):
    split = split_document(make_document(text), COUNT, budget)
    assert all(
        sum(COUNT([text[s.start : s.end] for s in group])) <= budget for group in split.sentences
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dr. Smith came. He left.", ["Dr. Smith came.", "He left."]),
        ("The U.S. Congress met. It voted.", ["The U.S. Congress met.", "It voted."]),
        ("See e.g. Table 2. It shows this.", ["See e.g. Table 2.", "It shows this."]),
        ("- one\n- two", ["- one", "- two"]),
        ("一。二！", ["一。", "二！"]),
        ("One.\n\nTwo", ["One.", "Two"]),
    ],
)
def test_sentences_end_where_a_reader_says(text, expected):
    spans = split_sentences(text, 0, len(text))
    assert [text[s.start : s.end] for s in spans] == expected


def test_headings_questions_and_labels_are_not_citable():
    text = "Scope Of Work\n\nIt is wide.\n\n\nQ. How wide is it?\n\nAns. Very wide. Really."
    split = split_document(make_document(text), COUNT, 64)
    sentences = [s for group in split.sentences for s in group]
    citable = [text[s.start : s.end] for s in sentences if s.citable]
    assert citable == ["It is wide.", "Very wide.", "Really."]
    assert [p.section for p in split.passages] == ["Scope Of Work", "How wide is it?"]


def test_a_question_stays_with_its_answer():
    text = "Q. How?\n\nAns. So.\n\nQ. Why?\n\nAns. Thus."
    split = split_document(make_document(text), COUNT, 64)
    passages = [text[p.start : p.end] for p in split.passages]
    assert passages == ["Q. How?\n\nAns. So.", "Q. Why?\n\nAns. Thus."]


def test_decoding_normalises_newlines_only():
    assert decode_text(b"\xef\xbb\xbfa\r\nb\rc") == "a\nb\nc"
    assert decode_text("é".encode("utf-16")) == "é"
    assert decode_text(b"caf\xe9") == "café"


def test_a_very_long_paragraph_is_split_at_its_sentences():
    text = "A sentence, e.g. this one, stands here. " * 10_000
    sentences = split_sentences(text, 0, len(text))
    assert len(sentences) == 10_000
    assert {text[s.start : s.end] for s in sentences} == {text[:39]}


@pytest.mark.parametrize(
    "text",
    [
        "3.2. The landlord repairs the roof.",
        "Article 3. The landlord repairs the roof.",
        "IV. The landlord repairs the roof.",
        "§ 3. The landlord repairs the roof.",
        "A.1. The landlord repairs the roof.",
        "Document No. SOP-0412 replaces No. 7 of May",
    ],
)
def test_a_number_stays_with_the_clause_that_it_opens(text):
    assert [text[s.start : s.end] for s in split_sentences(text, 0, len(text))] == [text]


def test_clauses_on_lines_of_their_own_are_parted_and_decimals_are_no_clauses():
    text = "1.1 The yard\n1.2 The mill\n1.2.1 Its wheel\n[1] A note"
    sentences = [text[s.start : s.end] for s in split_sentences(text, 0, len(text))]
    assert sentences == text.split("\n")
    text = "It takes about\n3.5 kilograms of flour"
    assert len(split_sentences(text, 0, len(text))) == 1


@pytest.mark.parametrize("mark", ["[1]", "[1][2]", "¹", "¹²"])
def test_a_note_mark_belongs_to_the_sentence_that_it_ends(mark):
    text = f"It weighs 31 kilograms.{mark} The next is heavier."
    assert [text[s.start : s.end] for s in split_sentences(text, 0, len(text))] == [
        f"It weighs 31 kilograms.{mark}",
        "The next is heavier.",
    ]


def test_a_row_of_a_table_is_one_sentence_however_many_stand_in_its_cells():
    row = "Role: Cook; Duties: Buys the food. Cooks lunch. Cleans.; No.: 5."
    prose = "Bring a rope: it is needed. Bring a lamp; it is dark. Bring bread."
    text = f"{row}\n\n{prose}"
    spans = [text[s.start : s.end] for s in split_sentences(text, 0, len(text))]
    assert spans == [
        row,
        "Bring a rope: it is needed.",
        "Bring a lamp; it is dark.",
        "Bring bread.",
    ]
