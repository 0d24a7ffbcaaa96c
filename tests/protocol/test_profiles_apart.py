"""Two profiles at once on one server and one keychain: nothing of one reaches the other."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ct_desktop.core.account_rules import AccountRule
from ct_desktop.core.sign_in import RevocationOutcome, SignInState
from ct_desktop.profiles import DEMO_PROFILE, AppFolders, ProfileFolders, create_profile
from support.demo_process import DemoProcess
from support.profiles import ProfilesOnOneKeychain, sign_in_services
from support.sign_in_evidence import status_for_token

SHORT_LIFE = 20
"""Seconds: a token with less than half a minute left is renewed at the next call."""


@pytest.fixture(scope="module")
def demo() -> Iterator[DemoProcess]:
    with DemoProcess(auto_approve=True, registrations_per_hour=1000, rate_limit=False) as demo:
        yield demo


@pytest.fixture
def profiles() -> ProfilesOnOneKeychain:
    return ProfilesOnOneKeychain(AppFolders.from_environment())


def content_of(places: ProfileFolders) -> dict[Path, bytes]:
    """Every file of one profile."""
    return {
        path: path.read_bytes()
        for folder in (places.settings, places.data)
        for path in folder.rglob("*")
        if path.is_file()
    }


async def test_each_signs_in_by_itself_with_a_registration_of_its_own(
    demo: DemoProcess, profiles: ProfilesOnOneKeychain
) -> None:
    read = await profiles.sign_in(demo, "Apex")
    create_profile(profiles.folders, "Main")
    async with profiles.opened(demo, "apex", "main", DEMO_PROFILE) as (apex, main, in_demo):
        assert apex.connection.sign_in.state is SignInState.SIGNED_IN
        for other in (main, in_demo):
            assert other.connection.sign_in.state is SignInState.SIGNED_OUT
            assert await other.records.find(read.registration.issuer) is None
        trade = await sign_in_services(main, demo, scope="mcp:trade")
        assert trade.registration.client_id != read.registration.client_id
        assert apex.connection.sign_in.scope is not main.connection.sign_in.scope
        assert in_demo.connection.sign_in.state is SignInState.SIGNED_OUT
    assert profiles.held("apex")
    assert profiles.held("main")
    assert len(profiles.keychain.entries) == len(profiles.held("apex") | profiles.held("main"))


async def test_a_renewal_of_one_never_writes_the_others_item(
    demo: DemoProcess, profiles: ProfilesOnOneKeychain
) -> None:
    demo.set_options(access_token_seconds=SHORT_LIFE)
    try:
        await profiles.sign_in(demo, "Apex")
        demo.set_options(access_token_seconds=3600)
        stays = await profiles.sign_in(demo, "Main")
        main_items, apex_items = profiles.held("main"), profiles.held("apex")
        main_files = content_of(profiles.folders.profile("main"))
        async with profiles.opened(demo, "apex") as (apex,):
            await apex.connection.call(lambda crosstrade: crosstrade.list_tools())
            assert apex.connection.sign_in.renewed_at is not None
    finally:
        demo.set_options(access_token_seconds=3600)
    assert profiles.held("apex") != apex_items
    assert profiles.held("main") == main_items
    assert content_of(profiles.folders.profile("main")) == main_files
    assert status_for_token(demo.server_url, stays.tokens.access_token.get_secret_value()) == 200


async def test_signing_one_out_leaves_the_other(
    demo: DemoProcess, profiles: ProfilesOnOneKeychain
) -> None:
    gone = await profiles.sign_in(demo, "Apex")
    stays = await profiles.sign_in(demo, "Main")
    kept = profiles.held("main")
    async with profiles.opened(demo, "apex", "main") as (apex, main):
        outcome = await apex.connection.sign_out(lambda _outcome: None)
        assert outcome is RevocationOutcome.REVOKED
        assert main.connection.sign_in.state is SignInState.SIGNED_IN
        await main.connection.call(lambda crosstrade: crosstrade.list_tools())
    assert profiles.held("apex") == {}
    assert profiles.held("main") == kept
    tokens = [grant.tokens.access_token.get_secret_value() for grant in (gone, stays)]
    assert [status_for_token(demo.server_url, token) for token in tokens] == [401, 200]


async def test_settings_rules_and_window_places_are_each_profiles_own(
    demo: DemoProcess, profiles: ProfilesOnOneKeychain
) -> None:
    for name in ("Apex", "Main"):
        create_profile(profiles.folders, name)
    async with profiles.opened(demo, "apex", "main") as (apex, main):
        before = content_of(profiles.folders.profile("main"))
        rule = AccountRule("APEX1234", daily_loss_limit=1000.0)
        apex.settings.update(account_rules=(rule,), window_geometry="AdnQ", close_to_tray=True)
        assert (await apex.account_rules()).by_account == {"APEX1234": rule}
        assert (await main.account_rules()).by_account == {}
        assert main.settings.load().settings.window_geometry is None
        assert content_of(profiles.folders.profile("main")) == before


async def test_what_happens_in_one_is_in_its_own_history_alone(
    demo: DemoProcess, profiles: ProfilesOnOneKeychain
) -> None:
    for name in ("Apex", "Main"):
        create_profile(profiles.folders, name)
    async with profiles.opened(demo, "apex", "main") as (apex, main):
        await apex.history.peaks()
        assert apex.folders.profile("apex").history.exists()
        assert not main.folders.profile("main").history.exists()
