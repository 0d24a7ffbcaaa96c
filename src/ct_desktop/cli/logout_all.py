"""``logout --all``: every profile of this computer is signed out, whatever came of the others."""

import asyncio
import sys
from collections.abc import Iterable

from ct_desktop.cli.activity_record import sign_in_recorded
from ct_desktop.cli.exit_codes import ExitCode
from ct_desktop.connection.grant_storage import VaultOpener
from ct_desktop.core.sign_in import RevocationOutcome
from ct_desktop.core.wording import ACCESS_MAY_LIVE_ON, AI_CLIENTS_PAGE, REVOCATION_TEXTS
from ct_desktop.core.wording_profiles import NOT_SIGNED_OUT, NOTHING_TO_SIGN_OUT, WITH_OUTCOME
from ct_desktop.profile_sign_out import StillSignedInError, sign_out_everywhere
from ct_desktop.profiles import DEMO_PROFILE, AppFolders, ProfileError, listed_profile
from ct_desktop.vault import open_vault

_WORST_FIRST = (ExitCode.UNEXPECTED, ExitCode.UNREACHABLE, ExitCode.WELL)
"""What is still signed in here, or lives on for good, before what may be revoked later."""


async def run_logout_all(
    folders: AppFolders, *, server_url: str | None, open_vault: VaultOpener = open_vault
) -> ExitCode:
    """Revoke and forget the sign-ins of every profile, and say what came of each in a line.

    Raises ``ProfileError`` where it cannot be learnt which profiles there are.
    """
    names = await asyncio.to_thread(folders.profile_names)
    own = [name for name in names if name != DEMO_PROFILE]
    if not own:
        _say(NOTHING_TO_SIGN_OUT)
    codes = [await _sign_out(folders, each, server_url, open_vault) for each in own]
    return _worst(codes)


async def _sign_out(
    folders: AppFolders, profile: str, server_url: str | None, open_vault: VaultOpener
) -> ExitCode:
    name = profile
    try:
        name = (await asyncio.to_thread(listed_profile, folders, profile)).name
        outcome = await sign_out_everywhere(
            folders,
            profile,
            server_url=server_url,
            open_vault=open_vault,
            recorded=sign_in_recorded,
        )
    except (StillSignedInError, ProfileError) as error:
        _say(NOT_SIGNED_OUT.format(name=name, why=error))
        return ExitCode.UNEXPECTED
    words = REVOCATION_TEXTS[outcome]
    if outcome in ACCESS_MAY_LIVE_ON:
        words = f"{words} {AI_CLIENTS_PAGE}"
    _say(WITH_OUTCOME.format(name=name, words=words))
    if outcome is RevocationOutcome.UNREACHABLE:
        return ExitCode.UNREACHABLE
    return ExitCode.UNEXPECTED if outcome in ACCESS_MAY_LIVE_ON else ExitCode.WELL


def _worst(codes: Iterable[ExitCode]) -> ExitCode:
    return min(codes, key=_WORST_FIRST.index, default=ExitCode.WELL)


def _say(line: str) -> None:
    print(line, file=sys.stderr)
