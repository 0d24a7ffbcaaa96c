"""``python -m screenshots OUT [--only NAME]``: a desktop session a theme, both side by side."""

import argparse
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from screenshots.gallery import SIZES
from support.desktop_session import DesktopSession
from support.display import VirtualDisplay

THEMES = ("dark", "light")

_TIMEOUT = 1800.0
"""Seconds for one theme."""

_ROOM = 200
"""Pixels around the largest window, for its frame and its place."""


def main() -> int:
    """Take the pictures; 0 when all that were wanted are there."""
    parser = argparse.ArgumentParser(
        prog="scripts/screenshots",
        description="Write a PNG of every screen and state, light and dark, at each size, taken "
        "of the running app.",
    )
    parser.add_argument("out", type=Path, metavar="OUT", help="folder for the pictures")
    parser.add_argument(
        "--only",
        default="",
        metavar="NAME",
        help="only pictures whose name begins so, or with commas so or so: monitor,welcome-read",
    )
    arguments = parser.parse_args()
    folder: Path = arguments.out.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    begun = time.time()
    with ThreadPoolExecutor(len(THEMES)) as threads:
        codes = list(threads.map(partial(_run_session, folder, only=arguments.only), THEMES))
    taken = [path for path in folder.glob("*.png") if path.stat().st_mtime >= begun]
    print(f"{len(taken)} pictures in {folder}, {time.time() - begun:.0f} s", file=sys.stderr)
    if any(codes):
        return 1
    if not taken:
        parser.error(f"no picture is called {arguments.only!r}")
    return 0


def _run_session(folder: Path, theme: str, *, only: str) -> int:
    """One theme's pictures, in a session and a process of their own; the process's exit code."""
    width = max(size.width for size in SIZES) + _ROOM
    height = max(size.height for size in SIZES) + _ROOM
    with ExitStack() as stack:
        display = stack.enter_context(VirtualDisplay(width, height))
        session = stack.enter_context(DesktopSession(display))
        environment = {
            **session.environment,
            "CT_DESKTOP_HOME": str(session.home / "ct-desktop"),
            "PYTHONPATH": ":".join(path for path in sys.path if path),
        }
        return subprocess.run(
            [
                *(sys.executable, "-m", "screenshots.session"),
                *(str(folder), theme, str(session.browser_profile), only),
            ],
            env=environment,
            stdin=subprocess.DEVNULL,
            timeout=_TIMEOUT,
            check=False,
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
