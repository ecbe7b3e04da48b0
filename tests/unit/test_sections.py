from __future__ import annotations

from qa_bot.reading.markdown import find_markdown_sections
from qa_bot.reading.plain import find_plain_sections
from tests.conftest import ESSAY, ESSAY_ID


def titles_of(text):
    return [section.title for section in find_plain_sections(text)]


def test_the_essay_has_its_sections():
    text = (ESSAY / ESSAY_ID).read_text(encoding="utf-8")
    sections = find_plain_sections(text)
    assert [s.title for s in sections][:10] == [
        "Information Sharing",
        "Capacity Building",
        "Norm Development",
        "Incident Response",
        "Standardization and Best Practices",
        "Facilitating Cooperation And Coordination",
        "Addressing Global Security Concerns",
        "Promoting Sustainable Development and Environmental Conservation",
        "Fostering Economic Cooperation and Trade",
        "How do international institutions promote information sharing in cybersecurity?",
    ]
    assert len(sections) == 13
    intro = text.index("International institutions play a crucial role in addressing global")
    conclusion = text.index("International institutions play a crucial role in addressing the")
    for offset in (0, intro, conclusion):
        assert not any(s.start <= offset < s.end for s in sections)


def test_headings_take_the_usual_shapes():
    text = "2.1 Scope\nIt is wide.\n\nTERMS OF USE\n\nThey apply."
    assert titles_of(text) == ["2.1 Scope", "TERMS OF USE"]


def test_ordinary_lines_are_not_headings():
    assert titles_of("He said: come in now.\n\nNote: this is not one. Really.\n\nYes. It is.") == []


def test_markdown_headings_nest_and_code_is_not_a_heading():
    text = "# A\n\nx\n\n## B\n\n```\n# no\n```\n\n# C\n\ny\n"
    sections = find_markdown_sections(text)
    assert [(s.title, s.level) for s in sections] == [("A", 1), ("B", 2), ("C", 1)]
    assert text[sections[0].start : sections[0].end].rstrip().endswith("```")
    assert text[sections[1].body : sections[1].end].strip().startswith("```")
