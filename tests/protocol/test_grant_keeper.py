"""The life of a sign-in against the simulated CrossTrade: renewed early, once, and never lost."""

import asyncio
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from ct_desktop.connection import grant_storage
from ct_desktop.connection.errors import EndReason, GrantEndedError, RenewalUnavailableError
from ct_desktop.connection.failures import problem_of_renewal
from ct_desktop.connection.grant import Grant, UnreadableGrantError
from ct_desktop.core.problems import ProblemKind
from ct_desktop.file_lock import MachineLockError, machine_lock
from ct_desktop.vault import MemoryVault, VaultError, VaultFault
from support.demo_grants import new_grant
from support.demo_process import DemoProcess
from support.grant_keepers import ITEM, FaultyVault, access_token, keeper_on, stored
from support.oauth_values import MovableClock
from support.secret_watch import SecretWatch

LIFE = 600
"""Seconds of an access token's life."""

DEMO_OPTIONS = {"auto_approve": True, "access_token_seconds": LIFE, "registrations_per_hour": 1000}


async def test_a_young_token_is_used_as_it_is(
    demo: DemoProcess, http: httpx.AsyncClient, clock: MovableClock, tmp_path: Path
) -> None:
    keeper = keeper_on(MemoryVault(), http, clock, tmp_path)
    grant = await new_grant(http, demo)
    await keeper.keep(grant)
    refreshes = demo.state()["refreshes"]
    assert await keeper.fresh() is keeper.grant
    assert access_token(keeper.grant) == access_token(grant)
    assert demo.state()["refreshes"] == refreshes


async def test_a_token_is_renewed_before_it_ends_and_stored_before_it_is_used(
    demo: DemoProcess, http: httpx.AsyncClient, clock: MovableClock, tmp_path: Path
) -> None:
    vault = MemoryVault()
    keeper = keeper_on(vault, http, clock, tmp_path)
    grant = await new_grant(http, demo)
    await keeper.keep(grant)
    clock.ahead = LIFE * 0.9
    renewed = await keeper.fresh()
    assert access_token(renewed) != access_token(grant)
    assert await stored(vault) == renewed
    assert renewed is not None
    assert renewed.generation == grant.generation + 1


async def test_renewals_are_early_and_spread_so_that_many_clients_make_no_crowd(
    demo: DemoProcess, http: httpx.AsyncClient, clock: MovableClock, tmp_path: Path
) -> None:
    grant = await new_grant(http, demo)
    shares = []
    for number in range(30):
        keeper = keeper_on(MemoryVault(), http, clock, tmp_path / str(number))
        await keeper.keep(grant)
        assert keeper.renews_at is not None
        shares.append((keeper.renews_at - grant.renewed_at).total_seconds() / LIFE)
    assert 0.69 < min(shares) < max(shares) < 0.87
    assert max(shares) - min(shares) > 0.05


async def test_b27_a_profile_that_another_process_holds_is_told_and_nothing_is_asked(
    demo: DemoProcess,
    http: httpx.AsyncClient,
    clock: MovableClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(grant_storage, "_LOCK_TIMEOUT", 0.2)
    vault = MemoryVault()
    keeper = keeper_on(vault, http, clock, tmp_path)
    grant = await new_grant(http, demo)
    await keeper.keep(grant)
    refreshes = demo.state()["refreshes"]
    async with machine_lock(tmp_path / "sign-in.lock", timeout=5):
        clock.ahead = LIFE * 2
        with pytest.raises(RenewalUnavailableError) as unavailable:
            await keeper.fresh()
        with pytest.raises(MachineLockError):
            await keeper.keep(await new_grant(http, demo))
    assert problem_of_renewal(unavailable.value).kind is ProblemKind.SIGN_IN_BUSY
    assert demo.state()["refreshes"] == refreshes
    # What could not be stored then is held, and stored in time.
    assert await stored(vault) == grant
    clock.ahead += 61
    await keeper.fresh()
    await keeper.close()
    assert await stored(vault) == keeper.grant


async def test_b27_many_requests_at_once_cost_one_renewal(
    demo: DemoProcess, http: httpx.AsyncClient, clock: MovableClock, tmp_path: Path
) -> None:
    keeper = keeper_on(MemoryVault(), http, clock, tmp_path)
    await keeper.keep(await new_grant(http, demo))
    refreshes = demo.state()["refreshes"]
    clock.ahead = LIFE * 2
    grants = await asyncio.gather(*(keeper.fresh() for _ in range(20)))
    assert len({access_token(grant) for grant in grants}) == 1
    assert demo.state()["refreshes"] == refreshes + 1


async def test_b27_two_keepers_of_one_vault_never_replay_a_refresh_token(
    demo: DemoProcess, http: httpx.AsyncClient, clock: MovableClock, tmp_path: Path
) -> None:
    vault = MemoryVault()
    first, second = (keeper_on(vault, http, clock, tmp_path) for _ in range(2))
    await first.keep(await new_grant(http, demo))
    await second.load()
    reuses = demo.state()["reuse_detections"]
    for step in range(1, 4):
        clock.ahead = LIFE * 2 * step
        newest = await asyncio.gather(first.fresh(), second.fresh())
        assert access_token(newest[0]) == access_token(newest[1])
    assert demo.state()["reuse_detections"] == reuses


async def test_a_cancelled_caller_does_not_lose_the_rotated_token(
    demo: DemoProcess, http: httpx.AsyncClient, clock: MovableClock, tmp_path: Path
) -> None:
    vault = MemoryVault()
    keeper = keeper_on(vault, http, clock, tmp_path)
    grant = await new_grant(http, demo)
    await keeper.keep(grant)
    clock.ahead = LIFE * 2
    asking = asyncio.create_task(keeper.fresh())
    while "renew-grant" not in {task.get_name() for task in asyncio.all_tasks()}:  # noqa: ASYNC110 - one turn of the loop away
        await asyncio.sleep(0)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    await keeper.close()
    assert (await stored(vault)).generation == grant.generation + 1


async def test_b26_an_unreachable_server_does_not_end_the_sign_in(
    demo: DemoProcess, http: httpx.AsyncClient, clock: MovableClock, tmp_path: Path
) -> None:
    vault = MemoryVault()
    keeper = keeper_on(vault, http, clock, tmp_path)
    grant = await new_grant(http, demo)
    await keeper.keep(grant)
    demo.set_scenario("server-down")
    try:
        clock.ahead = LIFE * 0.9
        assert access_token(await keeper.fresh()) == access_token(grant)
        clock.ahead = LIFE * 2
        with pytest.raises(RenewalUnavailableError):
            await keeper.fresh()
    finally:
        demo.set_scenario("healthy")
    assert await stored(vault) == grant
    assert access_token(await keeper.fresh()) != access_token(grant)


async def test_b26_a_definite_refusal_ends_the_sign_in_and_empties_the_vault(
    demo: DemoProcess, http: httpx.AsyncClient, clock: MovableClock, tmp_path: Path
) -> None:
    vault = MemoryVault()
    keeper = keeper_on(vault, http, clock, tmp_path)
    await keeper.keep(await new_grant(http, demo))
    demo.set_scenario("token-revoked")
    demo.set_scenario("healthy")
    clock.ahead = LIFE * 2
    with pytest.raises(GrantEndedError) as ended:
        await keeper.fresh()
    assert ended.value.reason is EndReason.EXPIRED
    assert keeper.grant is None
    assert await vault.read(ITEM) is None


async def test_a_refused_keeper_takes_the_newer_sign_in_and_never_erases_it(
    demo: DemoProcess, http: httpx.AsyncClient, clock: MovableClock, tmp_path: Path
) -> None:
    vault = MemoryVault()
    old, new = (keeper_on(vault, http, clock, tmp_path) for _ in range(2))
    await old.keep(await new_grant(http, demo))
    demo.set_scenario("token-revoked")
    demo.set_scenario("healthy")
    fresh_sign_in = replace(await new_grant(http, demo), sign_in_id="another")
    await new.keep(fresh_sign_in)
    grant = old.grant
    assert grant is not None
    assert await old.renew_refused(grant) == fresh_sign_in
    assert await stored(vault) == fresh_sign_in


async def test_b36_a_token_refused_straight_after_renewing_is_not_renewed_again(
    demo: DemoProcess, http: httpx.AsyncClient, clock: MovableClock, tmp_path: Path
) -> None:
    keeper = keeper_on(MemoryVault(), http, clock, tmp_path)
    await keeper.keep(await new_grant(http, demo))
    refreshes = demo.state()["refreshes"]
    grant = keeper.grant
    assert grant is not None
    renewed = await keeper.renew_refused(grant)
    with pytest.raises(GrantEndedError) as ended:
        await keeper.renew_refused(renewed)
    assert ended.value.reason is EndReason.REVOKED
    assert demo.state()["refreshes"] == refreshes + 1


async def test_an_accepted_token_may_be_renewed_when_it_is_refused_later(
    demo: DemoProcess, http: httpx.AsyncClient, clock: MovableClock, tmp_path: Path
) -> None:
    keeper = keeper_on(MemoryVault(), http, clock, tmp_path)
    await keeper.keep(await new_grant(http, demo))
    assert keeper.grant is not None
    renewed = await keeper.renew_refused(keeper.grant)
    keeper.note_accepted()
    assert (await keeper.renew_refused(renewed)).generation == renewed.generation + 1


async def test_a_keychain_that_fails_keeps_the_newest_token_here_and_is_tried_again(
    demo: DemoProcess, http: httpx.AsyncClient, clock: MovableClock, tmp_path: Path
) -> None:
    vault = FaultyVault()
    keeper = keeper_on(vault, http, clock, tmp_path)
    await keeper.keep(await new_grant(http, demo))
    vault.write_fault = VaultFault.BROKEN
    clock.ahead = LIFE * 2
    renewed = await keeper.fresh()
    trouble = keeper.unsaved
    assert isinstance(trouble, VaultError)
    assert trouble.kind is VaultFault.BROKEN
    vault.write_fault = None
    clock.ahead += 61
    assert await keeper.fresh() == renewed
    await keeper.close()
    assert keeper.unsaved is None
    assert await stored(vault) == renewed


async def test_a_locked_keychain_asks_the_trader_again_only_when_told_to(
    demo: DemoProcess, http: httpx.AsyncClient, clock: MovableClock, tmp_path: Path
) -> None:
    vault = FaultyVault()
    keeper = keeper_on(vault, http, clock, tmp_path)
    await keeper.keep(await new_grant(http, demo))
    vault.write_fault = VaultFault.LOCKED
    clock.ahead = LIFE * 2
    renewed = await keeper.fresh()
    vault.write_fault = None
    clock.ahead += 61
    await keeper.fresh()
    await keeper.close()
    trouble = keeper.unsaved
    assert trouble is not None
    assert await keeper.load() == renewed
    assert keeper.unsaved is None
    assert await stored(vault) == renewed


async def test_signing_out_elsewhere_is_noticed_before_renewing(
    demo: DemoProcess, http: httpx.AsyncClient, clock: MovableClock, tmp_path: Path
) -> None:
    vault = MemoryVault()
    here, elsewhere = (keeper_on(vault, http, clock, tmp_path) for _ in range(2))
    await here.keep(await new_grant(http, demo))
    await elsewhere.load()
    await elsewhere.sign_out(lambda outcome: None)
    clock.ahead = LIFE * 2
    with pytest.raises(GrantEndedError):
        await here.fresh()
    assert await vault.read(ITEM) is None


async def test_b31_what_is_said_of_a_grant_holds_no_secret(
    demo: DemoProcess, http: httpx.AsyncClient, secret_watch: SecretWatch
) -> None:
    grant = await new_grant(http, demo)
    assert grant.tokens.refresh_token is not None
    secret_watch.add("the access token", access_token(grant))
    secret_watch.add("the refresh token", grant.tokens.refresh_token.get_secret_value())
    secret_watch.assert_absent(f"{grant!r} {grant}", "the grant's representation")


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"tokens": {"access_token": 7}}', "x" * 100])
def test_what_is_no_grant_is_told_without_quoting_it(text: str) -> None:
    with pytest.raises(UnreadableGrantError) as error:
        Grant.read(text)
    assert not text or text not in str(error.value)
