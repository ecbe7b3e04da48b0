"""Any bytes: readers of texts give a document or a reason, and the splitter loses nothing."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa_bot.building.splitting import split_document
from qa_bot.reading.files import read_data
from qa_bot.reading.parsed import RawFile
from tests.fakes import FakeEncoder

SYNTAX = st.sampled_from(
    [
        "# Heading\n",
        "Heading\n=====\n",
        "```\ncode\n",
        "| a | b |\n|---|---|\n",
        "- item\n",
        "1. item\n",
        "> quote\n",
        "Q. What?\nAns. This.\n",
        "SCOPE\n\n",
        "Run-in: It says so here. ",
        "This essay examines it. ",
        "\n\n\n",
        "\r\n",
        "\r",
        "\x00",
        "\ufeff",
        "\u2028",
        "e.g. ",
        "這是。",
        "العربية. ",
        "word " * 200,
        "x" * 300,
    ]
)
TEXTS = st.lists(st.one_of(SYNTAX, st.text(max_size=20)), max_size=15).map("".join)
ENCODED = st.tuples(
    TEXTS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252", "cp932"])
).map(lambda pair: pair[0].encode(pair[1], "replace"))
BYTES = st.one_of(st.binary(max_size=300), ENCODED)
NAMES = st.sampled_from(["a.txt", "a.md"])
COUNT = FakeEncoder().count_tokens


def check_reading(data, name, budget):
    reading = read_data(RawFile(name, data))
    document = reading.document
    if document is None:
        assert reading.report.status == "skipped"
        assert reading.report.reason
        return
    text = document.text
    assert text.strip()
    assert text.encode("utf-8").decode("utf-8") == text
    for section in document.sections:
        assert 0 <= section.start <= section.body <= section.end <= len(text)
    split = split_document(document, COUNT, budget)
    kept = [text[s.start : s.end] for group in split.sentences for s in group]
    assert "".join("".join(kept).split()) == "".join(text.split())
    for passage, group in zip(split.passages, split.sentences, strict=True):
        assert (passage.start, passage.end) == (group[0].start, group[-1].end)
        assert text[passage.start : passage.end].strip() == text[passage.start : passage.end]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(BYTES, NAMES, st.integers(16, 128))
def test_any_bytes_are_read_or_refused(data, name, budget):
    check_reading(data, name, budget)


@pytest.mark.slow
@settings(max_examples=40_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(BYTES, NAMES, st.integers(16, 128))
def test_any_bytes_for_ten_minutes(data, name, budget):
    check_reading(data, name, budget)
