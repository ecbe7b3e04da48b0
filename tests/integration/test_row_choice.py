"""A superlative, a bound or a kind is answered by all rows of a table that it picks."""

from __future__ import annotations

import pytest

from qa_bot import QABot, build_index

PRICES = """\
Item,Group,Adult (£),Child (£),Notes
Canoe,Boat,14.00,9.00,With paddles
Pedalo,Boat,18.50,,For four
Punt,Boat,22.00,16.00,Not in classes of boats over 6
Tent,Camp,11.00,7.50,Pitch not included
Cabin,Camp,64.00,40.00,Price for two
"""
TRAMS = """\
Departure,From,To,Arrival
06:40,Aven,Birk,07:25
16:50,Aven,Birk,17:35
20:10,Aven,Birk,20:55
07:35,Birk,Aven,08:20
21:05,Birk,Aven,21:50
"""
CARS = """\
Car,Doors,Top speed (km/h)
Aurora,2,240
Bison,5,160
Comet,3,210
"""
REPORT = """\
# Lakes of the county

The deepest of all is Blue Tarn. Perch are caught most in June.

## Survey

| Lake | Visitors | Litter per visitor |
|---|---|---|
| Long Water | 1,204 | 31 g |
| Mere Pool | 980 | 44 g |
| Blue Tarn | 312 | 9 g |

## Ponds

| Pond | Depth (m) | Area (m²) |
|---|---|---|
| Round Pond | 4 | 310 |
| Mill Pond | 2 | 450 |

## Works

| Work | Due | Length |
|---|---|---|
| New pier | 3 March 2025 | 12 m |
| Path | 20 June 2025 | 900 m |
| Hide | 4 May 2026 | 6 m |

## Cleaning

| Boat | Seats | Cleaned |
|---|---|---|
| Punt | 6 | daily |
| Skiff | 2 | weekly |
| Raft | 4 | daily |
| Ferry | 6 | monthly |

## Quotes for the boathouse and the jetty

| Building | Firm | Weeks | Guarantee (years) |
|---|---|---|---|
| Boathouse | Dale | 9 | 20 |
| Boathouse | Ode | 6 | 25 |
| Jetty | Dale | 3 | 10 |
| Jetty | Ode | 4 | 10 |

## Fish

Table 2: Fish that were caught

| Kind | Share |
|---|---|
| Perch | 51% |
| Pike | 12% |
| Roach | 37% |
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("superlatives")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "hire.csv").write_text(PRICES, encoding="utf-8")
    (folder / "corpus" / "trams.csv").write_text(TRAMS, encoding="utf-8")
    (folder / "corpus" / "cars.csv").write_text(CARS, encoding="utf-8")
    (folder / "corpus" / "lakes.md").write_text(REPORT, encoding="utf-8")
    build_index(folder / "corpus", folder / "index")
    with QABot.open(folder / "index") as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("What is the cheapest boat for an adult?", ["Canoe"]),
        ("Which boat is the most expensive for a child?", ["Punt"]),
        ("cheapest camp item", ["Tent"]),
        ("Which lake has the fewest visitors?", ["Blue Tarn"]),
        ("Which lake has the most litter per visitor?", ["Mere Pool"]),
        ("What kind of fish was caught least?", ["Pike"]),
        ("Which is the biggest pond?", ["Mill Pond"]),
        ("What are the two cheapest boats for an adult?", ["Canoe", "Pedalo"]),
        ("Which boats cost an adult more than £15?", ["Pedalo", "Punt"]),
        ("How many boats cost an adult less than £20?", ["Canoe", "Pedalo"]),
        ("boats for an adult under £20", ["Canoe", "Pedalo"]),
        ("Which lakes have at least 980 visitors?", ["Long Water", "Mere Pool"]),
        ("Which works are due after June 2025?", ["Hide"]),
        ("How many boats are there?", ["Canoe", "Pedalo", "Punt"]),
        ("Which items belong to the group camp?", ["Tent", "Cabin"]),
        ("Which trams go from Birk?", ["07:35", "21:05"]),
        ("Which boats can carry six?", ["Punt", "Ferry"]),
        ("What boats must be cleaned daily?", ["Punt", "Raft"]),
        ("Which works are due before 20 June 2025?", ["New pier"]),
        ("Which work is the last?", ["Hide"]),
        ("What is the last tram to Birk?", ["20:10"]),
        ("When does the first tram leave Birk?", ["07:35"]),
        ("Which trams leave Aven after 4 pm?", ["16:50", "20:10"]),
        ("Which trams arrive in Birk before 18:00?", ["06:40", "16:50"]),
        ("Which firm is quickest for the boathouse?", ["Boathouse"]),
        ("Which firm is slowest for the jetty?", ["Jetty"]),
        ("Which car is the fastest?", ["Aurora"]),
        ("What is the slowest car?", ["Bison"]),
    ],
)
def test_the_row_with_the_extreme_is_shown(bot, question, rows):
    given = bot.answer(question)
    assert given.answered
    assert [c.quote.split("; ")[0].split(": ")[1] for c in given.citations] == rows
    assert bot.answer_many([question])[0].citations == given.citations


def test_what_was_compared_is_said(bot):
    given = bot.answer("How many boats are there?")
    assert given.notice == "3 of 5 rows of “Hire”, those with “Group” Boat."
    given = bot.answer("Which boats cost an adult more than £15?")
    assert given.notice == "2 of 3 rows of “Hire”, those with “Adult (£)” more than £15."
    given = bot.answer("What is the cheapest boat for an adult?")
    assert given.notice == "The lowest of 3 rows of “Hire” by “Adult (£)”."


@pytest.mark.parametrize(
    "question",
    [
        "What is the cheapest lake?",
        "Which lake is the largest?",
        "Which lake is the deepest?",
        "What is the most expensive boat in Norway?",
        "Why is the canoe the cheapest boat?",
        "Which boats cost more than 15 euros?",
        "Which boats are in Norway under £20?",
        "Which trams stop at Aven after 4 pm?",
        "Which works are longer than 100 km?",
        "Which firm is quickest for the bridge?",
        "Which boats are there in Norway?",
        "Which items are not boats?",
        "Who pays for the boats?",
        "What is a boat?",
        "How many of the visitors of the lakes were over 50?",
    ],
)
def test_nothing_is_compared_where_the_table_lacks_a_word_or_the_measure(bot, question):
    assert "rows of" not in bot.answer(question).notice
