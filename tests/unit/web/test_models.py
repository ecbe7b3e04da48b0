from qa_bot import QABot, build_index
from qa_bot.web.models import DocumentList
from tests.fakes import FakeEncoder

HARES = (
    "<html><head><title>Hares</title><meta name='author' content='Ada Hare'>"
    "<meta name='date' content='2019-05'></head><body><p>Hares eat bark.</p></body></html>"
)


def test_a_listed_document_says_who_made_it_and_when(tmp_path):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "hares.html").write_text(HARES, encoding="utf-8")
    (tmp_path / "corpus" / "empty.txt").touch()
    build_index(tmp_path / "corpus", tmp_path / "index", encoder=FakeEncoder())
    with QABot.open(tmp_path / "index", encoder=FakeEncoder()) as bot:
        given = DocumentList.of(bot, 10, 0)
    (listed,) = given.documents
    assert (listed.title, listed.author, listed.date) == ("Hares", "Ada Hare", "2019-05")
    assert listed.characters == len("Hares eat bark.")
    assert list(given.skipped) == ["empty.txt"]
