"""The second start: it tells the first window what is wanted, and opens none of its own."""

import logging
import os
import sys
import time
from pathlib import Path

from PySide6.QtNetwork import QLocalSocket

from ct_desktop.profiles.window_claim import InstanceClaim
from ct_desktop.ui.single_instance.address import instance_address
from ct_desktop.ui.single_instance.wish import TAKEN, Message, Wish

_log = logging.getLogger(__name__)

PATIENCE = 5.0
"""Seconds for the first window to answer: it may be starting, ending or at work."""

_ANSWER_MILLISECONDS = 1000
RETRY_SECONDS = 0.05
"""Between two attempts to reach it."""

_ACTIVATION_TOKEN = "XDG_ACTIVATION_TOKEN"  # noqa: S105 - a name, and no secret


def first_window_took(
    wish: Wish, claim: InstanceClaim, profile_data: Path, *, patience: float = PATIENCE
) -> bool:
    """Whether the window that has ``claim`` was told ``wish``; else this process opens its own.

    ``profile_data`` is the folder that is one profile's in one home. It blocks, at most for
    ``patience`` seconds, and needs a ``QCoreApplication``. A first window that ends meanwhile
    leaves the claim to this process. One that does not answer hangs: then this process opens one
    beside it, for nobody is to be left without a window.
    """
    address = instance_address(profile_data)
    token = "" if wish is Wish.STAY else os.environ.get(_ACTIVATION_TOKEN, "")
    message = Message(wish, token)
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if tell(address, message):
            return True
        if claim.take():
            return False
        time.sleep(RETRY_SECONDS)
    _log.warning("The window that is open already does not answer; this is another one")
    return False


def tell(address: str, message: Message) -> bool:
    """Whether the first window took ``message``. It blocks, and needs a ``QCoreApplication``."""
    socket = QLocalSocket()
    socket.connectToServer(address)
    try:
        if not socket.waitForConnected(_ANSWER_MILLISECONDS):
            return False
        _let_it_come_forward()
        socket.write(message.encode())
        while not socket.canReadLine():
            if not socket.waitForReadyRead(_ANSWER_MILLISECONDS):
                return False
        return socket.readLine().data() == TAKEN
    finally:
        socket.abort()


def _let_it_come_forward() -> None:
    """Windows lets no program take the foreground but by leave of the one that has it.

    Not run on the machines that build this.
    """
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - there is no such library elsewhere

        anyone = 0xFFFFFFFF  # ASFW_ANY; winuser.h
        ctypes.windll.user32.AllowSetForegroundWindow(anyone)
