"""The commands around users and tokens, and what `qa-bot serve` wants before it opens a door."""

from __future__ import annotations

import pytest

from qa_bot.web.security.accounts import Accounts
from tests.integration.test_cli import one_line_error, run

pytestmark = pytest.mark.slow
PASSWORD = "correct horse battery\n"


def test_users_are_added_listed_and_removed(tmp_path):
    file = tmp_path / "folder" / "accounts.json"
    given = ("--accounts", file)
    added = run("users", "add", "ada", "--role", "editor", *given, stdin=PASSWORD)
    assert added.returncode == 0, added.stderr
    assert Accounts(file).check_password("ada", PASSWORD.strip()).role == "editor"
    assert run("users", "list", *given).stdout == "ada: editor\n"
    assert run("users", "remove", "ada", *given).returncode == 0
    assert run("users", "list", *given).stdout == ""
    assert "no user ada" in one_line_error(run("users", "remove", "ada", *given))


def test_a_token_is_printed_once(tmp_path):
    given = ("--accounts", tmp_path / "accounts.json")
    secret = run("tokens", "add", "nightly", "--days", 90, *given).stdout.strip()
    assert Accounts(tmp_path / "accounts.json").check_token(secret).name == "nightly"
    listed = run("tokens", "list", *given).stdout
    assert listed.startswith("nightly: reader, until 20")
    assert secret not in listed
    assert "tokens remove" in one_line_error(run("tokens", "add", "nightly", *given))


def test_a_bad_certificate_is_one_line(tmp_path, essay_index):
    (tmp_path / "cert.pem").write_text("not a certificate")
    given = ("--index", essay_index, "--port", "7861", "--certfile", tmp_path / "cert.pem")
    assert "--keyfile" in one_line_error(run("serve", *given))


@pytest.mark.parametrize(
    "options",
    [("--host", "0.0.0.0"), ("--auth",), ("--allowed-host", "qa.example"), ("--root-path", "/qa")],
)
def test_a_server_that_others_can_reach_wants_users(tmp_path, essay_index, options):
    given = ("--index", essay_index, "--accounts", tmp_path / "accounts.json")
    refused = one_line_error(run("serve", *options, *given))
    assert "qa-bot users add" in refused
    assert "--no-auth" in refused
