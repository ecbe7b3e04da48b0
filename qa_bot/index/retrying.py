"""Try again for a moment what Windows refuses while another process has the file open.

Elsewhere a file that is open can be replaced and removed, and nothing is ever tried twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

TRIES = 20
PAUSE_SECONDS = 0.05
Result = TypeVar("Result")


def retry_refused(action: Callable[[], Result]) -> Result:
    """Do something that may be refused for about a second.

    Raises:
        PermissionError: it is still refused.
    """
    for _ in range(TRIES - 1):
        try:
            return action()
        except PermissionError:
            time.sleep(PAUSE_SECONDS)
    return action()
