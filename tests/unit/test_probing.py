import pytest

from qa_bot import build_index
from qa_bot.building.probing import LEAST, measure_separability, temper_confidence
from qa_bot.config import Settings
from qa_bot.index.folder import Index
from tests.fakes import FakeEncoder

SUBJECTS = ("bridge", "harbour", "bakery", "library", "station", "museum", "orchard", "quarry")
TOPICS = ("opened", "painted", "flooded", "sold", "mapped", "heated", "lit", "fenced")


def build(folder, texts):
    (folder / "corpus").mkdir()
    for number, text in enumerate(texts):
        (folder / "corpus" / f"{number}.txt").write_text(text)
    return build_index(folder / "corpus", folder / "index", encoder=FakeEncoder())


def sentence(subject, topic):
    masters = f"seven patient {subject} masters"
    return f"The old {subject} of Marrow was {topic} by {masters} last {topic} season."


def test_documents_of_their_own_topics_are_told_apart(tmp_path):
    report = build(tmp_path, [sentence(s, t) for s, t in zip(SUBJECTS, TOPICS, strict=True)])
    assert report.separability > LEAST
    assert "told apart" in str(report)


def test_a_copy_of_every_document_changes_little(tmp_path):
    texts = [sentence(s, t) for s, t in zip(SUBJECTS, TOPICS, strict=True)]
    assert build(tmp_path, texts + texts).separability > LEAST


def test_an_index_too_small_to_probe_says_nothing(tmp_path):
    report = build(tmp_path, ["Herons nest."])
    assert report.separability is None
    assert "told apart" not in str(report)


def test_probing_the_same_index_twice_gives_the_same(tmp_path):
    report = build(tmp_path, [sentence(s, t) for s, t in zip(SUBJECTS, TOPICS, strict=True)])
    with Index.open(tmp_path / "index") as index:
        assert measure_separability(index, FakeEncoder(), Settings()) == report.separability


@pytest.mark.parametrize(
    ("separability", "tempered"),
    [(None, 0.9), (1.0, 0.9), (LEAST, 0.9), (0.625, 0.7), (0.5, 0.5), (0.2, 0.5)],
)
def test_confidence_is_drawn_to_a_half_where_probes_are_not_told_apart(separability, tempered):
    assert temper_confidence(0.9, separability) == pytest.approx(tempered)
