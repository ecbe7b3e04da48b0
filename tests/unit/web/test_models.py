from types import SimpleNamespace

from qa_bot.types import Document
from qa_bot.web.models import DocumentList


def test_a_listed_document_says_who_made_it_and_when():
    document = Document("a", "A", "a.pdf", "text", "5f", author="Ada Hare", date="2019-05")
    manifest = SimpleNamespace(generation="000001-5f2c1e", skipped={})
    bot = SimpleNamespace(documents=lambda: [document], index=SimpleNamespace(manifest=manifest))
    (listed,) = DocumentList.of(bot, 10, 0).documents
    assert (listed.author, listed.date) == ("Ada Hare", "2019-05")
