"""Scripts: what runs in the page, with the strings that it shows."""

from __future__ import annotations

import json
from pathlib import Path

from qa_bot.web import texts

_FOLDER = Path(__file__).parent / "assets"


def load_script(*names: str) -> str:
    """Scripts of this folder as one; it finds the strings of `texts.py` in `texts`."""
    shown = {name: text for name, text in vars(texts).items() if isinstance(text, str)}
    strings = {name: text for name, text in shown.items() if name.isupper()}
    sources = [(_FOLDER / name).read_text(encoding="utf-8") for name in names]
    return "\n".join([f"const texts = {json.dumps(strings)};", *sources])
