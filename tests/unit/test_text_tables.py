"""Tables that are drawn with signs are read row by row, wherever they stand in a text."""

import time

import pytest

from tests.readings import read, text_of

GRID = """
+------+---------+-------+
| Tool | Where   | Price |
+======+=========+=======+
| Saw  | cellar, | 9     |
|      | left    |       |
+------+---------+-------+
| Axe  | not for sale    |
+------+---------+-------+
"""
DATABASE = """
+----+-------+
| id | town  |
+----+-------+
|  1 | Arvik |
|  2 | Bodal |
+----+-------+
"""
RULED = """
=====  ======
Tool   Price
=====  ======
Saw    9 kr
Axe    5 kr
       a day
=====  ======
"""
ORG = """
| Tool | Price |
|------+-------|
| Saw  | 9 kr  |
| Axe  | 5 kr  |
"""
FENCED = """
[cols="1,2", options="header"]
|===
|Tool |Price
|Saw
|9 kr
|Axe |5 kr,
a day
|===
"""


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize(
    ("table", "rows"),
    [
        (
            GRID,
            [
                "Tool: Saw; Where: cellar, left; Price: 9.",
                "Tool: Axe; Where: not for sale; Price: not for sale.",
            ],
        ),
        (DATABASE, ["id: 1; town: Arvik.", "id: 2; town: Bodal."]),
        (RULED, ["Tool: Saw; Price: 9 kr.", "Tool: Axe; Price: 5 kr a day."]),
        (ORG, ["Tool: Saw; Price: 9 kr.", "Tool: Axe; Price: 5 kr."]),
        (FENCED, ["Tool: Saw; Price: 9 kr.", "Tool: Axe; Price: 5 kr, a day."]),
    ],
    ids=["grid", "database", "ruled columns", "org", "fenced"],
)
def test_a_drawn_table_is_read_row_by_row(name, table, rows):
    blocks = text_of(name, f"Before it.\n{table}\nAfter it.\n").split("\n\n")
    assert [block.strip() for block in blocks] == ["Before it.", *rows, "After it."]


@pytest.mark.parametrize(
    "text",
    [
        "+-----+\n| Box |\n+-----+\n",
        "a | b | c\nd | e | f\n",
        "| a | b |\n| c | d |\n",
        "Yes|no\n\n|---+---|\n",
        "+----+----+\n| open | end |\n",
        "|===\n|a |b\n",
    ],
)
def test_what_is_no_table_stays_as_it_is(text):
    assert text_of("a.txt", f"Words.\n\n{text}") == f"Words.\n\n{text}"


def test_sections_around_a_drawn_table_lie_in_the_text():
    document = read("a.txt", f"SCOPE\n\nAll tools.\n{ORG}\nFEES\n\nTwo euros.\n").document
    assert document is not None
    titles = [document.text[s.start : s.body].strip() for s in document.sections]
    assert titles == ["SCOPE", "FEES"]


def test_many_lines_with_pipes_are_read_in_linear_time():
    text = "|a|b|\n" * 30_000 + "|---+---|x\n+--+--+\n" * 3
    start = time.process_time()
    assert read("a.txt", text).document is not None
    assert time.process_time() - start < 20


DASHED = """\
Spring prices

Article      Stock   Price
-----------  -----  ------
Oak shelf       12   89.00
Pine box             7.50

All in euros."""
FRAMED = """\
--------------------------
Route        Fare
-----------  -------------
Kiel to      24 euros,
Riga         food apart

Oslo         9 euros
--------------------------
"""
BARRED = """\
 id | name   | sum
----+--------+-----
  1 | Adler  | 310
  2 | Brandt |
(2 rows)"""


@pytest.mark.parametrize(
    ("drawn", "text"),
    [
        (DASHED, "Spring prices|Article: Oak shelf; Stock: 12; Price: 89.00.|"
         "Article: Pine box; Price: 7.50.|All in euros."),
        (FRAMED, "Route: Kiel to Riga; Fare: 24 euros, food apart.|Route: Oslo; Fare: 9 euros."),
        (BARRED, "id: 1; name: Adler; sum: 310.|id: 2; name: Brandt.|(2 rows)"),
        ("Ada\n--- ---\n\nBo", "Ada\n--- ---|Bo"),
        ("one  two\n---  ---", "one  two\n---  ---"),
    ],
)  # fmt: skip
def test_columns_under_dashes_are_a_table(drawn, text):
    assert text_of("a.txt", drawn).split("\n\n") == text.split("|")


FENCED_CSV = "[%header,format=csv]\n|===\nStone,Year\nOld,1881\n|==="


def test_a_fenced_table_in_csv_names_its_values():
    assert text_of("a.adoc", FENCED_CSV) == "Stone: Old; Year: 1881."


ALIGNED = """Prices of 2024
Article          Size    Price
------------------------------
Oak board        2 m     18.50
Pine board       3 m     11.20
Beech, steamed           24.00

CONTAINER   IMAGE     STATUS
3f1         web:2     Up 3 hours
77b         cache:1   Exited (0)

Code|Town|People
A1|Lenz|8100
B2|Graz|292000
"""
DRAWN = """┏━━━━━━┳━━━━━━━┓
┃ Name ┃ Score ┃
┡━━━━━━╇━━━━━━━┩
│ Ada  │ 17    │
│ Bo   │ 12─13 │
└──────┴───────┘
"""


def test_columns_that_stand_below_each_other_are_a_table():
    assert text_of("a.txt", ALIGNED).strip().split("\n\n") == [
        "Prices of 2024",
        "Article: Oak board; Size: 2 m; Price: 18.50.",
        "Article: Pine board; Size: 3 m; Price: 11.20.",
        "Article: Beech, steamed; Price: 24.00.",
        "CONTAINER: 3f1; IMAGE: web:2; STATUS: Up 3 hours.",
        "CONTAINER: 77b; IMAGE: cache:1; STATUS: Exited (0).",
        "Code: A1; Town: Lenz; People: 8100.",
        "Code: B2; Town: Graz; People: 292000.",
    ]
    assert text_of("a.txt", DRAWN) == "Name: Ada; Score: 17.\n\nName: Bo; Score: 12─13."
    mail = f"Subject: Prices\nMIME-Version: 1.0\n\nHello,\n\n{ALIGNED}"
    assert "Article: Oak board; Size: 2 m; Price: 18.50." in text_of("a.eml", mail)


@pytest.mark.parametrize(
    "text",
    [
        "Sender          Recipient\nIda Lund        Bo Holm\nMill Lane 4     Quay 7\n",
        "int a = 5;    // the first    one\nint b = 6;    // a second   one\nc = 7;   // y   z",
        "2010-2014   Brandt Ltd   engineer\n2014-2019   City of Ost     head\n2019-now    Own  me",
        "The    quick  brown\njumps  over   the\ndog    and    runs\n",
        "Name       Phone    Room\nAnn Hill   214      B 3\n                    B 5\nCy Lane 2",
        "In May, June, and July\nit rained, froze, and 4\nwere ill, away, or 5\n",
        "# DEVICE  MOUNT   TYPE   OPTIONS   DUMP\n/dev/sda1  /       ext4   defaults  1\n"
        "/dev/sda2  /home   ext4   noatime   2\n",
        "> Item   Qty   Price\n> Tea    2     3\n> Milk   1     2\n",
        "PID %CPU %MEM   TTY   TIME\n1 0.0 0.1       ?     0:04\n22 1.2 3.4      ?     1:22\n",
    ],
    ids=[
        "addresses",
        "code",
        "a CV",
        "wide spaces",
        "a row without a name",
        "prose",
        "columns out of step",
        "quoted lines",
        "close columns",
    ],
)
def test_words_in_columns_that_have_no_names_stay_as_they_are(text):
    assert text_of("a.txt", text) == text


def test_long_lines_and_many_paragraphs_are_read_in_linear_time():
    start = time.process_time()
    for text in (f"a  b\nc  d\n{'-' * 200_000}x\n", "a  b  c\n\n" * 30_000, "a  b  1\n" * 30_000):
        assert read("a.txt", text).document is not None
    assert time.process_time() - start < 20


def test_the_name_of_a_column_is_no_heading_of_its_rows():
    text = (
        "Plan of the day\n\nTIME    EVENT    PLACE    NOTES\n 9:00   Arrival  Hall     By Dr. Ek\n"
        "10:00   Talk     Room 2   Bring a cup, a spoon, and two chairs.\n"
        "12:00   Lunch    Garden   Soup is served\n"
    )
    assert [one.title for one in read("a.txt", text).document.sections] == ["Plan of the day"]
