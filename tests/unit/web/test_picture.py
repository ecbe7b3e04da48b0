import json
import re
from functools import partial
from html import unescape

from qa_bot import build_index
from qa_bot.web.library import picture
from qa_bot.web.library.library import Library
from qa_bot.web.library.passage_map import map_passages
from tests.fakes import FakeEncoder


def data_of(shown, name):
    return json.loads(unescape(re.search(rf'data-{name}="(.*?)"', shown)[1]))


def test_only_the_documents_that_are_shown_are_named_and_each_dot_names_its_own(
    tmp_path, monkeypatch
):
    (tmp_path / "corpus").mkdir()
    for number in range(40):
        text = f"Ferry {number} leaves {'at nine or later ' * number}every morning."
        (tmp_path / "corpus" / f"ferry-{number}.txt").write_text(text)
    build_index(tmp_path / "corpus", tmp_path / "index", encoder=FakeEncoder())
    monkeypatch.setattr(picture, "map_passages", partial(map_passages, most=5))
    monkeypatch.setattr("qa_bot.web.library.library.open_encoder", lambda *_: FakeEncoder())
    shown = picture.render_picture(Library(tmp_path / "index", None))
    named, points = data_of(shown, "documents"), data_of(shown, "points")
    assert len(points) == 5
    assert 25 <= len(named) <= 30
    assert "and 15 more" in shown
    for number, start, _, _, text in points:
        source = named[number][0]
        content = (tmp_path / "corpus" / source).read_text()[start:]
        assert content.startswith(text.removesuffix(" …"))
