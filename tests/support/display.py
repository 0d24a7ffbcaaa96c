"""A real X display of a chosen size, with a window manager, that nobody else sees."""

import mmap
import os
import shutil
import struct
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from PySide6.QtGui import QImage

from support.child_process import read_line, stop_process

START_TIMEOUT = 20.0
"""Seconds for the X server, and then the window manager, to be ready."""

PROGRAMS = ("Xvfb", "openbox", "xprop")


class DisplayError(RuntimeError):
    """The display could not be started or read."""


def missing_programs() -> list[str]:
    """The programs that a virtual display needs and this machine does not have."""
    return [program for program in PROGRAMS if shutil.which(program) is None]


class VirtualDisplay:
    """Xvfb with openbox as its window manager, from ``__enter__`` to ``__exit__``.

    ``width`` and ``height`` are in pixels. ``name`` is what belongs in ``DISPLAY``. The server
    picks a free number itself, so that any number of displays can stand side by side.
    """

    def __init__(self, width: int = 1440, height: int = 900) -> None:
        self.width = width
        self.height = height
        self.name = ""
        self._folder: Path | None = None
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        if missing := missing_programs():
            raise DisplayError(f"a virtual display needs {', '.join(missing)}")
        self._folder = Path(tempfile.mkdtemp(prefix="ct-display-"))
        try:
            self.name = self._start_server(self._folder)
            self._start_window_manager(self._folder)
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    @property
    def frame_buffer(self) -> Path:
        """The screen's pixels, which the server keeps current in this file (an X window dump)."""
        if self._folder is None:
            raise DisplayError("the display is not running")
        return self._folder / "Xvfb_screen0"

    def screenshot(self, path: Path) -> None:
        """Write the whole screen to ``path``, whose suffix says the format."""
        image = read_xwd(self.frame_buffer)
        path.parent.mkdir(parents=True, exist_ok=True)
        if not image.save(str(path)):
            raise DisplayError(f"could not write {path}")

    def _start_server(self, folder: Path) -> str:
        reading, writing = os.pipe()
        try:
            with (folder / "Xvfb.log").open("wb") as log:
                server = subprocess.Popen(
                    [
                        *("Xvfb", "-displayfd", str(writing)),
                        *("-screen", "0", f"{self.width}x{self.height}x24"),
                        *("-dpi", "96", "-nolisten", "tcp", "-noreset"),
                        *("-fbdir", str(folder)),
                    ],
                    pass_fds=[writing],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=log,
                )
            self._processes.append(server)
            os.close(writing)
            writing = -1
            number = read_line(reading, START_TIMEOUT).decode()
        finally:
            os.close(reading)
            if writing != -1:
                os.close(writing)
        if not number:
            raise DisplayError(f"Xvfb did not start: {(folder / 'Xvfb.log').read_text()}")
        return f":{number}"

    def _start_window_manager(self, folder: Path) -> None:
        # Its own home: the developer's window rules must not decide where our windows go.
        environment = {
            "DISPLAY": self.name,
            "HOME": str(folder),
            "PATH": os.environ.get("PATH", os.defpath),
            "LANG": "C.UTF-8",
        }
        with (folder / "openbox.log").open("wb") as log:
            manager = subprocess.Popen(
                ["openbox", "--sm-disable"],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._processes.append(manager)
        deadline = time.monotonic() + START_TIMEOUT
        while time.monotonic() < deadline:
            answer = subprocess.run(
                ["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"],
                env=environment,
                capture_output=True,
                text=True,
                check=False,
                timeout=START_TIMEOUT,
            )
            if "window id" in answer.stdout:
                return
            if manager.poll() is not None:
                break
            time.sleep(0.02)
        raise DisplayError(f"openbox did not start: {(folder / 'openbox.log').read_text()}")

    def _stop(self) -> None:
        for process in reversed(self._processes):
            stop_process(process)
        self._processes.clear()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None


@dataclass(frozen=True, slots=True)
class XwdLayout:
    """Where the pixels are in an X window dump: 4 bytes each, blue, green, red and unused."""

    width: int
    height: int
    bytes_per_line: int
    start: int
    """Bytes before the first row."""


def read_xwd_layout(dump: mmap.mmap) -> XwdLayout:
    """The layout of ``dump``, as Xvfb's ``-fbdir`` keeps it, of 32 bits a pixel.

    Source: X11/XWDFile.h, version 7: 25 big-endian words, the window's name, 12 bytes a colour,
    the rows.
    """
    words = struct.unpack_from(">25I", dump)
    header_size, version, width, height = words[0], words[1], words[4], words[5]
    bits_per_pixel, bytes_per_line, colours = words[11], words[12], words[19]
    if version != 7 or bits_per_pixel != 32:
        raise DisplayError(f"unexpected frame buffer: version {version}, {bits_per_pixel} bits")
    return XwdLayout(width, height, bytes_per_line, header_size + colours * 12)


def read_xwd(path: Path) -> QImage:
    """The picture in an X window dump."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as dump:
        layout = read_xwd_layout(dump)
        rows = dump[layout.start : layout.start + layout.bytes_per_line * layout.height]
    picture = QImage(
        rows, layout.width, layout.height, layout.bytes_per_line, QImage.Format.Format_RGB32
    )
    return picture.copy()
