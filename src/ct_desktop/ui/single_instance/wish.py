"""What a second start wants of the first window, and how that is written on the socket."""

import json
from dataclasses import dataclass
from enum import StrEnum

LONGEST = 4096
"""Bytes that a message may have."""

TAKEN = b"taken\n"
"""The first window's answer."""


class Wish(StrEnum):
    """What the person who started the app again wants."""

    RAISE = "raise"
    SECOND_SCREEN = "second_screen"
    STAY = "stay"
    """Nothing: a start at login found the app running."""
    QUIT = "quit"
    """An end, as from the tray's menu."""


@dataclass(frozen=True, slots=True)
class Message:
    """A wish. ``activation_token`` is Wayland's leave to come forward (xdg-activation-v1)."""

    wish: Wish
    activation_token: str = ""

    def encode(self) -> bytes:
        """One line of JSON."""
        values = {"wish": self.wish.value, "activation_token": self.activation_token}
        return json.dumps(values).encode() + b"\n"

    @classmethod
    def decode(cls, line: bytes) -> "Message | None":
        """The message in ``line``, or ``None`` where it holds none.

        A wish of a newer version than this one brings the window forward.
        """
        try:
            values = json.loads(line)
        except ValueError:
            return None
        if not isinstance(values, dict) or not isinstance(values.get("wish"), str):
            return None
        token = values.get("activation_token")
        try:
            wish = Wish(values["wish"])
        except ValueError:
            wish = Wish.RAISE
        return cls(wish, token if isinstance(token, str) else "")
