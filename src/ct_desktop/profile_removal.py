"""Removes a profile whole: its access at CrossTrade first, then all that lies here of it."""

import asyncio
import logging
import os
import shutil
from urllib.parse import urlsplit

from ct_desktop.connection.errors import StorageFailedError
from ct_desktop.connection.grant_storage import VaultOpener
from ct_desktop.core.problems import ProblemKind
from ct_desktop.core.sign_in import RevocationOutcome, SignInState
from ct_desktop.core.wording import ACCESS_MAY_LIVE_ON, problem
from ct_desktop.core.wording_profiles import NOT_REMOVED, NOT_REMOVED_OPEN, REMOVED_IN_PART
from ct_desktop.profiles import (
    DEFAULT_PROFILE,
    HOME_VARIABLE,
    AppFolders,
    ProfileError,
    ProfileFolders,
    RegistrationStore,
    SettingsStore,
    listed_profile,
)
from ct_desktop.profiles.window_claim import InstanceClaim
from ct_desktop.services import open_services
from ct_desktop.start_at_login import StartAtLoginError, login_entry
from ct_desktop.vault import open_vault

_log = logging.getLogger(__name__)


async def remove_profile(
    folders: AppFolders,
    profile: str,
    *,
    server_url: str | None = None,
    open_vault: VaultOpener = open_vault,
) -> RevocationOutcome:
    """Sign the profile in the folder ``profile`` out, then delete all that lies here of it.

    What came of revoking is the answer: the profile is gone whichever it is. It is signed out of
    every server that it has signed in to, and of ``server_url``. Raises ``ProfileError``, which
    says so, where the profile is still there: it is open in a window, or the keychain or the disk
    does not let go of it.
    """
    places = await asyncio.to_thread(folders.profile, profile)
    claim = InstanceClaim(places.window_lock)
    if not await asyncio.to_thread(claim.take):
        raise ProfileError(NOT_REMOVED_OPEN)
    try:
        servers = await asyncio.to_thread(_servers, places, server_url)
        outcome = await _sign_out(folders, profile, servers, open_vault)
        await asyncio.to_thread(_forget_login_start, profile)
        await asyncio.to_thread(_delete_files, places, claim)
    finally:
        claim.release()
    _log.info("The profile %s was removed; its access: %s", profile, outcome.value)
    return outcome


def _servers(places: ProfileFolders, server_url: str | None) -> tuple[str, ...]:
    """One address for each server that the keychain may hold a sign-in for."""
    saved = SettingsStore(places.settings).load().settings.server_url
    known = (server_url, saved, *RegistrationStore(places.settings).servers())
    return tuple({urlsplit(url).netloc: url for url in known if url}.values())


async def _sign_out(
    folders: AppFolders, profile: str, servers: tuple[str, ...], open_vault: VaultOpener
) -> RevocationOutcome:
    recorded = (await asyncio.to_thread(listed_profile, folders, profile)).signed_in
    outcomes = []
    left = list(servers)
    # First where a sign-in is found: after that the profile's record, one for all servers, no
    # longer says that the keychain ought to hold something for the others.
    for take_any in (False, True):
        for url in tuple(left):
            async with open_services(
                folders=folders, profile=profile, server_url=url, open_vault=open_vault
            ) as services:
                sign_in = await services.connection.load()
                trouble = sign_in.problem
                if trouble is not None and trouble.kind is ProblemKind.KEYCHAIN_MISSING:
                    # What it holds could not be revoked later either.
                    _refuse(recorded)
                if not (take_any or sign_in.state is SignInState.SIGNED_IN):
                    continue
                left.remove(url)
                try:
                    outcomes.append(await services.connection.sign_out(lambda _outcome: None))
                except StorageFailedError as failed:
                    trouble = failed.problem
                    why = f"{trouble.title}. {trouble.fix}"
                    raise ProfileError(NOT_REMOVED.format(why=why)) from failed
    return _worst(outcomes)


def _refuse(recorded: bool) -> None:
    if recorded:
        missing = problem(ProblemKind.KEYCHAIN_MISSING)
        raise ProfileError(NOT_REMOVED.format(why=f"{missing.title}. {missing.fix}"))


def _worst(outcomes: list[RevocationOutcome]) -> RevocationOutcome:
    order = (*ACCESS_MAY_LIVE_ON, RevocationOutcome.REVOKED, RevocationOutcome.NOTHING_TO_REVOKE)
    return min(outcomes, key=order.index)


def _forget_login_start(profile: str) -> None:
    """Let the system start it no more. Under ``CT_DESKTOP_HOME`` its entries are another home's."""
    if os.environ.get(HOME_VARIABLE):
        return
    try:
        login_entry("" if profile == DEFAULT_PROFILE else profile).switch_off()
    except StartAtLoginError as error:
        raise ProfileError(NOT_REMOVED.format(why=error)) from error


def _delete_files(places: ProfileFolders, claim: InstanceClaim) -> None:
    """The settings' folder last: as long as that is there, the profile is listed."""
    try:
        for entry in places.data.iterdir():
            if entry == places.window_lock:
                continue
            if entry.is_dir():
                shutil.rmtree(entry)
            else:
                entry.unlink()
        shutil.rmtree(places.settings)
    except OSError as error:
        why = f"{error.filename}: {error.strerror}"
        raise ProfileError(REMOVED_IN_PART.format(why=why)) from error
    # Windows deletes no file that is open, as the claim's is.
    claim.release()
    shutil.rmtree(places.data, ignore_errors=True)
