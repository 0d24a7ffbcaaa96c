"""What a person does with a window's title bar: here, close it by the cross.

Source: Extended Window Manager Hints 1.5, "_NET_CLIENT_LIST" and "_NET_CLOSE_WINDOW".
"""

import ctypes
import re
import subprocess
from collections.abc import Mapping

from support.waiting import wait_for

APPEAR_TIMEOUT = 20.0
"""Seconds for the window manager to know a window."""

_CLIENT_MESSAGE = 33
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
    windows = wait_for(
        lambda: _windows_of(environment, process), bool, APPEAR_TIMEOUT, "no window to close"
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
            message_type=xlib.XInternAtom(display, b"_NET_CLOSE_WINDOW", 0),
            format=32,
        )
        message.data[1] = 2  # from a pager, which stands for the person
        root = ctypes.c_ulong(xlib.XDefaultRootWindow(display))
        xlib.XSendEvent(display, root, 0, ctypes.c_long(_SUBSTRUCTURE_MASKS), ctypes.byref(message))
    finally:
        xlib.XCloseDisplay(display)


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
