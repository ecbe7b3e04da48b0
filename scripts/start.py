"""Install, build the index where it is missing or stale, and open the chat.

python3 scripts/start.py                  the chat
python3 scripts/start.py ask "…"          any other qa-bot command
"""

from __future__ import annotations

import subprocess
import sys

from _environment import ROOT, ensure_environment


def main() -> int:
    """Run the chat, or the command that is given."""
    command = [str(ensure_environment()), "-m", "qa_bot"]
    words = sys.argv[1:] or ["serve", "--open"]
    try:
        if words[0] in ("ask", "serve", "documents"):
            built = subprocess.run([*command, "build", "--if-needed"], cwd=ROOT, check=False)
            if built.returncode and words[0] != "serve":  # the chat can add documents itself
                return built.returncode
        return subprocess.run([*command, *words], cwd=ROOT, check=False).returncode
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
