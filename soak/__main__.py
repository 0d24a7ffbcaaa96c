"""``python -m soak``: a display, a keychain, a simulated CrossTrade, and the app, in one time."""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from soak.form import SHORT, WHOLE
from soak.pressed_time import VARIABLE, SharedTime
from soak.time_passing import TimePassing
from support.demo_process import DemoProcess
from support.display import VirtualDisplay
from support.secret_service import SecretService

WIDTH, HEIGHT = 1440, 900


def _end(*_signal: object) -> None:
    """Leave in order, so that nothing of the session stays behind."""
    raise SystemExit(143)


def main(argv: Sequence[str] | None = None) -> int:
    """0 when every bound held."""
    parser = argparse.ArgumentParser(
        prog="scripts/soak",
        description="Runs the app for a long day against the simulated CrossTrade, with time "
        "pressed: 10,000 polls, another fault every few minutes, 100 accounts. Prints what it "
        "holds meanwhile, and fails where memory, files, threads or tasks grow, the app does not "
        "come back from a fault, or an old figure is not marked.",
    )
    parser.add_argument(
        "--short", action="store_true", help="a few hundred polls and four faults, for CI"
    )
    parser.add_argument(
        "--polls", type=_polls, metavar="N", help="so many polls, instead of the form's own"
    )
    arguments = parser.parse_args(argv)
    form = SHORT if arguments.short else WHOLE
    signal.signal(signal.SIGTERM, _end)
    with tempfile.TemporaryDirectory(prefix="ct-soak-") as folder:
        home = Path(folder)
        time_file = home / "time"
        shared = SharedTime(time_file, create=True)
        os.environ |= {VARIABLE: str(time_file), "TZ": "UTC"}
        with (
            VirtualDisplay(WIDTH, HEIGHT) as display,
            SecretService() as keychain,
            TimePassing(shared),
            DemoProcess(
                module="soak.pressed_demo", accounts=form.accounts, auto_approve=True
            ) as demo,
        ):
            session = subprocess.run(
                [
                    *(sys.executable, "-m", "soak.session"),
                    *(demo.control_url, demo.server_url),
                    *(form.name, str(arguments.polls or form.polls)),
                ],
                env={
                    **keychain.env,
                    "DISPLAY": display.name,
                    "QT_QPA_PLATFORM": "xcb",
                    # Python's own allocator gives memory back by the megabyte alone, and so counts
                    # what was let go. The C library's does by the page.
                    "PYTHONMALLOC": "malloc",
                    "LANG": "C.UTF-8",
                    "CT_DESKTOP_HOME": str(home / "app"),
                    "PATH": f"{_browser_folder(home)}:{os.environ['PATH']}",
                    "PYTHONPATH": ":".join(path for path in sys.path if path),
                },
                stdin=subprocess.DEVNULL,
                check=False,
            )
    if demo.complaints:
        print(f"The simulated CrossTrade said:\n{demo.complaints}", file=sys.stderr)
    return session.returncode


def _polls(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of polls: 1 or more")
    return int(text)


def _browser_folder(home: Path) -> Path:
    """A folder with the program that opens the trader's browser."""
    folder = home / "programs"
    folder.mkdir()
    program = folder / "xdg-open"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m soak.browser "$1"\n')
    program.chmod(0o700)
    return folder


if __name__ == "__main__":
    sys.exit(main())
