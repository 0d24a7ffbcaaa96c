"""Removing a profile: signed out first, then gone whole; and the others stay as they are."""

from pathlib import Path

import pytest

from ct_desktop.clock import SystemClock
from ct_desktop.core.sign_in import RevocationOutcome, SignInState
from ct_desktop.core.wording_profiles import NOT_REMOVED_OPEN
from ct_desktop.history import History
from ct_desktop.profile_removal import remove_profile
from ct_desktop.profiles import (
    AppFolders,
    ProfileError,
    SettingsStore,
    create_profile,
    list_profiles,
)
from ct_desktop.profiles.window_claim import InstanceClaim
from ct_desktop.start_at_login import login_entry
from ct_desktop.vault import MemoryVault, VaultFault
from support.demo_process import DemoProcess
from support.grant_keepers import FaultyVault
from support.profiles import ProfilesOnOneKeychain, sign_in_services
from support.sign_in_evidence import status_for_token

DEMO_OPTIONS = {"auto_approve": True, "registrations_per_hour": 1000}


@pytest.fixture
def profiles() -> ProfilesOnOneKeychain:
    return ProfilesOnOneKeychain(AppFolders.from_environment())


def places_of(folders: AppFolders, name: str) -> list[Path]:
    """Every path of the app's files in which ``name`` is a part."""
    root = folders.settings.parent
    return [path for path in root.rglob("*") if name in path.relative_to(root).parts]


async def test_a_removed_profile_is_revoked_and_nothing_of_it_is_left(
    demo: DemoProcess, profiles: ProfilesOnOneKeychain
) -> None:
    folders = profiles.folders
    gone = await profiles.sign_in(demo, "Apex")
    stays = await profiles.sign_in(demo, "Main")
    history = History(folders.profile("apex").history, clock=SystemClock())
    await history.peaks()
    await history.aclose()
    assert folders.profile("apex").history in places_of(folders, "apex")
    kept = profiles.held("main")
    settings = (folders.profile("main").settings / "settings.json").read_bytes()

    # Without the server's address: it is known from what the profile registered with.
    outcome = await remove_profile(folders, "apex", open_vault=profiles.open_vault)

    assert outcome is RevocationOutcome.REVOKED
    assert status_for_token(demo.server_url, gone.tokens.access_token.get_secret_value()) == 401
    assert profiles.held("apex") == {}
    assert places_of(folders, "apex") == []
    assert [each.name for each in list_profiles(folders)] == ["Main"]
    assert profiles.held("main") == kept
    assert (folders.profile("main").settings / "settings.json").read_bytes() == settings
    assert status_for_token(demo.server_url, stays.tokens.access_token.get_secret_value()) == 200


async def test_a_profile_of_two_servers_is_signed_out_of_both(
    demo: DemoProcess, profiles: ProfilesOnOneKeychain
) -> None:
    with DemoProcess(auto_approve=True) as other:
        create_profile(profiles.folders, "Apex")
        grants = []
        for server in (demo, other):
            async with profiles.opened(server, "apex") as (services,):
                grants.append(await sign_in_services(services, server))
        outcome = await remove_profile(profiles.folders, "apex", open_vault=profiles.open_vault)
        assert outcome is RevocationOutcome.REVOKED
        for server, grant in zip((demo, other), grants, strict=True):
            token = grant.tokens.access_token.get_secret_value()
            assert status_for_token(server.server_url, token) == 401
        assert profiles.held("apex") == {}


async def test_one_that_never_signed_in_goes_without_a_word_to_the_server(
    profiles: ProfilesOnOneKeychain,
) -> None:
    create_profile(profiles.folders, "Apex")
    outcome = await remove_profile(profiles.folders, "apex", open_vault=profiles.open_vault)
    assert outcome is RevocationOutcome.NOTHING_TO_REVOKE
    assert list_profiles(profiles.folders) == ()


async def test_b30_an_access_that_could_not_be_revoked_is_told(
    profiles: ProfilesOnOneKeychain,
) -> None:
    with DemoProcess(auto_approve=True) as demo:
        await profiles.sign_in(demo, "Apex")
    outcome = await remove_profile(profiles.folders, "apex", open_vault=profiles.open_vault)
    assert outcome is RevocationOutcome.UNREACHABLE
    assert profiles.held("apex") == {}
    assert list_profiles(profiles.folders) == ()


async def test_what_is_damaged_in_the_keychain_is_removed_and_told(
    demo: DemoProcess, profiles: ProfilesOnOneKeychain
) -> None:
    await profiles.sign_in(demo, "Apex")
    for entry in profiles.held("apex"):
        profiles.keychain.entries[entry] = "damaged"
    outcome = await remove_profile(profiles.folders, "apex", open_vault=profiles.open_vault)
    assert outcome is RevocationOutcome.UNREADABLE
    assert profiles.held("apex") == {}


async def test_one_that_is_open_in_a_window_stays(
    demo: DemoProcess, profiles: ProfilesOnOneKeychain
) -> None:
    grant = await profiles.sign_in(demo, "Apex")
    claim = InstanceClaim(profiles.folders.profile("apex").window_lock)
    assert claim.take()
    with pytest.raises(ProfileError, match=NOT_REMOVED_OPEN):
        await remove_profile(profiles.folders, "apex", open_vault=profiles.open_vault)
    claim.release()
    assert status_for_token(demo.server_url, grant.tokens.access_token.get_secret_value()) == 200
    async with profiles.opened(demo, "apex") as (services,):
        assert services.connection.sign_in.state is SignInState.SIGNED_IN


@pytest.mark.parametrize("fault", [VaultFault.LOCKED, VaultFault.DENIED, VaultFault.HANGING])
async def test_where_the_keychain_stays_shut_nothing_is_removed(
    demo: DemoProcess, profiles: ProfilesOnOneKeychain, fault: VaultFault
) -> None:
    grant = await profiles.sign_in(demo, "Apex")
    profiles.vault = shut = FaultyVault()
    shut.read_fault = fault
    with pytest.raises(ProfileError, match="was not removed"):
        await remove_profile(profiles.folders, "apex", open_vault=profiles.open_vault)
    assert status_for_token(demo.server_url, grant.tokens.access_token.get_secret_value()) == 200
    (listed,) = list_profiles(profiles.folders)
    assert listed.signed_in


async def test_without_the_keychain_that_holds_its_sign_in_nothing_is_removed(
    demo: DemoProcess, profiles: ProfilesOnOneKeychain
) -> None:
    await profiles.sign_in(demo, "Apex")
    profiles.vault = MemoryVault()
    with pytest.raises(ProfileError, match="was not removed"):
        await remove_profile(profiles.folders, "apex", open_vault=profiles.open_vault)
    profiles.vault = None
    async with profiles.opened(demo, "apex") as (services,):
        assert services.connection.sign_in.state is SignInState.SIGNED_IN


async def test_its_start_at_login_ends_with_it(
    profiles: ProfilesOnOneKeychain, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in ("Apex", "Main"):
        create_profile(profiles.folders, name)
        login_entry(name.lower(), platform="linux").switch_on()
    # As on a trader's own computer, where nothing moves the files.
    monkeypatch.delenv("CT_DESKTOP_HOME")
    await remove_profile(profiles.folders, "apex", open_vault=profiles.open_vault)
    assert not login_entry("apex", platform="linux").is_on()
    assert login_entry("main", platform="linux").is_on()


async def test_the_name_is_free_again(demo: DemoProcess, profiles: ProfilesOnOneKeychain) -> None:
    await profiles.sign_in(demo, "Apex")
    SettingsStore(profiles.folders.profile("apex").settings).update(trade_reminder_minutes=15)
    await remove_profile(profiles.folders, "apex", open_vault=profiles.open_vault)
    create_profile(profiles.folders, "Apex")
    settings = SettingsStore(profiles.folders.profile("apex").settings).load().settings
    assert settings.trade_reminder_minutes is None
    async with profiles.opened(demo, "apex") as (services,):
        assert services.connection.sign_in.state is SignInState.SIGNED_OUT
