"""Signs a profile out of every server that it has signed in to."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from urllib.parse import urlsplit

from ct_desktop.connection.errors import StorageFailedError
from ct_desktop.connection.grant_storage import VaultOpener
from ct_desktop.core.problems import Problem, ProblemKind
from ct_desktop.core.sign_in import RevocationOutcome, SignInState
from ct_desktop.core.wording import ACCESS_MAY_LIVE_ON, problem
from ct_desktop.profiles import AppFolders, RegistrationStore, SettingsStore, listed_profile
from ct_desktop.services import Services, open_services
from ct_desktop.vault import open_vault


class StillSignedInError(Exception):
    """The keychain does not let go of a sign-in of the profile; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.title}. {problem.fix}")
        self.problem = problem


@asynccontextmanager
async def _unrecorded(_services: Services) -> AsyncIterator[None]:
    yield


async def sign_out_everywhere(
    folders: AppFolders,
    profile: str,
    *,
    server_url: str | None = None,
    open_vault: VaultOpener = open_vault,
    recorded: Callable[[Services], AbstractAsyncContextManager[None]] = _unrecorded,
) -> RevocationOutcome:
    """Revoke and forget every sign-in of the profile in the folder ``profile``.

    At ``server_url`` too, where one is given. The answer is the worst of what came of revoking;
    each sign-out happens within ``recorded``. One that fails does not keep the others from being
    tried. Raises :class:`StillSignedInError` and ``ProfileError``.
    """
    servers = await asyncio.to_thread(_servers, folders, profile, server_url)
    ought_to_hold = (await asyncio.to_thread(listed_profile, folders, profile)).signed_in
    outcomes: list[RevocationOutcome] = []
    trouble: Problem | None = None
    left = list(servers)
    # First where a sign-in is found: after that the profile's record, one for all servers, no
    # longer says that the keychain ought to hold something for the others.
    for take_any in (False, True):
        for url in tuple(left):
            async with open_services(
                folders=folders, profile=profile, server_url=url, open_vault=open_vault
            ) as services:
                sign_in = await services.connection.load()
                if _is_without_keychain(sign_in.problem) and ought_to_hold:
                    # What it holds could not be revoked later either.
                    raise StillSignedInError(problem(ProblemKind.KEYCHAIN_MISSING))
                if not (take_any or sign_in.state is SignInState.SIGNED_IN):
                    continue
                left.remove(url)
                try:
                    async with recorded(services):
                        outcomes.append(await services.connection.sign_out(lambda _outcome: None))
                except StorageFailedError as failed:
                    trouble = trouble or failed.problem
    if trouble is not None:
        raise StillSignedInError(trouble)
    return _worst(outcomes)


def _servers(folders: AppFolders, profile: str, server_url: str | None) -> tuple[str, ...]:
    """One address for each server that the keychain may hold a sign-in for."""
    settings = folders.profile(profile).settings
    saved = SettingsStore(settings).load().settings.server_url
    known = (server_url, saved, *RegistrationStore(settings).servers())
    return tuple({urlsplit(url).netloc: url for url in known if url}.values())


def _is_without_keychain(trouble: Problem | None) -> bool:
    return trouble is not None and trouble.kind is ProblemKind.KEYCHAIN_MISSING


def _worst(outcomes: list[RevocationOutcome]) -> RevocationOutcome:
    order = (*ACCESS_MAY_LIVE_ON, RevocationOutcome.REVOKED, RevocationOutcome.NOTHING_TO_REVOKE)
    return min(outcomes, key=order.index)
