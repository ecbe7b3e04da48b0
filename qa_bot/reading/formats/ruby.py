"""Readings above East Asian words (ruby): they follow their line, so that the words stay whole."""

from __future__ import annotations


class Readings:
    """The readings of a line."""

    def __init__(self) -> None:
        self._pairs: list[tuple[str, str]] = []
        self._is_open = False

    def add(self, base: str, reading: str) -> str:
        """Take a word's reading; gives the word. Words that follow each other are one."""
        base, reading = base.strip(), reading.strip()
        if reading and self._is_open and self._pairs:
            before, earlier = self._pairs.pop()
            self._pairs.append((before + base, earlier + reading))
        elif reading:
            self._pairs.append((base, reading))
        self._is_open = bool(reading)
        return base

    def close(self) -> None:
        """Other text follows: the next word is one of its own."""
        self._is_open = False

    def finish(self) -> str:
        """What follows the line: " (東京: とうきょう)"; empty where there are no readings."""
        pairs, self._pairs, self._is_open = self._pairs, [], False
        said = "; ".join(f"{base}: {reading}" for base, reading in pairs)
        return f" ({said})" if said else ""
