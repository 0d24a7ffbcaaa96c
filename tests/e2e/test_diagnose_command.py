"""``ct-desktop diagnose`` as a person runs it: whatever is down, it reports, and names nobody."""

import json
import platform
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ct_desktop.core.diagnostic_report import Check
from support.command_line import CommandLine, sign_in
from support.demo_process import DemoProcess
from support.secret_service import SecretService
from support.secret_watch import SecretWatch

DEMO_OPTIONS = {"auto_approve": True, "rate_limit": False, "addon_timeout_seconds": 5}


@pytest.fixture(scope="module")
def keychain() -> Iterator[SecretService]:
    with SecretService() as keychain:
        yield keychain


@pytest.fixture(scope="module")
def signed_in(
    demo: DemoProcess, keychain: SecretService, tmp_path_factory: pytest.TempPathFactory
) -> CommandLine:
    home = tmp_path_factory.mktemp("home")
    environment = {**keychain.env, "CT_DESKTOP_HOME": str(home), "LANG": "C.UTF-8"}
    environment.pop("DISPLAY", None)
    command_line = CommandLine(environment, demo.server_url, home)
    sign_in(command_line, SecretWatch())
    return command_line


@pytest.fixture(autouse=True)
def _well_again(demo: DemoProcess) -> Iterator[None]:
    yield
    demo.set_scenario("healthy")


def report(command_line: CommandLine) -> dict[str, dict[str, Any]]:
    """The sections of a report by their names, with their facts by key."""
    document = command_line.run_json("diagnose")
    sections = {one["name"]: one for one in document["sections"]}
    assert list(sections) == [check.value for check in Check]
    for section in sections.values():
        section["facts"] = {fact["key"]: fact["value"] for fact in section["facts"]}
    return sections


@pytest.mark.parametrize(
    ("scenario", "network", "summary"),
    [
        ("healthy", "done", "All 8 links are fine."),
        ("addon-offline", "done", "Add-on: Add-on offline."),
        ("not-elite", "done", "Plan: "),
        ("nt8-frozen", "done", "NinjaTrader 8: "),
    ],
)
def test_each_scenario_is_reported_with_its_broken_link(
    demo: DemoProcess, signed_in: CommandLine, scenario: str, network: str, summary: str
) -> None:
    demo.set_scenario(scenario)
    sections = report(signed_in)
    assert sections["network"]["state"] == network
    assert sections["chain"]["summary"].startswith(summary)
    assert sections["chain"]["state"] == ("done" if scenario == "healthy" else "failed")
    for name in ("loopback", "keychain", "folders", "log"):
        assert sections[name]["state"] == "done", sections[name]


def test_a_server_that_is_down_is_reported(demo: DemoProcess, signed_in: CommandLine) -> None:
    demo.set_scenario("server-down")
    sections = report(signed_in)
    assert sections["chain"]["state"] == "failed"
    assert sections["chain"]["summary"].startswith("CrossTrade: ")
    assert sections["keychain"]["state"] == "done"


def test_nobody_at_all_serves_and_there_is_a_report(signed_in: CommandLine) -> None:
    sections = report(replace(signed_in, server_url="http://127.0.0.1:9/mcp"))
    assert sections["network"]["state"] == "failed"
    assert sections["network"]["facts"]["problem"] == "cannot_connect"
    assert sections["clock"]["state"] == "warning"
    assert sections["loopback"]["state"] == "done"


def test_signed_out_there_is_a_report(demo: DemoProcess, tmp_path: Path) -> None:
    with SecretService() as keychain:
        environment = {**keychain.env, "CT_DESKTOP_HOME": str(tmp_path), "LANG": "C.UTF-8"}
        sections = report(CommandLine(environment, demo.server_url, tmp_path))
        assert keychain.items() == []
    assert sections["chain"]["facts"]["sign_in"] == "signed out"
    assert sections["network"]["facts"]["answer"].startswith("HTTP 401")
    assert sections["keychain"]["state"] == "done"


def test_a_locked_keychain_is_told_from_one_that_is_missing(
    signed_in: CommandLine, keychain: SecretService
) -> None:
    keychain.lock()
    try:
        locked = report(signed_in)
    finally:
        keychain.unlock()
    assert locked["keychain"]["facts"]["fault"] == "locked"
    assert locked["chain"]["facts"]["sign_in_problem"] == "keychain_locked"
    without = {**signed_in.environment, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}
    missing = report(replace(signed_in, environment=without))
    assert missing["keychain"]["state"] == "warning"
    assert missing["chain"]["facts"]["sign_in_problem"] == "keychain_missing"


def test_the_text_names_nobody_and_its_making_goes_to_standard_error(
    demo: DemoProcess, signed_in: CommandLine
) -> None:
    accounts = [row["name"] for row in signed_in.run_json("accounts")["accounts"]]
    assert len(accounts) > 5
    answer = signed_in.run("diagnose", "--debug")
    assert answer.returncode == 0
    assert answer.stdout.startswith("# CrossTrade Desktop diagnostics\n")
    said = [line.split()[0] for line in answer.stderr.splitlines()]
    assert {"Versions", "Network", "Keychain"} <= set(said)
    for name in (*accounts, f"{Path.home()}/", f" {platform.node()} "):
        assert name not in answer.stdout


def test_a_file_is_private_and_only_replaced_when_asked(
    signed_in: CommandLine, tmp_path: Path
) -> None:
    path = tmp_path / "report.txt"
    first = signed_in.run("diagnose", "--output", str(path))
    assert (first.returncode, first.stdout) == (0, "")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text(encoding="utf-8").startswith("# CrossTrade Desktop diagnostics\n")
    path.write_text("mine")
    refused = signed_in.run("diagnose", "--output", str(path))
    assert (refused.returncode, path.read_text()) == (2, "mine")
    assert "--force" in refused.stderr
    replaced = signed_in.run("diagnose", "--json", "--output", str(path), "--force")
    assert replaced.returncode == 0
    assert len(json.loads(path.read_bytes())["sections"]) == len(Check)
    assert list(tmp_path.iterdir()) == [path]


def test_a_report_that_cannot_be_saved_is_not_lost(signed_in: CommandLine) -> None:
    answer = signed_in.run("diagnose", "--output", "/proc/report.txt")
    assert answer.returncode == 1
    assert "/proc/report.txt cannot be written" in answer.stderr
    assert answer.stdout.startswith("# CrossTrade Desktop diagnostics\n")
