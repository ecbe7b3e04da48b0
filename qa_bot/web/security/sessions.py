"""Sessions of people who signed in, and the lock that repeated failures close.

Both live in the server's memory: a restart signs everyone out. Times are in seconds.
"""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from qa_bot.web.security.accounts import Accounts, Principal, digest

IDLE = 2 * 3600
LONGEST = 12 * 3600
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class _Session:
    name: str
    password: str
    started: float
    used: float


class Sessions:
    """Who is signed in.

    Args:
        accounts: a session ends when its user is removed or gets another password.
        clock: the time now.
    """

    def __init__(self, accounts: Accounts, clock: Callable[[], float] = time.monotonic) -> None:
        self._accounts = accounts
        self._clock = clock
        self._sessions: OrderedDict[str, _Session] = OrderedDict()

    def start(self, name: str) -> str:
        """Sign a user in; returns the session's secret."""
        secret, now = secrets.token_urlsafe(32), self._clock()
        password = self._accounts.users[name].password
        self._sessions[digest(secret)] = _Session(name, password, now, now)
        while len(self._sessions) > _MOST:
            self._sessions.popitem(last=False)
        return secret

    def check(self, secret: str) -> Principal | None:
        """Whose session it is, unless it has expired."""
        key, now = digest(secret), self._clock()
        session = self._sessions.get(key)
        if session is None:
            return None
        user = self._accounts.users.get(session.name)
        late = now - session.used > IDLE or now - session.started > LONGEST
        if late or user is None or user.password != session.password:
            self._sessions.pop(key, None)
            return None
        self._sessions[key] = replace(session, used=now)
        return Principal(session.name, user.role)

    def end(self, secret: str) -> None:
        """Sign out."""
        self._sessions.pop(digest(secret), None)


class Lockout:
    """Counts failures by key; too many within a while close the key for a while.

    Args:
        most: failures that are let pass.
        seconds: how long a failure counts, and so how long a key is closed.
        clock: the time now.
    """

    def __init__(
        self, most: int, seconds: float = 900, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._failures: OrderedDict[str, deque[float]] = OrderedDict()

    def closed_for(self, key: str) -> int:
        """Seconds until a key is open, 0 where it is."""
        failures = self._failures.get(key, deque())
        while failures and self._clock() - failures[0] > self._seconds:
            failures.popleft()
        if len(failures) < self._most:
            return 0
        return int(self._seconds - (self._clock() - failures[0])) + 1

    def fail(self, key: str) -> None:
        """Note a failure."""
        failures = self._failures.setdefault(key, deque(maxlen=self._most))
        failures.append(self._clock())
        self._failures.move_to_end(key)
        while len(self._failures) > _MOST:
            self._failures.popitem(last=False)

    def succeed(self, key: str) -> None:
        """Forget a key's failures."""
        self._failures.pop(key, None)
