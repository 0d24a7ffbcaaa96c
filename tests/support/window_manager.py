"""What a person does with a window's title bar, and which window the person works in.

Source: Extended Window Manager Hints 1.5, "_NET_CLIENT_LIST", "_NET_ACTIVE_WINDOW" and
"_NET_CLOSE_WINDOW"; Inter-Client Communication Conventions Manual 2.0, section 4.1.4.
"""

import ctypes
import re
import subprocess
from collections.abc import Mapping

from support.waiting import wait_for

APPEAR_TIMEOUT = 20.0
"""Seconds for the window manager to know a window."""

_CLIENT_MESSAGE = 33
_ICONIC = 3  # IconicState; X11/Xutil.h
_SUBSTRUCTURE_MASKS = (1 << 19) | (1 << 20)  # SubstructureNotifyMask | SubstructureRedirectMask


class _ClientMessage(ctypes.Structure):
    """Xlib's XClientMessageEvent, padded to the size of its XEvent."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("padding", ctypes.c_long * 24),
    )


def close_window(environment: Mapping[str, str], process: int) -> None:
    """Close the window of ``process`` on the display of ``environment``, as its cross does."""
    # The second word: from a pager, which stands for the person.
    _tell_manager(environment, process, b"_NET_CLOSE_WINDOW", 0, 2)


def minimize_window(environment: Mapping[str, str], process: int) -> None:
    """Minimize the window of ``process``, as the button in its title bar does."""
    _tell_manager(environment, process, b"WM_CHANGE_STATE", _ICONIC)


def active_process(environment: Mapping[str, str]) -> int | None:
    """Whose window has the keyboard."""
    found = re.search(r"0x[0-9a-f]+", _property(environment, "-root", "_NET_ACTIVE_WINDOW"))
    if found is None:
        return None
    process = re.search(r"= (\d+)", _property(environment, "-id", found[0], "_NET_WM_PID"))
    return int(process[1]) if process else None


def _tell_manager(
    environment: Mapping[str, str], process: int, message_type: bytes, *data: int
) -> None:
    windows = wait_for(
        lambda: _windows_of(environment, process), bool, APPEAR_TIMEOUT, "there is no window"
    )
    xlib = ctypes.CDLL("libX11.so.6")
    xlib.XOpenDisplay.restype = ctypes.c_void_p
    xlib.XDefaultRootWindow.restype = ctypes.c_ulong
    xlib.XInternAtom.restype = ctypes.c_ulong
    display = ctypes.c_void_p(xlib.XOpenDisplay(environment["DISPLAY"].encode()))
    assert display.value, "the display is not there"
    try:
        message = _ClientMessage(
            type=_CLIENT_MESSAGE,
            window=windows[0],
            message_type=xlib.XInternAtom(display, message_type, 0),
            format=32,
        )
        for place, word in enumerate(data):
            message.data[place] = word
        root = ctypes.c_ulong(xlib.XDefaultRootWindow(display))
        xlib.XSendEvent(display, root, 0, ctypes.c_long(_SUBSTRUCTURE_MASKS), ctypes.byref(message))
    finally:
        xlib.XCloseDisplay(display)


def has_window(environment: Mapping[str, str], process: int) -> bool:
    """Whether the window manager has a window of ``process``, minimized or not."""
    return bool(_windows_of(environment, process))


def _windows_of(environment: Mapping[str, str], process: int) -> list[int]:
    listed = _property(environment, "-root", "_NET_CLIENT_LIST")
    return [
        int(window, 16)
        for window in re.findall(r"0x[0-9a-f]+", listed)
        if _property(environment, "-id", window, "_NET_WM_PID").endswith(f"= {process}\n")
    ]


def _property(environment: Mapping[str, str], *arguments: str) -> str:
    """What xprop says of one property; a window that has gone meanwhile has none."""
    return subprocess.run(
        ["xprop", *arguments],
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=APPEAR_TIMEOUT,
    ).stdout
