"""Passages that no question can reach are named with their document and place."""

from __future__ import annotations

import pytest

from qa_bot import build_index
from qa_bot.index.reachability import MAX_NAMED, find_unreachable
from tests.fakes import FakeEncoder


def find(folder, texts, max_tokens=256):
    (folder / "corpus").mkdir()
    for name, text in texts.items():
        (folder / "corpus" / name).write_text(text, encoding="utf-8")
    build_index(folder / "corpus", folder / "index", encoder=FakeEncoder())
    return find_unreachable(folder / "index", FakeEncoder(max_tokens=max_tokens))


def test_where_all_can_be_reached_nothing_is_said(tmp_path):
    found = find(tmp_path, {"sky.txt": "The sky is blue."})
    assert found.total == 0
    assert str(found) == ""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("* * *", "it has no words"),
        ("It is that, and there they are.", "it has only words that are left out of questions"),
    ],
)
def test_a_passage_without_a_word_to_look_for_is_named(tmp_path, text, reason):
    texts = {"sky.txt": "The sky is blue.", "odd.txt": f"{text}\n"}
    found = find(tmp_path, texts)
    assert found.lines == (f"odd.txt · characters 0–{len(text)}: {reason} (“{text}”)",)


def test_a_passage_that_is_longer_than_the_model_reads_is_named(tmp_path):
    text = "The sky over the harbour of Lisbon is blue today."
    found = find(tmp_path, {"sky.txt": text}, max_tokens=8)
    assert "it has 11 word pieces, of which the model reads 6" in str(found)


def test_only_some_are_named(tmp_path):
    texts = {f"{number:02}.txt": "---" + "-" * number for number in range(MAX_NAMED + 3)}
    found = find(tmp_path, texts | {"sky.txt": "The sky is blue."})
    assert (len(found.lines), found.total) == (MAX_NAMED, MAX_NAMED + 3)
    assert str(found).endswith("… and 3 more.")
