"""Sentences are split by nltk's Punkt, and nothing else of nltk is imported for it."""

from __future__ import annotations

import subprocess
import sys

from qa_bot.building.punkt import make_tokenizer

_SPLIT = (
    "import sys\n"
    "from qa_bot.building.splitting import split_sentences\n"
    "text = 'Dr. Vale came. She left.'\n"
    "print(len(split_sentences(text, 0, len(text))))\n"
)


def run(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_splitting_imports_neither_scipy_nor_the_whole_of_nltk():
    check = "print(sorted({'nltk', 'scipy', 'sklearn', 'pandas'} & set(sys.modules)))"
    assert run(_SPLIT + check) == ["2", "[]"]


def test_nltk_is_whole_for_whoever_imports_it_afterwards():
    check = (
        "import nltk\n"
        "print(nltk.tokenize.punkt.PunktSentenceTokenizer().tokenize('One. Two.'))\n"
        "print(nltk.word_tokenize.__name__, nltk.tokenize is sys.modules['nltk.tokenize'])"
    )
    assert run(_SPLIT + check) == ["2", "['One.',", "'Two.']", "word_tokenize", "True"]


def test_an_nltk_that_is_imported_already_is_used():
    code = "import nltk.tokenize.punkt as punkt\nfrom qa_bot.building.punkt import make_tokenizer\n"
    check = "print(type(make_tokenizer([])) is punkt.PunktSentenceTokenizer)"
    assert run(code + check) == ["True"]


def test_an_nltk_whose_modules_need_the_whole_of_it_is_imported_whole(tmp_path):
    (tmp_path / "nltk" / "tokenize").mkdir(parents=True)
    (tmp_path / "nltk" / "__init__.py").write_text("NEEDED = 'whole'\n")
    (tmp_path / "nltk" / "tokenize" / "__init__.py").write_text("")
    (tmp_path / "nltk" / "tokenize" / "punkt.py").write_text(
        "import nltk\n"
        "from types import SimpleNamespace as PunktParameters\n"
        "needed = nltk.NEEDED\n"
        "PunktSentenceTokenizer = lambda parameters: needed\n"
    )
    code = f"import sys\nsys.path.insert(0, {str(tmp_path)!r})\n"
    check = "from qa_bot.building.punkt import make_tokenizer\nprint(make_tokenizer([]))"
    assert run(code + check) == ["whole"]


def test_only_the_given_abbreviations_are_known():
    text = "Dr. Vale and Prof. Ash came. They left."
    ends = [end for _, end in make_tokenizer(["dr"]).span_tokenize(text)]
    assert ends == [text.index("Ash") - 1, text.index(" They"), len(text)]
