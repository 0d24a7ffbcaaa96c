"""The app as a package brought it, seen to work: its window on its own demo, and its version."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from ct_desktop import __version__
from support.desktop_app import DesktopApp
from support.finished_command import output_of

START_TIMEOUT = 60.0
"""Seconds for a first start, which reads every file from the disk, on a busy machine."""


def assert_comes_up_on_the_demo(
    environment: Mapping[str, str],
    home: Path,
    command: str | Path,
    *,
    launcher: Sequence[str] = (),
) -> None:
    """``--demo`` opens the window, with the simulated CrossTrade behind it, and ends well."""
    app = DesktopApp(environment, home, "--demo", launcher=launcher, command=str(command))
    with app:
        app.window.find("frame", re.compile(r"^CrossTrade Desktop"), timeout=START_TIMEOUT)
        # It is there when the demo's server has answered.
        app.window.find("push button", "Connect", timeout=START_TIMEOUT)
        app.close()
        app.wait_for_clean_end()


def assert_says_its_version(command: str | Path, *, launcher: Sequence[str] = ()) -> None:
    """``--version`` names the version of this source."""
    said = output_of(*launcher, command, "--version", timeout=START_TIMEOUT)
    assert said == f"ct-desktop {__version__}\n"
