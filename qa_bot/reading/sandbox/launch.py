"""Start a module of this package in a process that imports nothing from the current folder.

`python -P launch.py MODULE ARGUMENTS` runs a module like `python -m MODULE ARGUMENTS`, but takes
`qa_bot` from beside this file. `-m` would look in the current folder first, so that a document
called string.py would run; a folder in PYTHONPATH would come before the standard library. This
file is run by its path and imports nothing of the package before it is found.
"""

from __future__ import annotations

import importlib.util
import os
import runpy
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent.parent


def worker_command(module: str, *arguments: str) -> list[str]:
    """The command that runs a module of this package in a new process."""
    return [sys.executable, "-P", str(Path(__file__).resolve()), module, *arguments]


def worker_environment() -> dict[str, str]:
    """This process's environment, with those folders of PYTHONPATH alone that are absolute."""
    folders = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    kept = os.pathsep.join(folder for folder in folders if Path(folder).is_absolute())
    return {**os.environ, "PYTHONPATH": kept}


def main() -> None:
    """Run the module that the command line names."""
    name, start = _PACKAGE.name, _PACKAGE / "__init__.py"
    spec = importlib.util.spec_from_file_location(name, start)
    assert spec is not None
    assert spec.loader is not None
    package = importlib.util.module_from_spec(spec)
    sys.modules[name] = package
    spec.loader.exec_module(package)
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
