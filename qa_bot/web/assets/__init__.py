"""The page's script, style and icon: files of this folder, and how they reach the browser."""

from __future__ import annotations

import json
from pathlib import Path

from qa_bot.web import texts

FOLDER = Path(__file__).parent
_FIRST = "core.js"


def load_script() -> str:
    """All scripts as one; it finds the strings of `texts.py` in `texts`."""
    strings = {name: text for name, text in vars(texts).items() if name.isupper()}
    files = sorted(FOLDER.glob("*.js"), key=lambda path: (path.name != _FIRST, path.name))
    sources = [path.read_text(encoding="utf-8") for path in files]
    return "\n".join([f"const texts = {json.dumps(strings)};", *sources])


def load_head() -> str:
    """What the page's head has of ours: its icon, and all stylesheets as one element.

    Gradio would put its own container before every selector of a stylesheet that it is given, so
    that nothing could be said of the page as a whole.
    """
    sources = [path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.css"))]
    icon = '<link rel="icon" type="image/svg+xml" href="favicon.ico">'
    return f"{icon}<style>{''.join(sources)}</style>"
