"""A D-Bus session bus of its own, in a private folder, with nothing on it."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from support.child_process import read_line, stop_process

START_TIMEOUT = 10.0
"""Seconds for the bus to be ready."""

PROGRAMS = ("dbus-daemon",)

# No service folders: nothing starts by itself, so what a test finds on the bus it has put there.
_CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


class SessionBus:
    """One bus, from ``__enter__`` to ``__exit__``.

    ``env`` is the whole environment for a program on it: this process's own, without its display
    and with private XDG folders.
    """

    def __init__(self) -> None:
        # Short, since a socket's path is limited to 107 bytes.
        self.root = Path(tempfile.mkdtemp(prefix="ct-bus-"))
        socket = self.root / "bus"
        self.address = f"unix:path={socket}"
        inherited = {
            name: value
            for name, value in os.environ.items()
            if name not in {"DISPLAY", "WAYLAND_DISPLAY", "XDG_CURRENT_DESKTOP"}
        }
        self.env: Mapping[str, str] = inherited | {
            "DBUS_SESSION_BUS_ADDRESS": self.address,
            "HOME": str(self.root),
            "XDG_DATA_HOME": str(self.root / "data"),
            "XDG_RUNTIME_DIR": str(self.root / "run"),
        }
        (self.root / "data").mkdir(mode=0o700)
        (self.root / "run").mkdir(mode=0o700)
        self._configuration = self.root / "bus.conf"
        self._configuration.write_text(_CONFIGURATION.format(socket=socket))
        self._daemon: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._daemon = subprocess.Popen(
            [
                "dbus-daemon",
                f"--config-file={self._configuration}",
                *("--nofork", "--nopidfile", "--print-address=1"),
            ],
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self._daemon.stdout is not None
        if not read_line(self._daemon.stdout.fileno(), START_TIMEOUT):
            self.close()
            raise RuntimeError("the session bus did not start")
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the bus and remove its folder."""
        if self._daemon is not None:
            stop_process(self._daemon)
            assert self._daemon.stdout is not None
            self._daemon.stdout.close()
            self._daemon = None
        shutil.rmtree(self.root, ignore_errors=True)
