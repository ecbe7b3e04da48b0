"""Two lines of a paragraph as one: what stands between them."""

from __future__ import annotations

from collections import Counter

import pytest

from qa_bot.reading.formats.pdf.joining import join_text


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("see https://", "www.tarn.org", "see https://www.tarn.org"),
        ("see https:", "//www.tarn.org", "see https://www.tarn.org"),
        ("at www.tarn.org/docs/", "rules.html", "at www.tarn.org/docs/rules.html"),
        ("at www.tarn.", "org today", "at www.tarn.org today"),
        ("at https://tarn.org/a?b=", "12", "at https://tarn.org/a?b=12"),
        ("at www.tarn.org.", "The office", "at www.tarn.org. The office"),
        ("the rules:", "one", "the rules: one"),
        ("on pages 3–", "5", "on pages 3–5"),
        ("טלפון -03-555", "0142", "טלפון 03-555-0142"),
        ("ב--AB", "2044", "ב-AB-2044"),
        ("ל-120", "אוהלים", "ל-120 אוהלים"),
        ("it fell to -5", "3 times", "it fell to -5 3 times"),
        ("the well", "known", "the well known"),
    ],
)
def test_what_a_line_end_broke_is_whole(before, after, joined):
    assert join_text(before, after, Counter()) == joined
