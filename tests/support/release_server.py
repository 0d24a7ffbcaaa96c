"""A release document on a real server, and a clock whose two hands a test may set apart."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from ct_desktop.clock import SystemClock
from ct_desktop.core.moment import Moment
from ct_desktop.updates import UpdateChecker, UpdateRecord
from support.hostile_authorization_server import HostileAuthorizationServer, Reply, Seen

RELEASES_PATH = "/desktop/releases.json"

OWN_VERSION = "1.0.0"
"""That of the app in these tests."""


class ReleaseServer(HostileAuthorizationServer):
    """Serves version 1.4.0 until a test says otherwise."""

    def __init__(self) -> None:
        super().__init__()
        self.url = f"{self.origin}{RELEASES_PATH}"
        self.page = f"{self.origin}/desktop/releases/1.4.0"
        self.publish()

    def publish(self, **changes: Any) -> None:
        """Serve the document with ``changes`` from now on."""
        release = {"version": "1.4.0", "page": self.page, "changes": ["Faster start"]}
        self.reply(Reply(body=json.dumps({**release, **changes}).encode()))

    def reply(self, reply: Reply) -> None:
        """Answer with ``reply`` from now on."""
        self.replies[RELEASES_PATH] = reply

    @property
    def questions(self) -> list[Seen]:
        """Every request to this server, whatever it was for."""
        return self.seen


class TwoHandedClock:
    """The system's clock; ``wall`` and ``steady`` are seconds that a test adds to each hand."""

    def __init__(self) -> None:
        self.wall = 0.0
        self.steady = 0.0

    def now(self) -> Moment:
        now = SystemClock().now()
        return Moment(now.utc + timedelta(seconds=self.wall), now.steady + self.steady)

    def let_pass(self, seconds: float) -> None:
        """Let time go by."""
        self.wall += seconds
        self.steady += seconds


def checker_at(
    url: str, folder: Path, clock: TwoHandedClock, *, updated_by: str | None = None
) -> UpdateChecker:
    """A checker of the app in version 1.0.0, as each start has a new one."""
    return UpdateChecker(
        url=url,
        record=UpdateRecord(folder / "updates.json", url),
        clock=clock,
        updated_by=updated_by,
        own_version=OWN_VERSION,
    )
