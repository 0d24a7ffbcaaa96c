"""What the chain's sign-in link says: signed in, signed in but offline, expired, revoked."""

from collections.abc import AsyncIterator

import pytest

from ct_desktop.core.chain import Link
from ct_desktop.core.links import LinkName, LinkState
from ct_desktop.core.problems import Action, ProblemKind
from ct_desktop.core.sign_in import SignInState
from ct_desktop.core.wording import link_trouble
from ct_desktop.crosstrade.errors import CallFailed
from ct_desktop.services import Services
from ct_desktop.vault import MemoryVault
from support.demo_grants import new_grant
from support.demo_process import UNATTENDED, DemoProcess
from support.oauth_values import MovableClock
from support.services_on_a_vault import loaded_services_on

LIFE = 600
DEMO_OPTIONS = {**UNATTENDED, "access_token_seconds": LIFE}


@pytest.fixture
async def services(demo: DemoProcess, clock: MovableClock) -> AsyncIterator[Services]:
    async with loaded_services_on(MemoryVault(), demo.server_url, clock=clock) as services:
        await services.connection.keep(await new_grant(services.http, demo))
        yield services


async def sign_in_link(services: Services) -> Link:
    return (await services.monitor.check_everything()).chain[LinkName.SIGN_IN]


async def test_signed_in(services: Services) -> None:
    link = await sign_in_link(services)
    assert link.state is LinkState.OK
    assert link.evidence == "Read-only, granted to this computer"
    assert not services.connection.sign_in.offline


@pytest.mark.parametrize("gone", ["the network", "the server"])
async def test_signed_in_offline(demo: DemoProcess, services: Services, gone: str) -> None:
    if gone == "the network":
        demo.kill()
    else:
        demo.set_scenario("server-down")
    link = await sign_in_link(services)
    assert link.state is LinkState.UNKNOWN
    assert link.evidence == "Signed in, offline"
    assert services.connection.sign_in.offline
    assert services.connection.sign_in.state is SignInState.SIGNED_IN
    if gone == "the network":
        demo.restart()
    else:
        demo.set_scenario("healthy")


async def test_b26_a_renewal_that_cannot_be_had_is_offline_and_comes_back(
    demo: DemoProcess, services: Services, clock: MovableClock
) -> None:
    demo.set_scenario("server-down")
    clock.ahead = LIFE + 1
    changes: list[bool] = []
    services.connection.changed.subscribe(lambda sign_in: changes.append(sign_in.offline))
    assert (await sign_in_link(services)).evidence == "Signed in, offline"
    demo.set_scenario("healthy")
    assert (await sign_in_link(services)).state is LinkState.OK
    assert changes[0] is True
    assert changes[-1] is False


def revoke_everything(demo: DemoProcess) -> None:
    demo.set_scenario("token-revoked")
    demo.set_scenario("healthy")


def assert_ended(services: Services, link: Link, kind: ProblemKind, said: str) -> None:
    assert link.state is LinkState.BROKEN
    assert link_trouble(link) == said
    assert link.problem is not None
    assert link.problem.kind is kind
    assert link.problem.action is Action.SIGN_IN_AGAIN
    assert services.connection.sign_in.state is SignInState.ENDED


async def test_revoked_by_crosstrade(demo: DemoProcess, services: Services) -> None:
    revoke_everything(demo)
    link = await sign_in_link(services)
    assert_ended(services, link, ProblemKind.TOKEN_REJECTED, "Sign-in: revoked")


async def test_expired(demo: DemoProcess, services: Services, clock: MovableClock) -> None:
    demo.set_options(access_token_seconds=1)
    await services.connection.keep(await new_grant(services.http, demo))
    demo.set_options(access_token_seconds=LIFE)
    revoke_everything(demo)
    clock.ahead = 5
    link = await sign_in_link(services)
    assert_ended(services, link, ProblemKind.SIGN_IN_ENDED, "Sign-in: expired")


async def test_a_purged_registration_is_told_and_offers_to_register_again(
    demo: DemoProcess, services: Services
) -> None:
    demo.restart()  # without its state: all clients and grants are gone
    with pytest.raises(CallFailed) as failed:
        await services.connection.call(lambda crosstrade: crosstrade.list_tools())
    assert failed.value.problem.kind is ProblemKind.CLIENT_UNKNOWN
    sign_in = services.connection.sign_in
    assert sign_in.state is SignInState.ENDED
    assert sign_in.problem is not None
    assert sign_in.problem.action is Action.REGISTER_AGAIN


async def test_a_sign_in_kept_in_memory_says_so(services: Services) -> None:
    link = await sign_in_link(services)
    assert "kept until you quit" in link.detail.lower()
    assert services.connection.sign_in.kept_in == "memory, until you quit"
