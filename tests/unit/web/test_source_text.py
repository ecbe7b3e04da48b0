"""The text of a source: headings, lists and tables as such, and the excerpt marked."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from qa_bot.reading.files import read_data
from qa_bot.reading.parsed import RawFile
from qa_bot.types import Document
from qa_bot.web.chat.source_text import find_blocks, render_text

CSV = b"City,Rate,Note\nOslo,60,cold\nRome,45.5,\nParis,50,by train\n"
NOTES = b"""# Travel

Ask first.

## Rates: a list

- by train
- by boat
  - in summer

1. Pay.
2. Keep the bill.

> The rate: is <40>.
"""


class Text(HTMLParser):
    """What a page shows, and what of it is marked."""

    def __init__(self, html):
        super().__init__()
        self.shown, self.marked, self._inside = "", "", 0
        self.tags = []
        self.feed(html)

    def handle_starttag(self, tag, _):
        self.tags.append(tag)
        self._inside += tag == "mark"

    def handle_endtag(self, tag):
        self._inside -= tag == "mark"

    def handle_data(self, data):
        self.shown += data
        self.marked += data if self._inside else ""


def read(name, data):
    return read_data(RawFile(name, data)).document


def squeeze(text):
    return "".join(text.split())


def test_rows_of_a_table_become_one_and_the_cited_row_is_marked():
    document = read("rates.csv", CSV)
    start = document.text.index("City: Rome")
    page = Text(html := render_text(document, start, start + len("City: Rome; Rate: 45.5.")))
    assert page.tags.count("table") == 1
    assert page.tags.count("tr") == 4
    assert html.count("class=qa-cited") == 1
    assert squeeze(page.marked) == "Rome45.5"


def test_headings_and_lists_are_such():
    document = read("travel.md", NOTES)
    page = Text(html := render_text(document, 0, 0))
    assert page.tags.count("li") == 5
    assert '<h3 data-at="0"><span hidden># </span>Travel</h3>' in html
    assert ">Rates: a list</h4>" in html
    assert '<li data-depth="0" data-bullet><span hidden>- </span>by train\n</li>' in html
    assert '<li data-depth="0">1. Pay.\n</li>' in html
    assert "<40>" in page.shown
    assert "<40>" not in html


def test_headings_leave_no_level_out_whatever_the_text_does():
    document = read("low.md", b"## Low\n\nOne.\n\n#### Lower\n\nTwo.\n\n## Low again\n\nThree.\n")
    page = Text(render_text(document, 0, 0))
    assert [tag for tag in page.tags if tag.startswith("h")] == ["h3", "h4", "h3"]


def test_an_excerpt_over_several_blocks_is_marked_in_each():
    document = read("travel.md", NOTES)
    start, end = document.text.index("Ask first"), document.text.index("by boat")
    marked = Text(render_text(document, start, end)).marked
    assert squeeze(marked) == squeeze(document.text[start:end])


@given(
    st.text(alphabet=st.sampled_from("ab:;. \n-1)<&•\t"), max_size=120),
    st.integers(0, 120),
    st.integers(0, 120),
)
def test_every_character_but_the_names_of_columns_is_shown_once(text, first, second):
    document = Document("d", "d", "d", text, "")
    start, end = sorted((min(first, len(text)), min(second, len(text))))
    page = Text(render_text(document, start, end))
    if not any(block.kind == "row" for block in find_blocks(document)):
        assert squeeze(page.shown) == squeeze(text)
        assert squeeze(page.marked) == squeeze(text[start:end])


def test_a_text_without_blank_lines_is_rendered_in_linear_time():
    assert len(render_text(Document("d", "d", "d", "a: b; " * 200_000, ""), 0, 9)) > 1_000_000
    assert len(render_text(Document("d", "d", "d", "line\n" * 200_000, ""), 0, 9)) > 1_000_000


def test_code_is_one_block_without_its_fences_and_nothing_in_it_is_a_heading_or_an_item():
    text = b"# Guide\n\nRun it:\n\n```sh\n- ls\n\n\n# all\n```\n\nThen wait.\n"
    document = read("guide.md", text)
    start = document.text.index("- ls")
    page = Text(html := render_text(document, start, start + 4))
    assert page.tags.count("code") == 1
    assert "<code class=qa-code><mark>- ls</mark>\n\n\n# all</code>" in html
    assert page.tags.count("li") == 0
    assert "```" in page.shown
    assert "Then wait." in page.shown
