"""What ought to lie in the keychain, without its secrets: a small file beside the lock.

A keychain alone cannot tell these apart: nobody signed in, or a keychain that answers "nothing"
while it is locked; a refresh token that is good, or one that was sent to the server before a crash;
a grant that is the newest, or one whose successor never reached the keychain. The record can.
"""

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path

from ct_desktop.connection.grant import Grant
from ct_desktop.profiles import ProfileError
from ct_desktop.profiles.json_file import JsonFile

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RecordedGrant:
    """The newest generation of a stored sign-in that any process of ours has had.

    ``renewing``: its refresh token was sent to the server, and no answer is known.
    """

    sign_in_id: str
    generation: int
    renewing: bool = False

    def is_ahead_of(self, grant: Grant) -> bool:
        """Whether ``grant`` has a successor, so that its refresh token is spent."""
        return self.sign_in_id == grant.sign_in_id and self.generation > grant.generation

    def doubts(self, grant: Grant) -> bool:
        """Whether the refresh token of ``grant`` may be spent, since nobody knows the answer."""
        same = (self.sign_in_id, self.generation) == (grant.sign_in_id, grant.generation)
        return same and self.renewing


class GrantRecord:
    """The record of one profile. Whoever changes it holds the profile's machine lock.

    A record that cannot be read or written is logged and treated as none: it explains and
    protects, but no sign-in may depend on it.
    """

    def __init__(self, path: Path) -> None:
        self._file = JsonFile(path)

    async def read(self) -> RecordedGrant | None:
        """The record, ``None`` where nothing ought to be in the keychain."""
        try:
            content = (await asyncio.to_thread(self._file.read)).content
            return RecordedGrant(
                str(content["sign_in_id"]), int(content["generation"]), content["renewing"] is True
            )
        except (KeyError, TypeError, ValueError):
            return None
        except ProfileError as error:
            _log.warning("The sign-in's record could not be read: %s", error)
            return None

    async def write(self, recorded: RecordedGrant | None) -> None:
        """Replace the record; ``None`` where the sign-in goes."""
        content = {}
        if recorded is not None:
            content = {
                "sign_in_id": recorded.sign_in_id,
                "generation": recorded.generation,
                "renewing": recorded.renewing,
            }
        try:
            await asyncio.to_thread(self._file.update, lambda _: content)
        except ProfileError as error:
            _log.warning("The sign-in's record could not be written: %s", error)
