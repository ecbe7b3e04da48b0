"""Punkt, which finds where sentences end, without the rest of nltk.

Importing the whole of nltk imports scipy and scikit-learn as well where they are installed, 1.2
seconds of processor time at the start of a build. The module of Punkt alone takes 0.2.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from threading import Lock
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

_importing = Lock()


def make_tokenizer(abbreviations: Collection[str]) -> PunktSentenceTokenizer:
    """A tokenizer that has learnt nothing but abbreviations, in lower case without their stop."""
    punkt = _load_punkt()
    parameters = punkt.PunktParameters()
    parameters.abbrev_types = set(abbreviations)
    tokenizer: PunktSentenceTokenizer = punkt.PunktSentenceTokenizer(parameters)
    return tokenizer


def _load_punkt() -> ModuleType:
    with _importing:
        if "nltk" not in sys.modules:
            try:
                with _package_not_run():
                    return import_module("nltk.tokenize.punkt")
            except (ImportError, AttributeError):
                pass  # a version of nltk that its modules need the whole of
        return import_module("nltk.tokenize.punkt")


@contextmanager
def _package_not_run() -> Iterator[None]:
    """Let modules of nltk be imported without its `__init__`, and leave no trace of it.

    Whoever imports nltk later gets it whole.
    """
    spec = find_spec("nltk")
    if spec is None:
        raise ModuleNotFoundError("No module named 'nltk'", name="nltk")
    sys.modules["nltk"] = module_from_spec(spec)
    try:
        yield
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == "nltk"]:
            del sys.modules[name]
