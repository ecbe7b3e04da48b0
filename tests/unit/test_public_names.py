from __future__ import annotations

import subprocess
import sys

import pytest

import qa_bot


def test_public_names():
    assert qa_bot.__all__ == [
        "Answer",
        "AsyncQABot",
        "Citation",
        "QABot",
        "QABotError",
        "Turn",
        "answer",
        "build_index",
    ]
    assert all(getattr(qa_bot, name) for name in qa_bot.__all__)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nonsense"):
        _ = qa_bot.nonsense


def test_importing_the_package_loads_nothing_heavy():
    heavy = "{'torch', 'gradio', 'faiss', 'numpy', 'sentence_transformers'}"
    code = f"import sys, qa_bot; sys.exit(bool({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
