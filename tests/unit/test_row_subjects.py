"""A row of a table answers for the thing that its first cell names, and for no other."""

from __future__ import annotations

import pytest

from qa_bot import build_index
from qa_bot.answering.membership import ScoredSentence
from qa_bot.answering.row_subjects import drop_other_rows, have_same_name
from qa_bot.index.folder import Index
from tests.fakes import FakeEncoder

TABLE = """Activity,Place,Notes
Sauna,Cellar,Adults only
Climbing wall,Hall,Closed on Mondays
Dance class,Hall,Bring water
Dance,Hall,On Fridays
Monthly pass,All,Card needed
Annual pass,All,Two months free
"""
NAMES = [line.partition(",")[0] for line in TABLE.splitlines()[1:]]


TICKETS = "Ticket,Adult,Child (4-15),Valid for\nSwim,£6,£3,2 hours\nSteam room,£9,,3 hours\n"
TICKETS += "Family ticket,£15,,2 adults and 3 children\n"
SIGHTS = """# Sights

- **wool bridge**, with seven arches
- **corn hall**, built in 1871
- The market is held, rain or shine.
"""
HIRE = """# Hire

## Boats

| Boat | People | Hour |
|---|---|---|
| Canoe, short | 1 | 9 |
| Canoe, long | 2 | 14 |
| Motor boat | 6 | 35 |
| Canoe | 3 | 16 |

## Extras

| Item | Day | Remarks |
|---|---|---|
| Wetsuit | 8 | all sizes |
| Dry bag | 3 | 20 litres |
| Boat trailer | 25 | over 21 |
"""
TIMES = """# Times

| Day | Hall |
|---|---|
| Monday | closed |
| Tuesday to Thursday | 10 to 7 |
| Saturday | 9 to 1 |

| Plant | Blooms |
|---|---|
| Witch hazel | January to February |
| Rose | June to September |
| Fern | |
| Aster | September |
"""
REGIONS = ",Sales\nNorth,410\nSouth,275\n"


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rows")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "prices.csv").write_text(TABLE)
    (folder / "corpus" / "regions.csv").write_text(REGIONS)
    (folder / "corpus" / "tickets.csv").write_text(TICKETS)
    (folder / "corpus" / "sights.md").write_text(SIGHTS)
    (folder / "corpus" / "hire.md").write_text(HIRE)
    (folder / "corpus" / "times.md").write_text(TIMES)
    (folder / "corpus" / "rules.txt").write_text("The hall closes at ten in the evening.\n")
    build_index(folder / "corpus", folder / "index", encoder=FakeEncoder())
    with Index.open(folder / "index") as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("What time does the sauna close?", ["Sauna"]),
        ("Is the climbing wall beside the sauna?", ["Sauna", "Climbing wall"]),
        ("Who may go to the dance class?", ["Dance class"]),
        ("What do I bring to the dance?", ["Dance"]),
        ("How long does the annual pass last?", ["Annual pass"]),
        ("Which pass is there?", ["Monthly pass", "Annual pass"]),
        ("What is closed on Mondays?", NAMES),
        ("When does the hall close?", NAMES),
    ],
)
def test_rows_of_other_things_are_left_out_and_running_text_stays(index, question, kept):
    texts = keep(index, question)
    assert [text.split(";")[0] for text in texts if text.startswith("Activity")] == [
        f"Activity: {name}" for name in kept
    ]
    assert any("closes at ten" in text for text in texts)


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("How much is the swim for children?", ["Swim"]),
        ("How much is the steam room for children?", []),
        ("How much is the steam room?", ["Steam room"]),
        ("How many children may come on the family ticket?", ["Family ticket"]),
    ],
)
def test_a_row_without_anything_in_the_column_asked_for_is_left_out(index, question, kept):
    texts = [text for text in keep(index, question) if text.startswith("Ticket")]
    assert [text.split(";")[0] for text in texts] == [f"Ticket: {name}" for name in kept]


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("When was the wool bridge built?", ["wool bridge"]),
        ("When was the corn hall built?", ["corn hall"]),
        ("What was built in 1871?", ["wool bridge", "corn hall"]),
    ],
)
def test_an_item_with_a_name_answers_for_what_it_names(index, question, kept):
    texts = [text for text in keep(index, question) if text.startswith("- ")]
    assert [text[4:].split("**")[0] for text in texts if "**" in text] == kept
    assert any("rain or shine" in text for text in texts)


def test_a_first_column_without_a_name_names_rows_too(index):
    texts = keep(index, "What are the sales of the north region?")
    assert [text for text in texts if "Sales" in text] == ["North; Sales: 410."]


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("Is the hall open on Wednesdays?", ["Tuesday to Thursday"]),
        ("Is the hall open on Sundays?", []),
        ("Is the hall open at the weekend?", ["Saturday"]),
        ("When is the hall open?", ["Monday", "Tuesday to Thursday", "Saturday"]),
    ],
)
def test_rows_of_other_weekdays_are_left_out(index, question, kept):
    assert names(index, question, "Day: ") == kept


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("What blooms in winter?", ["Witch hazel"]),
        ("What blooms in July?", ["Rose"]),
        ("What blooms in the autumn?", ["Rose", "Aster"]),
        ("What blooms before July?", ["Witch hazel", "Rose", "Aster"]),
    ],
)
def test_rows_of_other_months_are_left_out(index, question, kept):
    assert [one for one in names(index, question, "Plant: ") if one != "Fern."] == kept


@pytest.mark.parametrize(
    ("question", "boats", "items"),
    [
        ("What does a wetsuit cost a day?", [], ["Wetsuit"]),
        (
            "What do the motor boat and the wetsuit cost?",
            ["Motor boat"],
            ["Wetsuit", "Boat trailer"],
        ),
        ("How much is the motor boat?", ["Motor boat"], ["Boat trailer"]),
        (
            "What costs 25?",
            ["Canoe, short", "Canoe, long", "Motor boat", "Canoe"],
            ["Wetsuit", "Dry bag", "Boat trailer"],
        ),
    ],
)
def test_rows_of_other_tables_give_way_to_the_one_that_is_named(index, question, boats, items):
    assert names(index, question, "Boat: ") == boats
    assert names(index, question, "Item: ") == items


@pytest.mark.parametrize(
    ("question", "alike"),
    [
        ("What does a canoe cost?", ["Canoe, short", "Canoe, long"]),
        ("What does the short canoe cost?", []),
        ("What does a wooden canoe cost?", []),
        ("What does a boat cost?", []),
    ],
)
def test_rows_that_a_name_fits_alike_have_the_same_name(index, question, alike):
    rows = {text_of(index, one): one for one in load(index)}
    canoe = next(one for text, one in rows.items() if text.startswith("Boat: Canoe, short"))
    found = [
        text.split("; ")[0].removeprefix("Boat: ")
        for text, one in rows.items()
        if have_same_name(index, canoe, one, question)
    ]
    assert found == alike


def names(index, question, head):
    """What the rows that are kept have in a first column."""
    texts = [text for text in keep(index, question) if text.startswith(head)]
    return [text.split(";")[0].removeprefix(head) for text in texts]


def load(index):
    """All sentences, none of them scored."""
    return [
        ScoredSentence(passage, number, sentence, 1.0, 0.0)
        for passage in index.documents.passages(list(range(index.manifest.passages)))
        for number, sentence in index.documents.sentences([passage.passage_id])[passage.passage_id]
    ]


def text_of(index, one):
    document = index.documents.document(one.passage.doc_id)
    return document.text[one.sentence.start : one.sentence.end]


def keep(index, question):
    """The texts of all sentences but the rows that are left out."""
    return [text_of(index, one) for one in drop_other_rows(index, load(index), question)]
