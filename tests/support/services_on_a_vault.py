"""The services of a profile on a vault of the test's, as a start of the app opens them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ct_desktop.connection.grant_storage import VaultOpener
from ct_desktop.core.moment import Clock
from ct_desktop.profiles import AppFolders
from ct_desktop.services import Services, open_services
from ct_desktop.vault import Vault


@asynccontextmanager
async def services_on(
    vault: Vault | VaultOpener,
    server_url: str,
    *,
    clock: Clock | None = None,
    profile: str = "default",
) -> AsyncIterator[Services]:
    """The services over ``vault``, or over what opening gives; nothing is opened or read yet."""

    async def give() -> Vault:
        assert not callable(vault)
        return vault

    async with open_services(
        folders=AppFolders.from_environment(),
        profile=profile,
        server_url=server_url,
        clock=clock,
        open_vault=vault if callable(vault) else give,
    ) as services:
        yield services


@asynccontextmanager
async def loaded_services_on(
    vault: Vault | VaultOpener, server_url: str, *, clock: Clock | None = None
) -> AsyncIterator[Services]:
    """The same, with what the vault holds of the sign-in read."""
    async with services_on(vault, server_url, clock=clock) as services:
        await services.connection.load()
        yield services
