"""A hosts file for single programs, which a test rewrites while they run: a resolver to switch.

The programs run in a mount namespace of their own, in which ``/etc/hosts`` is a test's file and
nothing else is asked for names. The machine's own files stay as they are. Linux, and root.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

_MOUNT = (
    'mount --bind "$1" /etc/hosts && mount --bind "$2" /etc/nsswitch.conf && shift 2 && exec "$@"'
)


def private_names_are_missing() -> bool:
    """Whether this machine cannot give a program names of its own."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0 or not shutil.which("unshare"):
        return True
    return subprocess.run(["unshare", "--mount", "true"], check=False).returncode != 0


class PrivateNames:
    """Names for the programs started by way of :attr:`launcher`. Its files lie in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._hosts = folder / "hosts"
        self._switch = folder / "nsswitch.conf"
        self._own = Path("/etc/hosts").read_text(encoding="utf-8")
        others = Path("/etc/nsswitch.conf").read_text(encoding="utf-8").splitlines()
        kept = [line for line in others if not line.startswith("hosts:")]
        self._switch.write_text("\n".join([*kept, "hosts: files", ""]), encoding="utf-8")
        self.know()

    def know(self, *names: str) -> None:
        """Let ``names`` be this machine; no others are known beside the machine's own."""
        # In place: the file itself is mounted, not its folder's entry.
        lines = [self._own.rstrip("\n"), *(f"127.0.0.1 {name}" for name in names), ""]
        self._hosts.write_text("\n".join(lines), encoding="utf-8")

    @property
    def launcher(self) -> tuple[str, ...]:
        """What to put before a program's command, which then runs in the same process."""
        return ("unshare", "--mount", "sh", "-c", _MOUNT, "sh", str(self._hosts), str(self._switch))
