"""The parts of the chat that its events read and change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr


@dataclass(frozen=True)
class ChatTab:
    """What the chat consists of."""

    welcome: gr.HTML
    exchanges: gr.State
    asking: gr.State
    conversation: gr.HTML
    suggestions: gr.Row
    examples: list[gr.Button]
    question: gr.Textbox
    ask: gr.Button
    documents: gr.Dropdown
    clear: gr.Button
    notice: gr.HTML
    source: gr.HTML

    @property
    def asked(self) -> list[Any]:
        """What a new question changes, or another conversation."""
        return [
            self.question,
            self.asking,
            self.exchanges,
            self.conversation,
            self.suggestions,
            self.notice,
        ]

    @property
    def refreshed(self) -> list[Any]:
        """What another generation changes."""
        return [self.welcome, self.documents, *self.examples]
