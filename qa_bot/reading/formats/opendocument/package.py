"""The parts of an OpenDocument file: its styles, and the documents embedded in it."""

from __future__ import annotations

import zipfile

from lxml.etree import _Element as Element

from qa_bot.reading.formats.office import parse_part


class Parts:
    """Parts of an open file, parsed when they are asked for."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = set(archive.namelist())

    def parse(self, name: str) -> Element | None:
        """A part's root; None where there is no such part.

        Raises:
            ReadingError: it is not well formed.
        """
        return parse_part(self._archive.read(name)) if name in self._names else None

    def embedded(self, address: str) -> Element | None:
        """The contents of an embedded document, such as a chart; None where it is another file."""
        return self.parse(f"{address.removeprefix('./').rstrip('/')}/content.xml")


class FlatParts:
    """The same of a file that is one XML document: all styles stand in it."""

    def __init__(self, root: Element) -> None:
        self._root = root

    def parse(self, name: str) -> Element | None:
        """The root, which holds what other files keep in `styles.xml`."""
        return self._root if name == "styles.xml" else None

    def embedded(self, address: str) -> Element | None:
        """None: embedded documents stand where they are shown."""
        return None
