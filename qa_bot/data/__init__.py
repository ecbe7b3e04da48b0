"""Word lists that ship with the package, words separated by white space."""

from importlib.resources import files


def load_words(name: str) -> frozenset[str]:
    """The words of one list."""
    return frozenset(files(__name__).joinpath(name).read_text(encoding="utf-8").split())
