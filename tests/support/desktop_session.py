"""A desktop session of its own: home, session bus, accessibility bus, default browser.

What an app finds in it is what it finds on a trader's desktop: ``xdg-open`` opens the browser that
is registered for http, a Secret Service can be started on the bus, assistive programs can read the
windows. Nothing of it touches the developer's own session.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Self

from support.child_process import read_line, stop_process
from support.display import VirtualDisplay

START_TIMEOUT = 20.0
"""Seconds for each part to be ready."""

PROGRAMS = ("dbus-daemon", "dbus-send", "xdg-open", "xdg-mime")

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")

CHROMIUM_OPTIONS = (
    # As root, or in a container, Chromium has no sandbox. It visits loopback pages alone here.
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Its own secrets must not go to the keychain under test.
    "--password-store=basic",
    "--window-size=1000,760",
    "--remote-debugging-port=0",
)

DESKTOP_FILE = "ct-test-browser.desktop"


class DesktopSessionError(RuntimeError):
    """A part of the session could not be started."""


def find_chromium() -> str | None:
    """The path of Chromium, where this machine has one."""
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


class DesktopSession:
    """One session on ``display``, from ``__enter__`` to ``__exit__``.

    ``environment`` is the whole environment for a program in it. ``home`` is the user's home,
    ``browser_profile`` where the default browser keeps its data (for
    :class:`support.browser.Browser`).
    """

    def __init__(self, display: VirtualDisplay) -> None:
        # Short, since the buses' socket paths are limited to 107 bytes.
        self.root = Path(tempfile.mkdtemp(prefix="ct-session-"))
        self.home = self.root / "home"
        self.runtime = self.root / "run"
        self.browser_profile = self.root / "browser"
        self.environment = {
            "DISPLAY": display.name,
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "PATH": os.environ.get("PATH", os.defpath),
            "XDG_CACHE_HOME": str(self.home / ".cache"),
            "XDG_CONFIG_HOME": str(self.home / ".config"),
            "XDG_DATA_HOME": str(self.home / ".local" / "share"),
            "XDG_STATE_HOME": str(self.home / ".local" / "state"),
            "XDG_RUNTIME_DIR": str(self.runtime),
            "XDG_SESSION_TYPE": "x11",
            "GSETTINGS_BACKEND": "memory",
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={self.runtime}/bus",
        }
        self._bus: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
                Path(self.environment[name]).mkdir(parents=True)
            self.runtime.mkdir(mode=0o700)
            self._start_bus()
            self._enable_accessibility()
            self._register_browser()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def run(self, *command: str, timeout: float = START_TIMEOUT) -> str:
        """Run ``command`` in the session to its end and return what it printed."""
        answer = subprocess.run(
            command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        if answer.returncode != 0:
            raise DesktopSessionError(f"{command[0]} failed: {answer.stderr.strip()}")
        return answer.stdout.strip()

    def processes(self) -> list[int]:
        """The ids of the processes that live in this session, whoever started them.

        Known by their environment, or (Chromium overwrites its own) by their arguments.
        """
        mark = str(self.root).encode()
        found = []
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit() and int(folder.name) != os.getpid():
                try:
                    traces = (folder / "environ").read_bytes() + (folder / "cmdline").read_bytes()
                except OSError:
                    continue  # gone since, or another user's
                if mark in traces:
                    found.append(int(folder.name))
        return found

    def _start_bus(self) -> None:
        reading, writing = os.pipe()
        try:
            with (self.root / "bus.log").open("wb") as log:
                self._bus = subprocess.Popen(
                    [
                        *("dbus-daemon", "--session", "--nofork", "--nopidfile"),
                        f"--address={self.environment['DBUS_SESSION_BUS_ADDRESS']}",
                        f"--print-address={writing}",
                    ],
                    env=self.environment,
                    pass_fds=[writing],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=log,
                )
            address = read_line(reading, START_TIMEOUT)
        finally:
            os.close(reading)
            os.close(writing)
        if not address:
            raise DesktopSessionError(
                f"the session bus did not start: {(self.root / 'bus.log').read_text()}"
            )

    def _enable_accessibility(self) -> None:
        # What a screen reader says when it starts; toolkits then put their windows on the bus.
        # The call itself starts the accessibility bus.
        self.run(
            *("dbus-send", "--session", "--print-reply", "--dest=org.a11y.Bus", "/org/a11y/bus"),
            "org.freedesktop.DBus.Properties.Set",
            *("string:org.a11y.Status", "string:IsEnabled", "variant:boolean:true"),
        )

    def _register_browser(self) -> None:
        chromium = find_chromium()
        if chromium is None:
            raise DesktopSessionError(f"no browser: none of {', '.join(CHROMIUM_NAMES)}")
        applications = Path(self.environment["XDG_DATA_HOME"]) / "applications"
        applications.mkdir()
        # Of its own, as a desktop's browser: what it says must not look like the app's words.
        launcher = self.root / "browser.sh"
        launcher.write_text(
            f"#!/bin/sh\nexec {chromium} {' '.join(CHROMIUM_OPTIONS)} "
            f'--user-data-dir={self.browser_profile} "$@" >>{self.root}/browser.log 2>&1\n'
        )
        launcher.chmod(0o700)
        (applications / DESKTOP_FILE).write_text(
            "[Desktop Entry]\n"
            "Type=Application\n"
            "Name=Chromium under test\n"
            f"Exec={launcher} %U\n"
            "MimeType=text/html;x-scheme-handler/http;x-scheme-handler/https;\n"
        )
        (Path(self.environment["XDG_CONFIG_HOME"]) / "mimeapps.list").write_text(
            "[Default Applications]\n"
            f"x-scheme-handler/http={DESKTOP_FILE}\n"
            f"x-scheme-handler/https={DESKTOP_FILE}\n"
        )
        registered = self.run("xdg-mime", "query", "default", "x-scheme-handler/http")
        if registered != DESKTOP_FILE:
            raise DesktopSessionError(f"the default browser is {registered!r}")

    def _stop(self) -> None:
        # The bus last: what hangs on it ends with it, but should not be cut off while it saves.
        for signal_number, patience in ((signal.SIGTERM, 3.0), (signal.SIGKILL, 3.0)):
            bus = {self._bus.pid} if self._bus else set()
            deadline = time.monotonic() + patience
            remaining = set(self.processes()) - bus
            for process in remaining:
                _send_signal(process, signal_number)
            while remaining and time.monotonic() < deadline:
                time.sleep(0.02)
                remaining = set(self.processes()) - bus
        if self._bus is not None:
            stop_process(self._bus)
            self._bus = None
        shutil.rmtree(self.root, ignore_errors=True)


def _send_signal(process: int, signal_number: signal.Signals) -> None:
    try:
        os.kill(process, signal_number)
    except ProcessLookupError:
        return
