import json
from dataclasses import replace
from itertools import accumulate

import pytest

from qa_bot.types import Citation
from qa_bot.web.chat.bibliography import has_record, write_bibtex, write_csl

CITATION = Citation(
    1, "d", "Hares & {Birches}", "notes/Über hares.pdf", "Food", 2, 0, 4, "They eat\n100% bark.",
    place="page 2", author="Ada Hare; Bo_Birch", date="2019-05",
)  # fmt: skip


def test_bibtex_names_what_the_file_says_of_itself():
    assert write_bibtex(CITATION) == (
        "@misc{uber-hares2019,\n"
        r"  title = {{Hares \& \textbraceleft{}Birches\textbraceright{}}}," "\n"
        r"  author = {{Ada Hare} and {Bo\_Birch}}," "\n"
        "  year = {2019},\n"
        "  howpublished = {notes/Über hares.pdf},\n"
        r"  note = {Food, page 2, “They eat 100\% bark.”}," "\n"
        "  month = may\n"
        "}\n"
    )  # fmt: skip


def test_csl_names_the_same():
    (item,) = json.loads(write_csl(CITATION))
    assert item == {
        "id": "uber-hares2019",
        "type": "document",
        "title": "Hares & {Birches}",
        "author": [{"literal": "Ada Hare"}, {"literal": "Bo_Birch"}],
        "source": "notes/Über hares.pdf",
        "note": "Food, page 2, “They eat 100% bark.”",
        "issued": {"date-parts": [[2019, 5]]},
    }


def test_what_a_file_does_not_say_is_left_out():
    bare = replace(CITATION, author="", date="", source="東.txt")
    assert not has_record(bare)
    assert "author" not in write_bibtex(bare)
    assert write_bibtex(bare).startswith("@misc{document,")
    assert "issued" not in json.loads(write_csl(bare))[0]


@pytest.mark.parametrize("title", ["a { b", "a } b", "a \\} b", "}} @misc{x, title = {y"])
def test_braces_of_a_title_stay_balanced(title):
    written = write_bibtex(replace(CITATION, title=title))
    depths = list(accumulate({"{": 1, "}": -1}.get(sign, 0) for sign in written.strip()))
    assert depths[-1] == 0
    assert min(depths[len("@misc{") - 1 : -1]) >= 1


@pytest.mark.parametrize("date", ["2019-13", "2019-00-01", "May", "19", "2019},", "-"])
def test_a_date_that_a_browser_kept_in_another_form_is_left_out(date):
    odd = replace(CITATION, date=date)
    assert "year" not in write_bibtex(odd)
    assert write_bibtex(odd).startswith("@misc{uber-hares,")
    assert "issued" not in json.loads(write_csl(odd))[0]
