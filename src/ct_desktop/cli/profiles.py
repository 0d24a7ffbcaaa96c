"""``profiles``: which there are on this computer. No keychain is opened and nothing is asked."""

import argparse
import asyncio

from ct_desktop.cli.documents import ProfileDocument, ProfilesDocument
from ct_desktop.cli.exit_codes import ExitCode
from ct_desktop.core.wording_profiles import IN_A_WINDOW, WITH_STATE, sign_in_state
from ct_desktop.profiles import AppFolders, list_profiles
from ct_desktop.profiles.window_claim import window_is_open


async def run_profiles(arguments: argparse.Namespace, folders: AppFolders) -> ExitCode:
    """List them, one a line. Raises ``ProfileError``."""
    profiles = await asyncio.to_thread(_listed, folders)
    if arguments.json:
        print(ProfilesDocument(profiles=profiles).as_json())
    else:
        print("\n".join(_line(each) for each in profiles) or "No profiles.")
    return ExitCode.WELL


def _listed(folders: AppFolders) -> tuple[ProfileDocument, ...]:
    return tuple(
        ProfileDocument.of(each, is_open=window_is_open(folders.profile(each.folder).window_lock))
        for each in list_profiles(folders)
    )


def _line(profile: ProfileDocument) -> str:
    state = sign_in_state(profile.scope, signed_in=profile.signed_in)
    line = WITH_STATE.format(name=profile.name, state=state)
    return WITH_STATE.format(name=line, state=IN_A_WINDOW) if profile.open else line
