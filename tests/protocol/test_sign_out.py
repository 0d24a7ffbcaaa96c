"""Signing out: revoked first, told, then forgotten; and what may live on is said (B-29, B-30)."""

from collections.abc import Iterator

import pytest

from ct_desktop.connection.errors import EndReason, GrantEndedError
from ct_desktop.core.sign_in import RevocationOutcome
from ct_desktop.core.wording import ACCESS_MAY_LIVE_ON, AI_CLIENTS_PAGE, REVOCATION_TEXTS
from ct_desktop.vault import VaultError, VaultFault
from support.grant_keepers import ITEM, FaultyVault, NewKeeper, grant_at
from support.hostile_authorization_server import HostileAuthorizationServer, Reply
from support.oauth_values import MovableClock
from support.rotating_tokens import FIRST_REFRESH_TOKEN, RotatingTokens


@pytest.fixture
def server() -> Iterator[HostileAuthorizationServer]:
    with HostileAuthorizationServer() as server:
        server.replies["/token"] = RotatingTokens()
        yield server


def revoked(server: HostileAuthorizationServer) -> list[tuple[str, str]]:
    """The tokens revoked so far with their hints, in order."""
    return [
        (seen.form["token_type_hint"], seen.form["token"])
        for seen in server.seen
        if seen.path == "/revoke"
    ]


OUTCOMES = {
    "revoked": (Reply(200), RevocationOutcome.REVOKED),
    "an unknown token": (Reply(200, b""), RevocationOutcome.REVOKED),
    "an unknown token, against the standard": (
        Reply(400, {"error": "invalid_token"}),
        RevocationOutcome.NOTHING_TO_REVOKE,
    ),
    "500": (Reply(500), RevocationOutcome.UNREACHABLE),
    "connection lost": (Reply(drop=True), RevocationOutcome.UNREACHABLE),
    "not for this kind": (
        Reply(400, {"error": "unsupported_token_type"}),
        RevocationOutcome.UNSUPPORTED,
    ),
}


@pytest.mark.parametrize("answer", OUTCOMES)
async def test_b30_the_outcome_is_shown_before_the_local_secrets_go(
    server: HostileAuthorizationServer, new_keeper: NewKeeper, vault: FaultyVault, answer: str
) -> None:
    """Known bug: revoke, then forget, then ask (LibreChat#12912)."""
    server.replies["/revoke"], outcome = OUTCOMES[answer]
    keeper = new_keeper()
    await keeper.keep(grant_at(server))
    held_when_shown = []

    def show(told: RevocationOutcome) -> None:
        held_when_shown.append((told, keeper.grant is not None))

    assert await keeper.sign_out(show) is outcome
    assert held_when_shown == [(outcome, True)]
    assert await vault.read(ITEM) is None
    assert keeper.ended is EndReason.SIGNED_OUT
    assert revoked(server)[0] == ("refresh_token", FIRST_REFRESH_TOKEN)


@pytest.mark.parametrize("outcome", RevocationOutcome)
def test_b29_where_the_access_may_live_on_the_words_say_so(outcome: RevocationOutcome) -> None:
    text = REVOCATION_TEXTS[outcome]
    assert ("AI Clients page" in text) == (outcome in ACCESS_MAY_LIVE_ON)
    assert "ai-clients" in AI_CLIENTS_PAGE


async def test_b29_what_another_process_renewed_is_what_is_revoked(
    server: HostileAuthorizationServer, new_keeper: NewKeeper, clock: MovableClock
) -> None:
    here, elsewhere = (new_keeper() for _ in range(2))
    await here.keep(grant_at(server))
    await elsewhere.load()
    clock.ahead = 3700
    await elsewhere.fresh()
    await here.sign_out(lambda outcome: None)
    assert ("refresh_token", "refresh-token-1") in revoked(server)


async def test_b30_a_keychain_that_cannot_be_read_changes_nothing(
    server: HostileAuthorizationServer, new_keeper: NewKeeper, vault: FaultyVault
) -> None:
    await new_keeper().keep(grant_at(server))
    vault.read_fault = VaultFault.LOCKED
    next_start = new_keeper()
    shown: list[RevocationOutcome] = []
    with pytest.raises(VaultError):
        await next_start.sign_out(shown.append)
    assert shown == []
    assert revoked(server) == []
    vault.read_fault = None
    assert await next_start.load() is not None


async def test_a_keychain_that_does_not_let_go_is_told_after_the_access_is_revoked(
    server: HostileAuthorizationServer, new_keeper: NewKeeper, vault: FaultyVault
) -> None:
    keeper = new_keeper()
    await keeper.keep(grant_at(server))
    vault.delete_fault = VaultFault.DENIED
    shown: list[RevocationOutcome] = []
    with pytest.raises(VaultError):
        await keeper.sign_out(shown.append)
    assert shown == [RevocationOutcome.REVOKED]
    assert keeper.grant is None


async def test_a_new_sign_in_revokes_the_one_it_replaces(
    server: HostileAuthorizationServer, new_keeper: NewKeeper
) -> None:
    await new_keeper().keep(grant_at(server))
    # The next start signs in without having read what is there, as the command line does.
    keeper = new_keeper()
    await keeper.keep(grant_at(server, "another", later=5))
    await keeper.close()
    assert ("refresh_token", FIRST_REFRESH_TOKEN) in revoked(server)
    assert not any(token == "refresh-of-another" for _, token in revoked(server))


async def test_b36_a_sign_in_that_only_half_the_server_takes_is_revoked_when_it_ends(
    server: HostileAuthorizationServer, new_keeper: NewKeeper
) -> None:
    """Known bug: an endless round of renewals after a 401 (LibreChat#16075)."""
    keeper = new_keeper()
    grant = grant_at(server)
    await keeper.keep(grant)
    renewed = await keeper.renew_refused(grant)
    with pytest.raises(GrantEndedError) as ended:
        await keeper.renew_refused(renewed)
    assert ended.value.reason is EndReason.REVOKED
    assert ("refresh_token", "refresh-token-1") in revoked(server)
    assert server.paths("POST").count("/token") == 1


async def test_nothing_comes_back_to_life_after_signing_out(
    server: HostileAuthorizationServer, new_keeper: NewKeeper, vault: FaultyVault
) -> None:
    here, elsewhere = (new_keeper() for _ in range(2))
    grant = grant_at(server)
    await here.keep(grant)
    await elsewhere.load()
    await here.sign_out(lambda outcome: None)
    with pytest.raises(GrantEndedError) as ended:
        await elsewhere.renew_refused(grant)
    assert ended.value.reason is EndReason.SIGNED_OUT
    assert "/token" not in server.paths("POST")
    assert await vault.read(ITEM) is None
