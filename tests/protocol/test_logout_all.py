"""Signing every profile out at once: each gets its line, and none keeps another from its turn."""

from datetime import timedelta

import pytest

from ct_desktop.cli.exit_codes import ExitCode
from ct_desktop.cli.logout_all import run_logout_all
from ct_desktop.clock import SystemClock
from ct_desktop.connection.grant import Grant
from ct_desktop.core.activity import ActivityKind
from ct_desktop.history import History
from ct_desktop.profiles import AppFolders, create_profile, list_profiles
from ct_desktop.vault import MemoryVault
from support.demo_process import DemoProcess
from support.profiles import ProfilesOnOneKeychain
from support.sign_in_evidence import status_for_token

DEMO_OPTIONS = {"auto_approve": True, "registrations_per_hour": 1000}

REVOKED = "Signed out. CrossTrade has revoked this computer’s access."
NOTHING = "Signed out. There was no access left to revoke."


@pytest.fixture
def profiles() -> ProfilesOnOneKeychain:
    return ProfilesOnOneKeychain(AppFolders.from_environment())


async def signed_out(profiles: ProfilesOnOneKeychain) -> ExitCode:
    return await run_logout_all(profiles.folders, server_url=None, open_vault=profiles.open_vault)


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    said = capsys.readouterr()
    assert not said.out
    return said.err.splitlines()


def honoured(demo: DemoProcess, grant: Grant) -> bool:
    token = grant.tokens.access_token.get_secret_value()
    return status_for_token(demo.server_url, token) == 200


async def test_every_profile_is_revoked_and_forgotten_with_a_line_for_each(
    demo: DemoProcess, profiles: ProfilesOnOneKeychain, capsys: pytest.CaptureFixture[str]
) -> None:
    grants = [await profiles.sign_in(demo, name) for name in ("Apex", "Zürich")]
    create_profile(profiles.folders, "Never")
    assert await signed_out(profiles) is ExitCode.WELL
    assert lines(capsys) == [f"Apex: {REVOKED}", f"Never: {NOTHING}", f"Zürich: {REVOKED}"]
    assert not any(honoured(demo, grant) for grant in grants)
    assert profiles.keychain.entries == {}
    assert not any(each.signed_in for each in list_profiles(profiles.folders))
    assert await signed_out(profiles) is ExitCode.WELL
    assert {line.split(": ")[1] for line in lines(capsys)} == {NOTHING}


async def test_it_stands_in_the_history_of_each(
    demo: DemoProcess, profiles: ProfilesOnOneKeychain
) -> None:
    await profiles.sign_in(demo, "Apex")
    await signed_out(profiles)
    history = History(profiles.folders.profile("apex").history, clock=SystemClock())
    now = SystemClock().now().utc
    entries = await history.entries(now - timedelta(hours=1), now + timedelta(hours=1))
    await history.aclose()
    assert [entry.kind for entry in entries] == [ActivityKind.SIGNED_OUT]


async def test_b30_one_that_cannot_be_revoked_stops_no_other(
    demo: DemoProcess, profiles: ProfilesOnOneKeychain, capsys: pytest.CaptureFixture[str]
) -> None:
    with DemoProcess(auto_approve=True) as gone:
        await profiles.sign_in(gone, "Apex")
    stays = await profiles.sign_in(demo, "Main")
    assert await signed_out(profiles) is ExitCode.UNREACHABLE
    first, second = lines(capsys)
    assert first.startswith("Apex: Signed out here, but CrossTrade could not be reached")
    assert "https://" in first
    assert second == f"Main: {REVOKED}"
    assert not honoured(demo, stays)
    assert profiles.keychain.entries == {}


async def test_one_whose_files_are_damaged_stops_no_other_and_counts_as_the_worst(
    demo: DemoProcess, profiles: ProfilesOnOneKeychain, capsys: pytest.CaptureFixture[str]
) -> None:
    with DemoProcess(auto_approve=True) as gone:
        await profiles.sign_in(gone, "Apex")
    create_profile(profiles.folders, "Broken")
    stays = await profiles.sign_in(demo, "Main")
    settings = profiles.folders.profile("broken").settings / "settings.json"
    settings.unlink()
    settings.mkdir()
    assert await signed_out(profiles) is ExitCode.UNEXPECTED
    first, second, third = lines(capsys)
    assert first.startswith("Apex: Signed out here")
    assert second.startswith("broken: Not signed out. ")
    assert third == f"Main: {REVOKED}"
    assert not honoured(demo, stays)


async def test_what_the_keychain_keeps_shut_is_said_and_stays(
    demo: DemoProcess, profiles: ProfilesOnOneKeychain, capsys: pytest.CaptureFixture[str]
) -> None:
    grant = await profiles.sign_in(demo, "Apex")
    profiles.vault = MemoryVault()
    assert await signed_out(profiles) is ExitCode.UNEXPECTED
    (line,) = lines(capsys)
    assert line.startswith("Apex: Not signed out. ")
    assert honoured(demo, grant)
    (listed,) = list_profiles(profiles.folders)
    assert listed.signed_in


async def test_without_profiles_there_is_nothing_to_do(
    profiles: ProfilesOnOneKeychain, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await signed_out(profiles) is ExitCode.WELL
    assert lines(capsys) == ["There are no profiles on this computer."]
