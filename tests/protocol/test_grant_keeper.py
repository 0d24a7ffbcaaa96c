"""The life of a sign-in against the simulated CrossTrade: renewed early, once, and never lost."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from ct_desktop.clock import SystemClock
from ct_desktop.connection.grant import Grant, UnreadableGrantError
from ct_desktop.connection.grant_keeper import (
    GrantEndedError,
    GrantKeeper,
    RenewalUnavailableError,
)
from ct_desktop.core.moment import Moment
from ct_desktop.http_client import create_http_client
from ct_desktop.vault import MemoryVault, Vault, VaultError, VaultFault
from support.demo_grants import new_grant
from support.demo_process import DemoProcess
from support.secret_watch import SecretWatch

ITEM = "a-profile/a-server"
LIFE = 600
"""Seconds of an access token's life."""


@pytest.fixture(scope="module")
def demo() -> Iterator[DemoProcess]:
    with DemoProcess(
        auto_approve=True, access_token_seconds=LIFE, registrations_per_hour=1000
    ) as demo:
        yield demo


class MovableClock:
    """The system's clock, which a test may set forward."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def now(self) -> Moment:
        now = SystemClock().now()
        return Moment(now.utc + timedelta(seconds=self.ahead), now.steady + self.ahead)


class FailingVault(MemoryVault):
    """A keychain whose writing fails while ``fault`` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.fault: VaultFault | None = None

    async def write(self, item: str, secret: str) -> None:
        if self.fault is not None:
            raise VaultError(self.fault)
        await super().write(item, secret)


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with create_http_client() as http:
        yield http


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


def keeper_on(
    vault: Vault, http: httpx.AsyncClient, clock: MovableClock, folder: Path
) -> GrantKeeper:
    return GrantKeeper(
        http=http, vault=vault, item=ITEM, lock_path=folder / "sign-in.lock", clock=clock
    )


async def stored(vault: Vault) -> Grant:
    text = await vault.read(ITEM)
    assert text is not None
    return Grant.read(text)


def access_token(grant: Grant | None) -> str:
    assert grant is not None
    return grant.tokens.access_token.get_secret_value()


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
    while "renew-grant" not in {task.get_name() for task in asyncio.all_tasks()}:
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
    assert not ended.value.rejected
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
    assert await old.renew_rejected(grant) == fresh_sign_in
    assert await stored(vault) == fresh_sign_in


async def test_b36_a_token_refused_straight_after_renewing_is_not_renewed_again(
    demo: DemoProcess, http: httpx.AsyncClient, clock: MovableClock, tmp_path: Path
) -> None:
    keeper = keeper_on(MemoryVault(), http, clock, tmp_path)
    await keeper.keep(await new_grant(http, demo))
    refreshes = demo.state()["refreshes"]
    grant = keeper.grant
    assert grant is not None
    renewed = await keeper.renew_rejected(grant)
    with pytest.raises(GrantEndedError) as ended:
        await keeper.renew_rejected(renewed)
    assert ended.value.rejected
    assert demo.state()["refreshes"] == refreshes + 1


async def test_an_accepted_token_may_be_renewed_when_it_is_refused_later(
    demo: DemoProcess, http: httpx.AsyncClient, clock: MovableClock, tmp_path: Path
) -> None:
    keeper = keeper_on(MemoryVault(), http, clock, tmp_path)
    await keeper.keep(await new_grant(http, demo))
    assert keeper.grant is not None
    renewed = await keeper.renew_rejected(keeper.grant)
    keeper.note_accepted()
    assert (await keeper.renew_rejected(renewed)).generation == renewed.generation + 1


async def test_a_keychain_that_fails_keeps_the_newest_token_here_and_is_tried_again(
    demo: DemoProcess, http: httpx.AsyncClient, clock: MovableClock, tmp_path: Path
) -> None:
    vault = FailingVault()
    keeper = keeper_on(vault, http, clock, tmp_path)
    await keeper.keep(await new_grant(http, demo))
    vault.fault = VaultFault.LOCKED
    clock.ahead = LIFE * 2
    renewed = await keeper.fresh()
    assert keeper.unsaved is not None
    assert keeper.unsaved.kind is VaultFault.LOCKED
    vault.fault = None
    assert await keeper.fresh() == renewed
    assert keeper.unsaved is None
    assert await stored(vault) == renewed


async def test_signing_out_elsewhere_is_noticed_before_renewing(
    demo: DemoProcess, http: httpx.AsyncClient, clock: MovableClock, tmp_path: Path
) -> None:
    vault = MemoryVault()
    here, elsewhere = (keeper_on(vault, http, clock, tmp_path) for _ in range(2))
    await here.keep(await new_grant(http, demo))
    await elsewhere.load()
    await elsewhere.drop()
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
