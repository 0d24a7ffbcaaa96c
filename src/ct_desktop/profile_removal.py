"""Removes a profile whole: its access at CrossTrade first, then all that lies here of it."""

import asyncio
import logging
import os
import shutil

from ct_desktop.connection.grant_storage import VaultOpener
from ct_desktop.core.sign_in import RevocationOutcome
from ct_desktop.core.wording_profiles import NOT_REMOVED, NOT_REMOVED_OPEN, REMOVED_IN_PART
from ct_desktop.profile_sign_out import StillSignedInError, sign_out_everywhere
from ct_desktop.profiles import (
    DEFAULT_PROFILE,
    HOME_VARIABLE,
    AppFolders,
    ProfileError,
    ProfileFolders,
)
from ct_desktop.profiles.window_claim import InstanceClaim
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
        outcome = await sign_out_everywhere(
            folders, profile, server_url=server_url, open_vault=open_vault
        )
        await asyncio.to_thread(_forget_login_start, profile)
        await asyncio.to_thread(_delete_files, places, claim)
    except StillSignedInError as held:
        raise ProfileError(NOT_REMOVED.format(why=held)) from held
    finally:
        claim.release()
    _log.info("The profile %s was removed; its access: %s", profile, outcome.value)
    return outcome


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
