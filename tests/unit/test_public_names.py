from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import qa_bot

README = Path(__file__).parents[2] / "README.md"


def test_dir_shows_the_public_names_and_each_can_be_imported():
    assert dir(qa_bot) == sorted([*qa_bot.__all__, "__version__"])
    for name in qa_bot.__all__:
        assert getattr(qa_bot, name).__name__ == name
        assert getattr(qa_bot, name).__doc__


def test_the_public_names_are_few_and_those_that_the_readme_uses():
    used = set(re.findall(r"from qa_bot import ([\w, ]+)", README.read_text(encoding="utf-8")))
    assert {name.strip() for line in used for name in line.split(",")} <= set(qa_bot.__all__)
    assert len(qa_bot.__all__) <= 8


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nonsense"):
        _ = qa_bot.nonsense


def test_importing_the_package_loads_nothing_heavy():
    heavy = "{'torch', 'gradio', 'faiss', 'numpy', 'sentence_transformers'}"
    code = f"import sys, qa_bot; sys.exit(bool({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
