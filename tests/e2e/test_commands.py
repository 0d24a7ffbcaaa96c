"""What the commands print when all is well, and how wrong use ends; faults have a matrix."""

import csv
import io
from collections.abc import Iterator

import pytest

from support.command_line import CommandLine, command_line_in, sign_in
from support.demo_process import DemoProcess
from support.secret_service import SecretService
from support.secret_watch import SecretWatch

DEMO_OPTIONS = {"auto_approve": True, "rate_limit": False}


@pytest.fixture(scope="module")
def signed_in(demo: DemoProcess, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CommandLine]:
    """A signed-in profile, for all scenarios that leave it signed in."""
    with SecretService() as keychain:
        home = tmp_path_factory.mktemp("home")
        command_line = command_line_in(keychain.env, demo.server_url, home)
        sign_in(command_line, SecretWatch())
        yield command_line


def test_tables_as_text_csv_and_json_agree(demo: DemoProcess, signed_in: CommandLine) -> None:
    demo.pause_market()
    try:
        document = signed_in.run_json("accounts")
        by_csv = list(csv.DictReader(io.StringIO(signed_in.run("accounts", "--csv").stdout)))
        text = signed_in.run("accounts").stdout
    finally:
        demo.pause_market(paused=False)
    assert document["fetched_at"].endswith("Z")
    assert [row["name"] for row in by_csv] == [row["name"] for row in document["accounts"]]
    for plain, row in zip(by_csv, document["accounts"], strict=True):
        assert plain["name"] in text
        cash = row["cash_value"]
        assert plain["cash_value"] == ("" if cash is None else repr(cash))
    sim = next(row for row in document["accounts"] if row["name"] == "Sim101")
    assert sim["buying_power"] is None, "zero is not supplied, and that is null"


@pytest.mark.parametrize(
    "arguments",
    [
        ("accounts", "--json", "--csv"),
        ("login", "--scope", "mcp:everything"),
        ("nonsense",),
        ("status", "--profile", "../elsewhere"),
    ],
)
def test_a_wrong_command_line_is_a_usage_error(
    signed_in: CommandLine, arguments: tuple[str, ...]
) -> None:
    answer = signed_in.run(*arguments)
    assert answer.returncode == 2
    assert "ct-desktop" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_options_may_stand_before_the_command(signed_in: CommandLine) -> None:
    assert signed_in.run("--profile", "default", "selftest").returncode == 0
