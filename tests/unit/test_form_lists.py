"""Which list a question means: told by its heading, its announcing line or its columns."""

from __future__ import annotations

import pytest

from qa_bot import QABot, build_index
from qa_bot.answering.forms.listing import find_list
from qa_bot.config import Settings
from tests.fakes import FakeEncoder

TEXT = """\
# Pier rules

## Members of the harbour board

- Ada Moreau
- Tom Birch
- Ines Falk

## Ferry stops

| Stop | Minutes |
|---|---|
| Old Pier | 0 |
| Lighthouse | 12 |

## Equipment

On board the following tools are kept:

1. a saw
2. a rope

The office needs two forms.

## Berths

| Berth | Boat keeper | Fee (EUR) | Remark |
|---|---|---|---|
| 1 | Mo Lind | 60 | |
| 2 | Ida Roos | 45 | short |
| 3 | Mo Lind | 60 | deep |

## Duties

The warden has these duties in winter:

- sweeping. The broom is in the shed.
- salting
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lists")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "rules.md").write_text(TEXT, encoding="utf-8")
    build_index(folder / "corpus", folder / "index", encoder=FakeEncoder())
    settings = Settings(reader="off")
    with QABot.open(folder / "index", settings=settings, encoder=FakeEncoder()) as bot:
        yield bot.index


def find(index, what, exactly=False):
    found = find_list(index, what, ["rules.md"], exactly)
    if found is None:
        return None
    text = index.documents.document("rules.md").text
    return [text[item.start : item.end] for item in found.items]


@pytest.mark.parametrize(
    "what", ["members of the harbour board", "harbour board members", "members"]
)
def test_a_list_is_found_by_its_heading(index, what):
    assert find(index, what) == ["- Ada Moreau", "- Tom Birch", "- Ines Falk"]


def test_rows_are_found_by_the_heading_and_by_the_first_column(index):
    rows = ["Stop: Old Pier; Minutes: 0.", "Stop: Lighthouse; Minutes: 12."]
    assert find(index, "ferry stops") == rows
    assert find(index, "stops", exactly=True) == rows


def test_a_list_is_found_by_the_line_that_announces_it(index):
    assert find(index, "tools") == ["1. a saw", "2. a rope"]


def test_an_item_has_all_its_sentences(index):
    assert find(index, "duties of the warden") == [
        "- sweeping. The broom is in the shed.",
        "- salting",
    ]


@pytest.mark.parametrize("what", ["ferries", "boards", "forms", "wardens", "pier members", "the"])
def test_a_list_of_something_else_is_not_taken_for_it(index, what):
    assert find(index, what) is None


def test_exactly_wants_a_name_that_says_just_that(index):
    assert find(index, "members", exactly=True) is None
    assert find(index, "members of the harbour board", exactly=True) is not None


@pytest.mark.parametrize(
    ("what", "column", "rows"),
    [
        ("boat keepers", "Boat keeper", 3),
        ("keepers of berths", "Boat keeper", 3),
        ("fees of the berths", "Fee (EUR)", 3),
        ("remarks", "Remark", 2),
    ],
)
def test_another_column_gives_the_rows_that_have_it(index, what, column, rows):
    found = find_list(index, what, ["rules.md"], exactly=False)
    assert found.column == column
    assert len(found.items) == rows


@pytest.mark.parametrize("what", ["boat keepers", "keepers", "fees", "harbour fees"])
def test_rows_of_another_column_are_no_count_of_things(index, what):
    assert find(index, what, exactly=True) is None


def test_a_word_of_no_column_finds_no_table(index):
    assert find(index, "keepers of the lighthouse") is None
