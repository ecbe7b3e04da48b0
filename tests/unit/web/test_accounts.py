from __future__ import annotations

import stat
import sys

import pytest

from qa_bot.web.security.accounts import AccountError, Accounts
from qa_bot.web.security.sessions import IDLE, LONGEST, Lockout, Sessions

PASSWORD = "correct horse battery"


@pytest.fixture
def accounts(tmp_path):
    made = Accounts(tmp_path / "accounts.json")
    made.add_user("ada", "reader", PASSWORD)
    return made


class Clock:
    now = 1_000.0

    def __call__(self):
        return self.now


def test_a_password_is_checked_and_not_stored(accounts, tmp_path):
    assert accounts.check_password("ada", PASSWORD).role == "reader"
    assert accounts.check_password("ada", PASSWORD + "x") is None
    assert accounts.check_password("eve", PASSWORD) is None
    stored = (tmp_path / "accounts.json").read_text()
    assert PASSWORD not in stored
    assert "$argon2id$" in stored


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no mode bits")
def test_only_the_owner_reads_the_file(accounts, tmp_path):
    accounts.add_user("eve", "editor", PASSWORD)
    assert stat.S_IMODE((tmp_path / "accounts.json").stat().st_mode) == 0o600


def test_a_change_is_seen_by_who_has_it_open(accounts, tmp_path):
    other = Accounts(tmp_path / "accounts.json")
    assert set(other.users) == {"ada"}
    accounts.add_user("eve", "editor", PASSWORD)
    assert set(other.users) == {"ada", "eve"}
    accounts.remove_user("ada")
    assert set(other.users) == {"eve"}


def test_a_token_is_shown_once_and_stored_hashed(accounts, tmp_path):
    secret = accounts.add_token("nightly", "editor", 1)
    assert secret not in (tmp_path / "accounts.json").read_text()
    assert accounts.check_token(secret).may_edit
    assert accounts.check_token(secret[:-1]) is None
    accounts.remove_token("nightly")
    assert accounts.check_token(secret) is None


def test_a_token_expires(accounts):
    assert accounts.check_token(accounts.add_token("past", "reader", -1)) is None


@pytest.mark.parametrize("name", ["", "a b", "-x", "x\n", "../x", "a" * 65, "ä"])
def test_names_that_cannot_be_used(accounts, name):
    with pytest.raises(AccountError, match="name"):
        accounts.add_user(name, "reader", PASSWORD)


def test_a_short_password_is_refused(accounts):
    with pytest.raises(AccountError, match="12 characters"):
        accounts.add_user("eve", "reader", "short")


def test_a_damaged_file_lets_nobody_in(tmp_path):
    (tmp_path / "accounts.json").write_text("{}")
    with pytest.raises(AccountError, match="can't be read"):
        _ = Accounts(tmp_path / "accounts.json").users


def test_a_session_ends_when_idle_and_in_any_case(accounts):
    clock = Clock()
    sessions = Sessions(accounts, clock)
    secret = sessions.start("ada")
    assert sessions.check(secret).name == "ada"
    clock.now += IDLE + 1
    assert sessions.check(secret) is None
    secret = sessions.start("ada")
    for _ in range(int(LONGEST / IDLE) + 2):
        clock.now += IDLE - 1
        alive = sessions.check(secret)
    assert alive is None


def test_a_session_ends_with_its_user_or_password(accounts):
    sessions = Sessions(accounts)
    first = sessions.start("ada")
    accounts.add_user("ada", "editor", PASSWORD + " new")
    assert sessions.check(first) is None
    second = sessions.start("ada")
    assert sessions.check(second).may_edit
    accounts.remove_user("ada")
    assert sessions.check(second) is None


def test_failures_close_a_key_for_a_while():
    clock = Clock()
    lockout = Lockout(3, 100, clock)
    for _ in range(3):
        assert lockout.closed_for("ada") == 0
        lockout.fail("ada")
    assert lockout.closed_for("ada") == 101
    assert lockout.closed_for("eve") == 0
    clock.now += 101
    assert lockout.closed_for("ada") == 0
    lockout.succeed("ada")
    assert lockout.closed_for("ada") == 0
