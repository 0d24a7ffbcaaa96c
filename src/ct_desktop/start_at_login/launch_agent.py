"""macOS: a launch agent of the person's own, which launchd reads at the next login.

Source: Apple, launchd.plist(5): ``Label``, ``ProgramArguments``, ``RunAtLoad``, ``ProcessType``,
``LimitLoadToSessionType``, ``Disabled``. Tested here as a file, and on no Mac.
"""

import plistlib
from pathlib import Path
from xml.parsers.expat import ExpatError

from ct_desktop.start_at_login.entry import LoginStart
from ct_desktop.start_at_login.entry_file import read_entry, remove_entry, write_entry


class LaunchAgent:
    """A :class:`LoginEntry` as a property list in ``home``'s ``Library/LaunchAgents``."""

    def __init__(self, start: LoginStart, home: Path | None = None) -> None:
        self._start = start
        folder = (home or Path.home()) / "Library" / "LaunchAgents"
        self.path = folder / f"{start.identifier}.plist"

    @property
    def place(self) -> str:
        """The file's path."""
        return str(self.path)

    def is_on(self) -> bool:
        """Whether there is an agent that is not disabled."""
        content = read_entry(self.path)
        if content is None:
            return False
        try:
            agent = plistlib.loads(content)
        except (plistlib.InvalidFileException, ExpatError, ValueError):
            return False
        return isinstance(agent, dict) and not agent.get("Disabled", False)

    def switch_on(self) -> None:
        """Write the agent."""
        agent = {
            "Label": self._start.identifier,
            "ProgramArguments": list(self._start.command),
            "RunAtLoad": True,
            # A person looks at it: no throttling, and only where there is a desktop.
            "ProcessType": "Interactive",
            "LimitLoadToSessionType": "Aqua",
        }
        write_entry(self.path, plistlib.dumps(agent))

    def switch_off(self) -> None:
        """Take the agent away."""
        remove_entry(self.path)
