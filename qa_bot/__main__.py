"""`python -m qa_bot` is the `qa-bot` command."""

import sys
from pathlib import Path

if not sys.flags.safe_path and Path(sys.path[0] or ".").resolve() == Path.cwd():
    del sys.path[0]  # the current folder, from which nothing but this package may be imported

from qa_bot.cli.app import main

if __name__ == "__main__":
    main()
