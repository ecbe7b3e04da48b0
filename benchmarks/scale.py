"""Size: `python benchmarks/scale.py SETS --sizes 10000 100000 [--folder DIR] [--kinds exact ...]`.

SETS is a folder of data sets with a `corpus.jsonl` each. Their paragraphs are taken apart into
sentences and put together anew into as many passages as are wanted, four sentences each, so that
words keep their frequencies. Embedding is left out: the real model encodes a few thousand real
paragraphs, and each vector is a mixture of three of these with noise (nearest cosine among 3,000
real ones 0.35, 0.50, 0.67 at the 10th, 50th, 90th percentile; among 3,000 made ones 0.34, 0.51,
0.72). Questions are real ones. Printed are seconds to build by stage, to open (in a fresh process),
milliseconds to a question (dense and BM25, fused, and its evidence), recall of the ten nearest
against looking at all, resident memory and the size on disk.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.lib.format import open_memmap

from qa_bot.building.fingerprints import take_fingerprints
from qa_bot.building.indexing import list_searchable, list_sentences
from qa_bot.building.splitting import SplitDocument, split_sentences
from qa_bot.config import Settings
from qa_bot.index.document_writer import writing_documents
from qa_bot.index.documents import DocumentTable
from qa_bot.index.folder import ACRONYMS, DOCUMENTS, LEXICAL, Index
from qa_bot.index.lexical.acronyms import Acronyms
from qa_bot.index.lexical.bm25 import LexicalIndex
from qa_bot.index.lexical.sentence_terms import SentenceTerms
from qa_bot.index.manifest import FORMAT_VERSION, Manifest, folder_sizes
from qa_bot.index.passages import TERMS
from qa_bot.index.stores import VECTORS, build_store
from qa_bot.index.stores.flat import create_flat_file
from qa_bot.index.vectors import SENTENCES
from qa_bot.models.opening import open_encoder
from qa_bot.types import Document, Passage, Sentence

SENTENCES_EACH, PASSAGES_EACH, QUESTIONS = 4, 50, 200
NOISE = 0.02
"""Standard deviation of each number of the noise."""


def read_texts(sets: Path) -> list[str]:
    """The paragraphs of every data set."""
    files = sorted(sets.glob("*/corpus.jsonl"))
    lines = (line for file in files for line in file.read_text(encoding="utf-8").splitlines())
    return [text for line in lines if len(text := json.loads(line)["text"]) > 100]


def recombine(texts: list[str], passages: int) -> Iterator[tuple[Document, SplitDocument]]:
    """Documents of real sentences in a new order, fifty passages each."""
    chance = random.Random(1)
    pool = [
        text[s.start : s.end].replace("\n", " ")
        for text in chance.sample(texts, min(20_000, len(texts)))
        for s in split_sentences(text, 0, len(text))
    ]
    for first in range(0, passages, PASSAGES_EACH):
        doc_id, parts, offset = f"{first // PASSAGES_EACH}.txt", [], 0
        cut, groups = [], []
        for row in range(first, min(first + PASSAGES_EACH, passages)):
            sentences = []
            for text in chance.choices(pool, k=SENTENCES_EACH):
                sentences.append(Sentence(offset, offset + len(text)))
                parts.append(text)
                offset += len(text) + 1
            start, end = sentences[0].start, sentences[-1].end
            cut.append(Passage(row, doc_id, start, end))
            groups.append(tuple(sentences))
        document = Document(doc_id, doc_id, doc_id, " ".join(parts), "")
        yield document, SplitDocument(tuple(cut), tuple(groups))


def spread(real: np.ndarray, rows: np.memmap, different: int) -> None:
    """Write unit vectors that lie as the real ones do: mixtures of three of them, with noise.

    After `different` of them (a multiple of 65,536) they come again.
    """
    rng = np.random.default_rng(2)
    count = len(rows)
    for first in range(0, count, 65_536):
        size = min(65_536, count - first)
        if different <= first:
            rows[first : first + size] = rows[first % different :][:size]
            continue
        noise = rng.standard_normal((size, real.shape[1]), np.float32) * np.float32(NOISE)
        shares = rng.dirichlet(np.ones(3), size).astype(np.float32)
        chosen = real[rng.integers(0, len(real), (size, 3))]
        block = (shares[:, :, None] * chosen).sum(axis=1) + noise
        rows[first : first + size] = block / np.linalg.norm(block, axis=1, keepdims=True)
    rows.flush()


def build(folder: Path, kind: str, real: np.ndarray, texts: list[str], passages: int) -> dict:
    """Write a generation, and say how long each stage took."""
    made = recombine(texts, passages)
    dim = real.shape[1]
    spread(real, create_flat_file(folder / VECTORS, passages, dim), 1 << 30)
    shape = (passages * SENTENCES_EACH, dim)
    sentences = open_memmap(folder / SENTENCES, mode="w+", dtype=np.float32, shape=shape)
    spread(real, sentences, 1 << 19)  # these are only read
    seconds, marks = {}, [("", time.perf_counter())]
    with writing_documents(folder / DOCUMENTS) as writer:
        for document, split in made:
            writer.add(document, split.passages, split.sentences)
    documents = DocumentTable(folder / DOCUMENTS)
    marks.append(("documents", time.perf_counter()))
    build_store(kind, folder)
    marks.append(("vectors", time.perf_counter()))
    lexical = LexicalIndex.build(folder / LEXICAL, list_searchable(documents))
    marks.append(("bm25", time.perf_counter()))
    SentenceTerms.build(folder / TERMS, list_sentences(documents), lexical)
    marks.append(("terms", time.perf_counter()))
    Acronyms.build((d.text for d in documents.stream()), lexical.forms).save(folder / ACRONYMS)
    marks.append(("acronyms", time.perf_counter()))
    for (_, before), (stage, after) in pairwise(marks):
        seconds[stage] = round(after - before, 1)
    encoder = open_encoder()
    paths = [p for p in folder.rglob("*") if p.is_file()]
    names = [path.relative_to(folder).as_posix() for path in paths]
    settings = Settings(reader="off")
    made_by = take_fingerprints(settings, encoder.identity)
    manifest = Manifest(
        format_version=FORMAT_VERSION, generation="scale", created="", corpus=str(folder),
        model=encoder.identity, settings=settings.model_dump(),
        made_by=made_by, documents=documents.count("documents"),
        passages=passages, sentences=passages * SENTENCES_EACH, skipped={}, store=kind,
        files=dict.fromkeys(names, ""), sizes=folder_sizes(folder, names),
    )  # fmt: skip
    manifest.save(folder)
    return {"build_s": seconds, "build_total_s": round(sum(seconds.values()), 1)}


def ask(folder: Path, questions: list[str]) -> dict:
    """Open a generation in this fresh process and ask it, with real and with nearby vectors."""
    from qa_bot.answering.evidence import select_evidence
    from qa_bot.answering.query import make_queries
    from qa_bot.answering.reranking import rerank
    from qa_bot.answering.retrieval import retrieve

    started = time.perf_counter()
    manifest = Manifest.load(folder)
    index = Index.load(folder, manifest)
    opened = time.perf_counter() - started
    settings = Settings(reader="off")
    queries = make_queries(index, questions, open_encoder())
    took, spent, searched = [], [], []
    for query in queries * 2:
        before, processor = time.perf_counter(), time.process_time()
        candidates = retrieve(index, query, settings, settings.evidence_passages)
        ranked = rerank(None, index, query.text, candidates, 0)
        select_evidence(index, query, ranked, settings.max_citations)
        took.append(1000 * (time.perf_counter() - before))
        spent.append(1000 * (time.process_time() - processor))
    for query in queries:
        before = time.perf_counter()
        index.passages.store.search(query.vector, settings.candidates)
        searched.append(1000 * (time.perf_counter() - before))
    resident, anonymous = memory()
    return {
        "open_s": round(opened, 2),
        "first_p50_ms": round(float(np.median(took[: len(queries)])), 1),
        "p50_ms": round(float(np.median(took[len(queries) :])), 1),
        "p95_ms": round(float(np.percentile(took[len(queries) :], 95)), 1),
        "processor_p50_ms": round(float(np.median(spent[len(queries) :])), 1),
        "vectors_p50_ms": round(float(np.median(searched)), 2),
        "recall_at_10": round(recall(index, [query.vector for query in queries]), 4),
        "resident_mb": resident,
        "of_it_not_mapped_mb": anonymous,
    }


def recall(index: Index, vectors: list[np.ndarray]) -> float:
    """The share of the ten nearest passages that the store finds, exact search being right."""
    rows, asked = index.passages.vectors, np.array(vectors)
    best = np.full((len(asked), 10), -2, np.float32)
    for first in range(0, len(rows), 65_536):
        cosines = np.hstack([best, asked @ np.asarray(rows[first : first + 65_536]).T])
        best = -np.partition(-cosines, 10, axis=1)[:, :10]
    tenth = best.min(axis=1) - 1e-6
    found = [index.passages.store.search(vector, 100)[1][:10] for vector in asked]
    return float(np.mean([(cosines >= least) for cosines, least in zip(found, tenth, strict=True)]))


def memory() -> tuple[int, int]:
    """This process's resident MB, and how many of them are not pages of mapped files."""
    lines = Path("/proc/self/status").read_text().splitlines()
    sizes = {line.split(":")[0]: int(line.split()[1]) for line in lines if line.startswith("Rss")}
    return sum(sizes.values()) // 1000, sizes["RssAnon"] // 1000


def run(sets: Path, passages: int, kind: str, folder: Path, real: int) -> dict:
    """Build and ask one size of one kind, its vectors made of so many real ones."""
    texts = read_texts(sets)
    chance = random.Random(4)
    sample = chance.sample(texts, real)
    cache = folder / f"real-{real}.npy"
    if not cache.exists():
        np.save(cache, open_encoder().encode_passages([text[:600] for text in sample]))
    generation = folder / f"{passages}-{kind}"
    shutil.rmtree(generation, ignore_errors=True)
    generation.mkdir()
    figures = {"passages": passages, "kind": kind}
    figures |= build(generation, kind, np.load(cache), texts, passages)
    figures["disk_mb"] = round(sum(p.stat().st_size for p in generation.rglob("*")) / 1e6)
    words = [sys.executable, __file__, str(sets), "--ask", str(generation)]
    asked = subprocess.run(words, capture_output=True, text=True, check=True)
    shutil.rmtree(generation)
    return figures | json.loads(asked.stdout)


def read_questions(sets: Path) -> Iterator[str]:
    """Real questions, from every data set that has some."""
    for file in sorted(sets.glob("*/queries.jsonl")):
        lines = file.read_text(encoding="utf-8").splitlines()
        yield from (json.loads(line)["text"] for line in lines[:40])


def main() -> None:
    """Measure, and print a JSON line for each size and kind."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sets", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--kinds", nargs="+", default=["exact", "approximate"])
    parser.add_argument("--real", type=int, default=3_000, help="Paragraphs that are encoded.")
    parser.add_argument("--folder", type=Path, help="Where to work; by default a temporary one.")
    parser.add_argument("--ask", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.ask:
        print(json.dumps(ask(given.ask, list(read_questions(given.sets))[:QUESTIONS])))
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.folder or Path(scratch)
        for passages in given.sizes:
            for kind in given.kinds:
                print(json.dumps(run(given.sets, passages, kind, folder, given.real)), flush=True)


if __name__ == "__main__":
    main()
