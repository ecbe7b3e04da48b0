"""A data set small enough to work every figure out by hand."""

from __future__ import annotations

import json

DOCUMENTS = [
    {"id": "sky#0", "title": "Sky", "text": "The sky over Lisbon is blue. It is very wide there."},
    {"id": "sea#0", "title": "Sea", "text": "The sea near Porto is green. Ships sail on it."},
    {"id": "sea#1", "title": "Sea", "text": "Whales swim in the sea. They sing at night."},
    {"id": "hill#0", "title": "Hill", "text": "Goats climb the steep hill every morning."},
]
QUESTIONS = [
    {"id": "q1", "text": "What colour is the sky?", "answers": ["blue"], "answerable": True},
    {"id": "q2", "text": "What swims in the sea?", "answers": ["Whales"], "answerable": True},
    {"id": "q3", "text": "Who painted the moon?", "answers": [], "answerable": False},
]
JUDGEMENTS = [("q1", "sky#0", 1), ("q2", "sea#1", 2), ("q2", "sea#0", 1)]


def write_dataset(folder, documents=DOCUMENTS, questions=QUESTIONS, judgements=JUDGEMENTS):
    folder.mkdir(parents=True, exist_ok=True)
    write_rows(folder / "corpus.jsonl", documents)
    write_rows(folder / "queries.jsonl", questions)
    lines = "".join("\t".join(map(str, row)) + "\n" for row in judgements)
    (folder / "qrels.tsv").write_text(lines, encoding="utf-8")
    return folder


def write_rows(path, rows):
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text(text, encoding="utf-8", newline="\n")
