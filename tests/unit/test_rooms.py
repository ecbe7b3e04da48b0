"""Each room imports itself and the rooms above it, and libraries stay where they belong."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import qa_bot

PACKAGE = Path(qa_bot.__file__).parent
ROOMS = (
    ("qa_bot", "trace", "types", "errors", "config", "data"),
    ("models",),
    ("reading",),
    ("index",),
    ("building", "answering"),
    ("evaluation", "api", "langchain", "llama_index"),
    ("web",),
    ("cli", "__main__"),
)
"""From top to bottom."""
STRANGERS = {("building", "answering"), ("answering", "building")}
HOMES = {
    "gradio": ("web",),
    "faiss": ("index.stores",),
    "pymilvus": ("index.milvus",),
    "nltk": ("building.punkt", "building.splitting"),
    "sentence_transformers": ("models",),
}
MAX_TOP_NAMES = 10


def name_of(path):
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def imported(path):
    """The modules that a module imports, lazily and for types alone too."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "import_module":
            yield from (str(one.value) for one in node.args if isinstance(one, ast.Constant))
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in MODULES else node.module for name in names)


def room_of(module):
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else parts[0]


def level_of(module):
    return next(level for level, rooms in enumerate(ROOMS) if room_of(module) in rooms)


def own_imports(path):
    return {name for name in imported(path) if name.split(".")[0] == "qa_bot"}


def test_every_module_has_a_room():
    known = {room for rooms in ROOMS for room in rooms}
    assert {room_of(module) for module in MODULES} <= known


def test_no_import_goes_to_a_room_below():
    arrows = [
        f"{module} -> {name}"
        for module, path in MODULES.items()
        for name in own_imports(path)
        if level_of(name) > level_of(module) and module != "qa_bot"
    ]
    assert arrows == []


def test_building_and_answering_do_not_know_each_other():
    arrows = [
        f"{module} -> {name}"
        for module, path in MODULES.items()
        for name in own_imports(path)
        if (room_of(module), room_of(name)) in STRANGERS
    ]
    assert arrows == []


@pytest.mark.parametrize("library", HOMES)
def test_a_library_stays_in_its_room(library):
    homes = tuple(f"qa_bot.{home}" for home in HOMES[library])
    users = {
        module
        for module, path in MODULES.items()
        if any(name.split(".")[0] == library for name in imported(path))
    }
    assert users, f"nothing imports {library}: take it out of the list"
    assert {user for user in users if not user.startswith(homes)} == set()


def test_no_circle_among_the_modules():
    graph = {module: own_imports(path) - {module, "qa_bot"} for module, path in MODULES.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_few_names_at_the_top():
    names = [path.name for path in PACKAGE.iterdir() if path.is_file()]
    assert len(names) <= MAX_TOP_NAMES, sorted(names)
