"""Several profiles over one keychain, each signed in by itself."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from ct_desktop.connection.grant import Grant
from ct_desktop.profiles import AppFolders, create_profile
from ct_desktop.services import Services, open_services
from ct_desktop.vault import KeychainVault, Vault
from support.demo_grants import Served, new_grant
from support.keychains import MemoryKeychain


@dataclass
class ProfilesOnOneKeychain:
    """``keychain`` is what all profiles in ``folders`` share, as on one computer."""

    folders: AppFolders
    keychain: MemoryKeychain = field(default_factory=MemoryKeychain, repr=False)
    vault: Vault | None = None

    async def open_vault(self) -> Vault:
        """A vault of the caller's own over the one keychain; or :attr:`vault`, where one is set."""
        return self.vault or KeychainVault(lambda: self.keychain)

    @asynccontextmanager
    async def opened(self, server: Served, *names: str) -> AsyncIterator[list[Services]]:
        """The services of these profiles side by side, the keychain read."""
        async with AsyncExitStack() as stack:
            opened = []
            for name in names:
                services = await stack.enter_async_context(
                    open_services(
                        folders=self.folders,
                        profile=name,
                        server_url=server.server_url,
                        open_vault=self.open_vault,
                    )
                )
                await services.connection.load()
                opened.append(services)
            yield opened

    async def sign_in(self, server: Served, name: str, *, scope: str = "mcp:read") -> Grant:
        """Begin the profile ``name`` and sign it in to ``server``, as the app does."""
        profile = create_profile(self.folders, name).folder
        async with self.opened(server, profile) as (services,):
            return await sign_in_services(services, server, scope=scope)

    def held(self, profile: str) -> dict[str, str]:
        """What the keychain holds of ``profile``."""
        return {
            entry: text
            for entry, text in self.keychain.entries.items()
            if entry.split("/")[1] == profile
        }


async def sign_in_services(services: Services, server: Served, *, scope: str = "mcp:read") -> Grant:
    """Sign in to ``server`` with these services."""
    grant = await new_grant(services.http, server, scope=scope)
    await services.records.save(grant.registration)
    await services.connection.keep(grant)
    return grant
