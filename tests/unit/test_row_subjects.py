"""A row of a table answers for the thing that its first cell names, and for no other."""

from __future__ import annotations

import pytest

from qa_bot import build_index
from qa_bot.answering.membership import ScoredSentence
from qa_bot.answering.row_subjects import drop_other_rows
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
REGIONS = ",Sales\nNorth,410\nSouth,275\n"


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rows")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "prices.csv").write_text(TABLE)
    (folder / "corpus" / "regions.csv").write_text(REGIONS)
    (folder / "corpus" / "tickets.csv").write_text(TICKETS)
    (folder / "corpus" / "sights.md").write_text(SIGHTS)
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


def keep(index, question):
    """The texts of all sentences but the rows that are left out."""
    scored = []
    for passage in index.documents.passages(list(range(index.manifest.passages))):
        for number, sentence in index.documents.sentences([passage.passage_id])[passage.passage_id]:
            scored.append(ScoredSentence(passage, number, sentence, 1.0, 0.0))
    return [
        index.documents.document(one.passage.doc_id).text[one.sentence.start : one.sentence.end]
        for one in drop_other_rows(index, scored, question)
    ]
