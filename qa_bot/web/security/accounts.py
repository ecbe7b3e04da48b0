"""Accounts: people with passwords and programs with tokens, in a file that only its owner reads.

Passwords are stored as argon2id hashes, tokens (256 random bits) as SHA-256 hashes. A running
server sees a change at the next request.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

import platformdirs
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from filelock import FileLock

from qa_bot.errors import QABotError

Role = Literal["reader", "editor"]
SHORTEST_PASSWORD = 12
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")
_PREFIX = "qab_"
_DAY = 86_400
_hasher = PasswordHasher()
_nobody = _hasher.hash(secrets.token_hex())


class AccountError(QABotError):
    """A user or token can't be added or removed."""


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks."""

    name: str
    role: Role

    @property
    def may_edit(self) -> bool:
        """Whether the library may be changed."""
        return self.role == "editor"


@dataclass(frozen=True, slots=True)
class User:
    """A person."""

    role: Role
    password: str
    """The hash."""


@dataclass(frozen=True, slots=True)
class Token:
    """A program's key."""

    role: Role
    sha256: str
    expires: float
    """Seconds since 1970."""


@dataclass(frozen=True, slots=True)
class _Content:
    users: dict[str, User]
    tokens: dict[str, Token]


def default_accounts_file() -> Path:
    """`QA_BOT_USERS`, or a file in the user's data folder: an index may be copied, this not."""
    if named := os.environ.get("QA_BOT_USERS"):
        return Path(named)
    return Path(platformdirs.user_data_dir("qa_bot", appauthor=False)) / "accounts.json"


class Accounts:
    """The accounts of one file.

    Args:
        path: the file; it need not exist yet.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, ...] = ()
        self._content = _Content({}, {})
        self._lock = threading.Lock()

    @property
    def users(self) -> dict[str, User]:
        """Everyone, by name."""
        return self._load().users

    @property
    def tokens(self) -> dict[str, Token]:
        """All tokens, by name."""
        return self._load().tokens

    def add_user(self, name: str, role: Role, password: str) -> None:
        """Add a user, or give one another role and password.

        Raises:
            AccountError: the name or the password can't be used.
        """
        _check_name(name)
        if len(password) < SHORTEST_PASSWORD:
            raise AccountError(f"a password needs {SHORTEST_PASSWORD} characters or more")
        user = User(role, _hasher.hash(password))
        self._change(lambda content: replace(content, users=content.users | {name: user}))

    def remove_user(self, name: str) -> None:
        """Remove a user; their sessions end.

        Raises:
            AccountError: there is none of that name.
        """
        if name not in self.users:
            raise AccountError(f"there is no user {name}; qa-bot users list shows them")
        self._change(lambda content: replace(content, users=_without(content.users, name)))

    def add_token(self, name: str, role: Role, days: int) -> str:
        """Make a token; what is returned is kept nowhere.

        Raises:
            AccountError: the name can't be used, or has a token already.
        """
        _check_name(name)
        if name in self.tokens:
            raise AccountError(f"there is a token {name}; qa-bot tokens remove {name} first")
        secret = _PREFIX + secrets.token_urlsafe(32)
        token = Token(role, digest(secret), time.time() + days * _DAY)
        self._change(lambda content: replace(content, tokens=content.tokens | {name: token}))
        return secret

    def remove_token(self, name: str) -> None:
        """Remove a token; it ends at once.

        Raises:
            AccountError: there is none of that name.
        """
        if name not in self.tokens:
            raise AccountError(f"there is no token {name}; qa-bot tokens list shows them")
        self._change(lambda content: replace(content, tokens=_without(content.tokens, name)))

    def check_password(self, name: str, password: str) -> User | None:
        """The user of a name and a password; takes as long where there is none of that name."""
        user = self.users.get(name)
        try:
            _hasher.verify(user.password if user else _nobody, password)
        except (VerificationError, InvalidHashError):
            return None
        return user

    def check_token(self, secret: str) -> Principal | None:
        """The program that a token belongs to, unless it has expired."""
        wanted = digest(secret)
        for name, token in self.tokens.items():
            if secrets.compare_digest(token.sha256, wanted):
                return Principal(name, token.role) if token.expires > time.time() else None
        return None

    def _load(self) -> _Content:
        try:
            status = self._path.stat()
        except FileNotFoundError:
            return _Content({}, {})
        seen = (status.st_mtime_ns, status.st_size, status.st_ino)
        with self._lock:
            if seen != self._seen:
                self._content, self._seen = _read(self._path), seen
            return self._content

    def _change(self, change: Callable[[_Content], _Content]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{self._path}.lock", timeout=10):
            content = change(self._load())
            temporary = self._path.with_suffix(".new")
            temporary.unlink(missing_ok=True)
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(asdict(content), file, indent=1)
            temporary.replace(self._path)


def digest(secret: str) -> str:
    """The hash under which a random secret is kept."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _read(path: Path) -> _Content:
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        users = {name: User(**user) for name, user in stored["users"].items()}
        tokens = {name: Token(**token) for name, token in stored["tokens"].items()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise AccountError(f"{path} can't be read as accounts; put a good copy back") from error
    return _Content(users, tokens)


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise AccountError("a name has letters, digits and . _ @ -, 64 characters at the most")


def _without(names: dict[str, Any], name: str) -> dict[str, Any]:
    return {kept: what for kept, what in names.items() if kept != name}
