"""Renewing at a server that fails in every way: the sign-in survives, or ends for a stated reason.

Whatever happens, the vault holds the newest token that ever arrived here.
"""

from collections.abc import Awaitable, Callable

import pytest

from ct_desktop.connection import grant_keeper
from ct_desktop.connection.errors import EndReason, GrantEndedError, RenewalUnavailableError
from ct_desktop.connection.failures import problem_of_end, problem_of_renewal
from ct_desktop.connection.grant_keeper import GrantKeeper
from ct_desktop.core.problems import ProblemKind, Severity
from ct_desktop.oauth import http_json
from ct_desktop.vault import VaultFault
from support.grant_keepers import (
    ITEM,
    FaultyVault,
    NewKeeper,
    access_token,
    grant_at,
    stored,
)
from support.hostile_authorization_server import HostileAuthorizationServer, Reply
from support.oauth_values import MovableClock
from support.rotating_tokens import Fault, RotatingTokens

LIFE = 3600.0
NEARLY_OVER = LIFE * 0.9
OVER = LIFE + 1


@pytest.fixture
def tokens(server: HostileAuthorizationServer) -> RotatingTokens:
    tokens = RotatingTokens()
    server.replies["/token"] = tokens
    return tokens


@pytest.fixture
async def keeper(server: HostileAuthorizationServer, new_keeper: NewKeeper) -> GrantKeeper:
    keeper = new_keeper()
    await keeper.keep(grant_at(server))
    return keeper


async def renewal_fails(keeper: GrantKeeper) -> RenewalUnavailableError:
    """Ask for a token that cannot be had now; what was said of it."""
    with pytest.raises(RenewalUnavailableError) as unavailable:
        await keeper.fresh()
    return unavailable.value


async def sign_in_ends(keeper: GrantKeeper) -> EndReason:
    """Ask for a token that can never be had again; the reason that was given."""
    with pytest.raises(GrantEndedError) as ended:
        await keeper.fresh()
    return ended.value.reason


FAULTS = {
    "connection lost": (Reply(drop=True), ProblemKind.CANNOT_CONNECT),
    "500": (Reply(500), ProblemKind.SERVER_ERROR),
    "500 that names an error": (Reply(500, {"error": "invalid_grant"}), ProblemKind.SERVER_ERROR),
    "503 with a page": (Reply(503, b"<html>maintenance"), ProblemKind.SERVER_ERROR),
    "429": (Reply(429), ProblemKind.RATE_LIMITED),
    "200 with a broken body": (Reply(200, b'{"access_token": "x'), ProblemKind.UNEXPECTED_ANSWER),
    "200 with a login page": (Reply(200, b"<html>sign in"), ProblemKind.UNEXPECTED_ANSWER),
    "200 without a token": (Reply(200, {"token_type": "Bearer"}), ProblemKind.UNEXPECTED_ANSWER),
    "403 with a page": (Reply(403, b"<html>blocked"), ProblemKind.UNEXPECTED_ANSWER),
    "slow drip": (Reply(200, b"{...", drip=True), ProblemKind.NO_ANSWER),
}


@pytest.fixture(params=FAULTS)
def fault(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(http_json, "REQUEST_TIMEOUT", 0.5)
    name: str = request.param
    return name


async def test_b26_trouble_never_ends_the_sign_in(
    keeper: GrantKeeper, tokens: RotatingTokens, clock: MovableClock, vault: FaultyVault, fault: str
) -> None:
    """Known bug: "lost response": a transport error is no refusal."""
    reply, kind = FAULTS[fault]
    before = await stored(vault)
    tokens.faults.append(Fault(reply))
    clock.ahead = OVER
    trouble = problem_of_renewal(await renewal_fails(keeper))
    assert trouble.kind is kind
    assert trouble.severity is Severity.BROKEN
    assert await stored(vault) == before
    clock.ahead += 40
    renewed = await keeper.fresh()
    assert access_token(renewed) == tokens.access_token
    assert await stored(vault) == renewed
    assert tokens.reuses == 0


async def test_b26_while_the_old_token_lives_trouble_stops_nothing(
    keeper: GrantKeeper, tokens: RotatingTokens, clock: MovableClock, fault: str
) -> None:
    tokens.faults.append(Fault(FAULTS[fault][0]))
    clock.ahead = NEARLY_OVER
    assert access_token(await keeper.fresh()) == "old-access-token"
    clock.ahead += 31
    assert access_token(await keeper.fresh()) == tokens.access_token


@pytest.fixture(params=["connection lost", "500", "200 with a broken body", "slow drip"])
def lose_answer(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    keeper: GrantKeeper,
    tokens: RotatingTokens,
    clock: MovableClock,
) -> Callable[[], Awaitable[RenewalUnavailableError]]:
    """Renews in vain: the answer of a server that has rotated does not arrive."""
    monkeypatch.setattr(http_json, "REQUEST_TIMEOUT", 0.5)

    async def renew() -> RenewalUnavailableError:
        tokens.faults.append(Fault(FAULTS[request.param][0], rotated=True))
        clock.ahead = OVER
        return await renewal_fails(keeper)

    return renew


async def test_an_answer_lost_after_rotation_is_survived_where_the_server_has_a_grace(
    keeper: GrantKeeper,
    tokens: RotatingTokens,
    vault: FaultyVault,
    lose_answer: Callable[[], Awaitable[object]],
) -> None:
    """Known bug: "lost response: server rotated, network died, old token replayed"."""
    tokens.grace = True
    await lose_answer()
    renewed = await keeper.fresh()
    assert access_token(renewed) == "access-token-1"
    assert await stored(vault) == renewed


async def test_an_answer_lost_after_rotation_ends_the_sign_in_for_that_reason_elsewhere(
    keeper: GrantKeeper, vault: FaultyVault, lose_answer: Callable[[], Awaitable[object]]
) -> None:
    await lose_answer()
    reason = await sign_in_ends(keeper)
    assert reason is EndReason.LOST
    assert problem_of_end(reason).kind is ProblemKind.SIGN_IN_LOST
    assert keeper.ended is EndReason.LOST
    assert await vault.read(ITEM) is None


async def test_the_reason_for_a_lost_sign_in_survives_a_restart(
    keeper: GrantKeeper, tokens: RotatingTokens, clock: MovableClock, new_keeper: NewKeeper
) -> None:
    tokens.faults.append(Fault(Reply(drop=True), rotated=True))
    clock.ahead = OVER
    await renewal_fails(keeper)
    next_start = new_keeper()
    await next_start.load()
    assert await sign_in_ends(next_start) is EndReason.LOST


async def test_trouble_before_the_server_was_asked_makes_no_later_refusal_look_lost(
    keeper: GrantKeeper, tokens: RotatingTokens, clock: MovableClock
) -> None:
    tokens.faults.append(Fault(Reply(429, headers={"Retry-After": "1"})))
    clock.ahead = OVER
    await renewal_fails(keeper)
    tokens.revoked = True
    clock.ahead += 2
    assert await sign_in_ends(keeper) is EndReason.EXPIRED


async def test_b38_retry_after_is_honoured_to_the_second_and_told(
    keeper: GrantKeeper,
    server: HostileAuthorizationServer,
    tokens: RotatingTokens,
    clock: MovableClock,
) -> None:
    tokens.faults.append(Fault(Reply(429, headers={"Retry-After": "90"})))
    clock.ahead = OVER
    await renewal_fails(keeper)
    asked = len(server.seen)
    for later in (1, 45, 85):
        clock.ahead = OVER + later
        trouble = problem_of_renewal(await renewal_fails(keeper))
        assert trouble.kind is ProblemKind.RATE_LIMITED
        assert trouble.retry_after == pytest.approx(90 - later, abs=3)
    assert len(server.seen) == asked, "nothing may be asked before the time"
    clock.ahead = OVER + 91
    assert access_token(await keeper.fresh()) == tokens.access_token


async def test_b38_retry_after_is_honoured_while_the_old_token_lives(
    keeper: GrantKeeper,
    server: HostileAuthorizationServer,
    tokens: RotatingTokens,
    clock: MovableClock,
) -> None:
    tokens.faults.append(Fault(Reply(503, headers={"Retry-After": "120"})))
    clock.ahead = NEARLY_OVER
    for _ in range(5):
        assert access_token(await keeper.fresh()) == "old-access-token"
        clock.ahead += 20
    assert server.paths("POST").count("/token") == 1


async def test_b23_a_redirect_to_another_origin_carries_no_token_there(
    keeper: GrantKeeper, tokens: RotatingTokens, clock: MovableClock
) -> None:
    with HostileAuthorizationServer() as elsewhere:
        location = {"Location": f"{elsewhere.origin}/token"}
        tokens.faults.append(Fault(Reply(307, headers=location)))
        clock.ahead = OVER
        trouble = problem_of_renewal(await renewal_fails(keeper))
        assert elsewhere.seen == []
    assert trouble.kind is ProblemKind.UNEXPECTED_ANSWER
    assert access_token(await keeper.fresh()) == tokens.access_token


async def test_a_slow_renewal_holds_up_no_call_while_the_old_token_lives(
    keeper: GrantKeeper,
    tokens: RotatingTokens,
    clock: MovableClock,
    vault: FaultyVault,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(http_json, "REQUEST_TIMEOUT", 0.5)
    monkeypatch.setattr(grant_keeper, "_PATIENCE", 0.05)
    tokens.faults.append(Fault(Reply(200, b"{...", drip=True)))
    clock.ahead = NEARLY_OVER
    assert access_token(await keeper.fresh()) == "old-access-token"
    await keeper.close()
    clock.ahead += 31
    await keeper.fresh()
    await keeper.close()
    assert access_token(await keeper.fresh()) == tokens.access_token
    assert await stored(vault) == keeper.grant


async def test_after_a_sleep_the_network_is_tried_before_the_refresh_token_goes_out(
    keeper: GrantKeeper,
    server: HostileAuthorizationServer,
    tokens: RotatingTokens,
    clock: MovableClock,
) -> None:
    """Known bug: most logouts follow a network error on wake (claude-code#93014)."""
    metadata = "/.well-known/oauth-authorization-server"
    good = server.replies[metadata]
    server.replies[metadata] = Reply(drop=True)
    clock.ahead = OVER + 8 * 3600
    await renewal_fails(keeper)
    assert "/token" not in server.paths("POST")
    server.replies[metadata] = good
    assert access_token(await keeper.fresh()) == tokens.access_token


async def test_a_client_that_the_server_dropped_is_told_as_that(
    keeper: GrantKeeper, server: HostileAuthorizationServer, clock: MovableClock
) -> None:
    """Known bug: "stale DCR client purged on the server"."""
    server.replies["/token"] = Reply(401, {"error": "invalid_client"})
    clock.ahead = OVER
    assert problem_of_end(await sign_in_ends(keeper)).kind is ProblemKind.CLIENT_UNKNOWN


async def test_b25_an_answer_without_a_refresh_token_keeps_the_old_one_and_the_scope(
    keeper: GrantKeeper, server: HostileAuthorizationServer, clock: MovableClock, vault: FaultyVault
) -> None:
    server.replies["/token"] = Reply(body={"access_token": "newer", "token_type": "Bearer"})
    clock.ahead = OVER
    renewed = await keeper.fresh()
    assert access_token(renewed) == "newer"
    kept = await stored(vault)
    assert kept.tokens.refresh_token is not None
    assert kept.tokens.refresh_token.get_secret_value() == "old-refresh-token"
    assert kept.tokens.scope == "mcp:read"


@pytest.fixture
async def other(keeper: GrantKeeper, new_keeper: NewKeeper) -> GrantKeeper:
    """The same sign-in in another process."""
    other = new_keeper()
    await other.load()
    return other


async def test_b28_a_renewal_that_another_process_could_not_store_is_never_replayed(
    keeper: GrantKeeper,
    other: GrantKeeper,
    tokens: RotatingTokens,
    clock: MovableClock,
    vault: FaultyVault,
) -> None:
    vault.write_fault = VaultFault.BROKEN
    clock.ahead = OVER
    renewed = await keeper.fresh()
    vault.write_fault = None
    assert await sign_in_ends(other) is EndReason.LOST
    assert tokens.reuses == 0
    await keeper.load()
    assert await stored(vault) == renewed


async def test_b28_a_keychain_that_cannot_be_read_stops_a_renewal_that_could_be_a_replay(
    keeper: GrantKeeper,
    other: GrantKeeper,
    tokens: RotatingTokens,
    clock: MovableClock,
    vault: FaultyVault,
) -> None:
    clock.ahead = OVER
    renewed = await keeper.fresh()
    vault.read_fault = VaultFault.BROKEN
    trouble = problem_of_renewal(await renewal_fails(other))
    assert trouble.kind is ProblemKind.KEYCHAIN_BROKEN
    vault.read_fault = None
    assert await other.fresh() == renewed
    assert tokens.reuses == 0


async def test_a_keychain_that_cannot_be_read_does_not_stop_the_only_process(
    keeper: GrantKeeper, tokens: RotatingTokens, clock: MovableClock, vault: FaultyVault
) -> None:
    vault.read_fault = vault.write_fault = VaultFault.BROKEN
    for leap in (1, 2, 3):
        clock.ahead = OVER * leap
        assert access_token(await keeper.fresh()) == tokens.access_token
    vault.read_fault = vault.write_fault = None
    await keeper.load()
    assert (await stored(vault)).generation == 3
    assert tokens.reuses == 0


async def test_a_keychain_that_says_nothing_while_locked_is_not_taken_for_a_sign_out(
    keeper: GrantKeeper, tokens: RotatingTokens, clock: MovableClock, vault: FaultyVault
) -> None:
    """Known bug: "KWallet returns None when locked"."""
    vault.forgetful = True
    clock.ahead = OVER
    assert access_token(await keeper.fresh()) == tokens.access_token
    vault.forgetful = False
    assert (await stored(vault)).generation == 1
