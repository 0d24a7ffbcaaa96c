"""Grant keepers on a vault of the test's, as one process or several would have them."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from ct_desktop.connection.grant import Grant
from ct_desktop.connection.grant_keeper import GrantKeeper
from ct_desktop.connection.grant_storage import GrantStorage
from ct_desktop.connection.server_clock import ServerClock
from ct_desktop.core.moment import Clock
from ct_desktop.vault import MemoryVault, Vault, VaultError, VaultFault
from support import oauth_values
from support.hostile_authorization_server import HostileAuthorizationServer

ITEM = "a-profile/a-server"

NewKeeper = Callable[..., GrantKeeper]
"""Makes a keeper of its own; takes what :func:`keeper_on` takes by name."""


def storage_on(
    vault: Vault, folder: Path, *, open_vault: Callable[[], Awaitable[Vault]] | None = None
) -> GrantStorage:
    """The storage of one profile in ``folder``; ``open_vault`` where opening itself is tested."""

    async def give() -> Vault:
        return vault

    return GrantStorage(
        open_vault=open_vault or give,
        item=ITEM,
        lock_path=folder / "sign-in.lock",
        record_path=folder / "sign-in.json",
    )


def keeper_on(
    vault: Vault,
    http: httpx.AsyncClient,
    clock: Clock,
    folder: Path,
    *,
    open_vault: Callable[[], Awaitable[Vault]] | None = None,
    measures_clock: bool = False,
) -> GrantKeeper:
    """A keeper as a process of its own has one: its state is its own, vault and lock are shared.

    Without ``measures_clock`` a clock that is set forward stands for time that passes.
    """
    server_clock = ServerClock(clock)
    if measures_clock:
        http.event_hooks = {"response": [server_clock.observe]}
    storage = storage_on(vault, folder, open_vault=open_vault)
    return GrantKeeper(http=http, storage=storage, clock=clock, server_clock=server_clock)


def grant_at(
    server: HostileAuthorizationServer, sign_in_id: str = "the-sign-in", *, later: float = 0.0
) -> Grant:
    """A sign-in at ``server``; one made ``later`` (seconds) has a refresh token of its own."""
    now = datetime.now(UTC) + timedelta(seconds=later)
    return Grant(
        sign_in_id=sign_in_id,
        tokens=oauth_values.tokens(refresh_token=f"refresh-of-{sign_in_id}")
        if later
        else oauth_values.tokens(),
        registration=oauth_values.registration(server.origin),
        server=oauth_values.server(server.origin),
        generation=0,
        signed_in_since=now,
        renewed_at=now,
    )


class FaultyVault(MemoryVault):
    """Stands in for a keychain: each kind of call fails while it has a fault.

    ``forgetful``: reading says that there is nothing, as some keychains do while they are locked.
    """

    def __init__(self) -> None:
        super().__init__()
        self.read_fault: VaultFault | None = None
        self.write_fault: VaultFault | None = None
        self.delete_fault: VaultFault | None = None
        self.forgetful = False

    @property
    def description(self) -> str:
        return "a keychain of the test's"

    @property
    def persistent(self) -> bool:
        return True

    async def read(self, item: str) -> str | None:
        _raise(self.read_fault)
        return None if self.forgetful else await super().read(item)

    async def write(self, item: str, secret: str) -> None:
        _raise(self.write_fault)
        await super().write(item, secret)

    async def delete(self, item: str) -> None:
        _raise(self.delete_fault)
        await super().delete(item)


def _raise(fault: VaultFault | None) -> None:
    if fault is not None:
        raise VaultError(fault)


async def stored(vault: Vault) -> Grant:
    """What lies in the vault, which is not empty."""
    text = await vault.read(ITEM)
    assert text is not None
    return Grant.read(text)


def access_token(grant: Grant | None) -> str:
    """The access token of a grant that is there."""
    assert grant is not None
    return grant.tokens.access_token.get_secret_value()
