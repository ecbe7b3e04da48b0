"""A build over an earlier one: it makes only what changed, and the same index as from scratch."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_bot import QABot, build_index
from qa_bot.building import corpus_split
from qa_bot.building.builder import BuildOptions
from qa_bot.config import Settings
from qa_bot.errors import CorpusError
from qa_bot.index import documents
from qa_bot.index.checking import check_index
from qa_bot.index.documents import DocumentTable
from qa_bot.index.folder import Index
from qa_bot.index.lexical import bm25, sentence_terms, word_forms
from qa_bot.index.listing import read_report
from qa_bot.index.own_folder import GENERATIONS, current_generation
from qa_bot.reading import files
from tests.fakes import FakeEncoder

YESTERDAY = 86_400


class Counting(FakeEncoder):
    def __init__(self, **facts):
        super().__init__(**facts)
        self.texts = []

    def encode_passages(self, passages, progress=None):
        self.texts += passages
        return super().encode_passages(passages, progress)


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.txt").write_text(f"Fact {number} is here. It has a second sentence.")
    (folder / "page.html").write_text("<title>A page</title><p>The page says something.</p>")
    (folder / "bad.txt").write_bytes(b"\x00\x01\x02")
    return folder


@pytest.fixture
def read(monkeypatch):
    """The sources of the files that were read."""
    sources = []
    load = files.load_data

    def spy(path):
        sources.append(path.name)
        return load(path)

    monkeypatch.setattr("qa_bot.reading.sandbox.pool.load_data", spy)
    return sources


def build(corpus, encoder=None, values=None, **options):
    index = corpus.parent / "index"
    return build_index(
        corpus,
        index,
        settings=Settings(**(values or {})),
        encoder=encoder or FakeEncoder(),
        options=BuildOptions(**options),
    )


def contents(index_dir):
    """Everything that answers depend on, for comparison."""
    with Index.open(index_dir) as index:
        texts = index.documents.documents()
        passages = [index.documents.passages_of(d.doc_id) for d in texts]
        lexical = {
            path.relative_to(index.folder): path.read_bytes()
            for path in index.folder.rglob("*")
            if path.parent != index.folder
        }
        return (
            texts,
            passages,
            np.array(index.passages.vectors).tobytes(),
            np.array(index.passages.sentence_vectors).tobytes(),
            lexical,
            (index.folder / "acronyms.json").read_text(),
            (index.folder / "digests.npy").read_bytes(),
            list(index.documents.marks()),
            list(index.documents.acronyms()),
            [replace(r, indexed="", seconds=0.0) for r in read_report(index).readings],
            index.manifest.skipped,
        )


def live_folder(corpus):
    index = corpus.parent / "index"
    return index / GENERATIONS / current_generation(index)


def assert_as_from_scratch(corpus, values=None):
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder, "index")
        build_index(corpus, fresh, settings=Settings(**(values or {})), encoder=FakeEncoder())
        assert contents(corpus.parent / "index") == contents(fresh)
    assert check_index(corpus.parent / "index", FakeEncoder()) == []


def test_nothing_changed_makes_no_generation(corpus, read):
    first = build(corpus)
    read.clear()
    encoder = Counting()
    again = build(corpus, encoder)
    assert not again.changed
    assert again.generation == first.generation == current_generation(corpus.parent / "index")
    assert (again.documents, again.passages) == (first.documents, first.passages)
    assert "Nothing has changed" in str(again)
    assert "Skipped bad.txt" in str(again)
    assert read == []
    assert encoder.texts == []


def test_files_with_trusted_times_are_not_opened(corpus, monkeypatch):
    def refuse(path):
        raise AssertionError(path)

    monkeypatch.setattr("qa_bot.index.sources._SETTLED_NS", -YESTERDAY * 10**9)
    build(corpus)
    monkeypatch.setattr("qa_bot.index.sources.file_checksum", refuse)
    assert not build(corpus).changed


def test_a_change_that_keeps_size_and_time_is_noticed(corpus):
    build(corpus)
    path = corpus / "1.txt"
    before = path.stat()
    path.write_text(path.read_text().replace("1", "9"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert build(corpus).changed
    assert_as_from_scratch(corpus)


def test_a_new_document_is_all_that_is_read_and_encoded(corpus, read):
    build(corpus)
    read.clear()
    (corpus / "new.txt").write_text("Something new.")
    encoder = Counting()
    report = build(corpus, encoder)
    assert read == ["new.txt"]
    assert encoder.texts == ["Something new."]
    assert (report.documents, report.reused, report.encoded) == (7, 6, 1)
    assert_as_from_scratch(corpus)


@pytest.fixture
def looked_at(monkeypatch):
    """The texts that were split, searched for words, duplicates or acronyms, or loaded."""
    texts = []

    def spy(module, name):
        found = getattr(module, name)

        def look(given, *more, **named):
            texts.append(getattr(given, "text", given))
            return found(given, *more, **named)

        monkeypatch.setattr(module, name, look)

    for module, name in (
        (corpus_split, "digest_text"),
        (corpus_split, "find_facts"),
        (bm25, "terms_of"),
        (bm25, "written_words"),
        (word_forms, "written_words"),
        (sentence_terms, "terms_of"),
        (documents, "_document"),
    ):
        spy(module, name)
    return texts


def test_what_has_not_changed_is_copied_and_not_looked_at(corpus, looked_at):
    build(corpus)
    (corpus / "2.txt").write_text("Fact two is another now.")
    (corpus / "3.txt").unlink()
    (corpus / "6.txt").write_text("Something new.")
    looked_at.clear()
    build(corpus)
    seen = " ".join(map(str, looked_at))
    assert all(text in seen for text in ("Fact 2", "Fact two", "Fact 3", "Something new"))
    assert not any(text in seen for text in ("Fact 0", "Fact 1", "Fact 4", "A page"))
    assert_as_from_scratch(corpus)


def test_a_copied_document_may_become_a_duplicate_or_cease_to_be_one(corpus):
    build(corpus)
    text = (corpus / "4.txt").read_text()
    (corpus / "3x.txt").write_text(text)
    assert {r.source: r.duplicate_of for r in build(corpus).readings}["4.txt"] == "3x.txt"
    assert_as_from_scratch(corpus)
    (corpus / "3x.txt").unlink()
    assert {r.source: r.duplicate_of for r in build(corpus).readings}["4.txt"] == ""
    assert_as_from_scratch(corpus)


def test_a_word_that_is_cut_between_sentences_may_become_a_word_of_another_document(corpus):
    """The halves of a very long word stand in no passage as words, until a document holds them."""
    values = {"passage_tokens": 16}
    (corpus / "long.txt").write_text("ab" * 100)
    build(corpus, values=values)
    table = DocumentTable(live_folder(corpus) / "documents.sqlite")
    ids = range(table.count("passages"))
    halves = {
        "ab" * ((s.end - s.start) // 2)
        for passage, found in table.sentences(ids).items()
        for _, s in found
        if table.passages([passage])[0].doc_id == "long.txt"
    }
    table.close()
    (corpus / "half.txt").write_text(" ".join(halves))
    build(corpus, values=values)
    assert_as_from_scratch(corpus, values)
    (corpus / "half.txt").unlink()
    build(corpus, values=values)
    assert_as_from_scratch(corpus, values)


def test_a_changed_sentence_is_all_that_is_encoded(corpus):
    build(corpus)
    (corpus / "1.txt").write_text("Fact 1 is here. It has another sentence.")
    encoder = Counting()
    build(corpus, encoder)
    assert sorted(encoder.texts) == [
        "Fact 1 is here. It has another sentence.",
        "It has another sentence.",
    ]
    assert_as_from_scratch(corpus)


def test_renamed_files_are_neither_read_nor_encoded(corpus, read):
    build(corpus)
    read.clear()
    (corpus / "deeper").mkdir()
    (corpus / "1.txt").rename(corpus / "deeper" / "other name.txt")
    (corpus / "page.html").rename(corpus / "leaf.html")
    encoder = Counting()
    report = build(corpus, encoder)
    assert (read, encoder.texts, report.reused) == ([], [], 6)
    titles = {d.source: d.title for d in contents(corpus.parent / "index")[0]}
    assert titles["deeper/other name.txt"] == "Other name"
    assert titles["leaf.html"] == "A page"
    assert_as_from_scratch(corpus)


def test_a_suffix_decides_how_a_file_is_read(corpus, read):
    (corpus / "1.txt").write_text("# A heading\n\nThe text of it.")
    build(corpus)
    read.clear()
    (corpus / "1.txt").rename(corpus / "1.md")
    build(corpus)
    assert read == ["1.md"]
    assert_as_from_scratch(corpus)


def test_a_removed_file_is_gone(corpus):
    build(corpus)
    (corpus / "1.txt").unlink()
    assert build(corpus).documents == 5
    assert_as_from_scratch(corpus)


def test_the_last_document_can_not_go(corpus):
    build(corpus)
    for path in corpus.iterdir():
        path.unlink()
    with pytest.raises(CorpusError, match="holds no readable document"):
        build(corpus)


def test_passages_of_another_size_are_cut_anew_but_no_file_is_read(corpus, read):
    build(corpus)
    read.clear()
    values = {"passage_tokens": 16}
    assert build(corpus, values=values).changed
    assert read == []
    assert_as_from_scratch(corpus, values)


def test_settings_of_questions_change_nothing(corpus):
    build(corpus)
    assert not build(corpus, values={"max_citations": 7, "candidates": 5}).changed


def test_other_limits_concern_files_that_were_not_read_whole(corpus, read):
    (corpus / "big.txt").write_text("Large. " * 200_000)
    small = {"reading_file_mb": 1}
    assert "big.txt" in str(build(corpus, values=small))
    read.clear()
    assert build(corpus).documents == 7
    assert read == ["bad.txt"]
    assert not build(corpus).changed


def test_passwords_are_tried_on_what_was_skipped(corpus, read):
    build(corpus)
    read.clear()
    assert not build(corpus, passwords=("secret",)).changed
    assert read == ["bad.txt"]


def test_another_model_encodes_all(corpus, read):
    build(corpus)
    read.clear()
    encoder = Counting(max_tokens=128)
    build(corpus, encoder)
    assert read == []
    assert len(encoder.texts) == len(set(encoder.texts)) > 10


def test_fresh_reuses_nothing(corpus, read):
    build(corpus)
    read.clear()
    encoder = Counting()
    report = build(corpus, encoder, fresh=True)
    assert report.changed
    assert report.reused == 0
    assert "1.txt" in read
    assert len(encoder.texts) > 10


def test_a_damaged_generation_is_not_reused(corpus):
    build(corpus)
    path = live_folder(corpus) / "documents.sqlite"
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    report = build(corpus)
    assert report.changed
    assert report.reused == 0
    assert_as_from_scratch(corpus)


def test_a_damaged_live_generation_leaves_the_one_before_for_reuse(corpus):
    build(corpus)
    build(corpus, fresh=True)
    index = corpus.parent / "index"
    (index / GENERATIONS / current_generation(index) / "sentences.npy").unlink()
    report = build(corpus)
    assert (report.changed, report.reused, report.encoded) == (True, 6, 0)
    assert_as_from_scratch(corpus)


def test_the_same_folder_elsewhere_is_a_change(corpus, tmp_path):
    """Citations compare with the files of the folder that the index names."""
    build(corpus)
    (tmp_path / "moved").mkdir()
    moved = corpus.rename(tmp_path / "moved" / "corpus")
    report = build_index(moved, tmp_path / "index", encoder=FakeEncoder())
    assert (report.changed, report.reused, report.encoded) == (True, 6, 0)


def test_the_real_model_gives_the_same_vectors(corpus, encoder, tmp_path):
    build_index(corpus, tmp_path / "index", encoder=encoder)
    (corpus / "new.txt").write_text("Something new. Fact 1 is here.")
    build_index(corpus, tmp_path / "index", encoder=encoder)
    build_index(corpus, tmp_path / "fresh", encoder=encoder)
    assert contents(tmp_path / "index") == contents(tmp_path / "fresh")


LONG = " ".join(f"Boat {n} leaves the harbour at {n % 24} o'clock." for n in range(12))
NAMES = st.sampled_from(["a.txt", "b.txt", "c.md", "d/e.txt", "d/f.md"])
TEXTS = st.lists(
    st.sampled_from(
        [
            "The sky is blue.",
            "Royal Inland Valleys (RIV) run.",
            "# Sea",
            "IT IS WIDE.",
            "\n\n",
            "w" * 300,
            LONG,
            LONG.replace("harbour", "port", 1),
        ]
    ),
    min_size=1,
).map("  ".join)
EDITS = st.lists(st.tuples(st.sampled_from(["write", "delete", "move"]), NAMES, NAMES, TEXTS))


@settings(max_examples=25, deadline=None)
@given(st.lists(EDITS, min_size=1, max_size=3), st.sampled_from([16, 128]))
def test_any_edits_give_the_index_that_a_fresh_build_gives(rounds, tokens):
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus")
        (corpus / "d").mkdir(parents=True)
        (corpus / "always.txt").write_text("Something stays. The sky is blue.")
        for number, edits in enumerate(rounds):
            for edit in edits:
                apply(corpus, *edit)
            values = {"passage_tokens": tokens} if number else {}
            build(corpus, values=values)
        assert_as_from_scratch(corpus, values)
        with (
            QABot.open(Path(folder, "index"), encoder=FakeEncoder()) as bot,
            tempfile.TemporaryDirectory() as other,
        ):
            fresh = Path(other, "index")
            given = {"settings": Settings(**values), "encoder": FakeEncoder()}
            build_index(corpus, fresh, **given)
            with QABot.open(fresh, encoder=FakeEncoder()) as anew:
                for question in ("What colour is the sky?", "When does boat 7 leave?"):
                    answers = [one.answer(question) for one in (bot, anew)]
                    first, second = ((a.text, a.confidence, a.citations) for a in answers)
                    assert first == second


def apply(corpus, action, name, other, text):
    path = corpus / name
    if action == "write":
        path.write_text(text)
    elif path.exists() and action == "delete":
        path.unlink()
    elif path.exists():
        path.replace(corpus / other)
