"""Linux: a desktop entry in the person's autostart folder.

Source: the Desktop Application Autostart Specification 0.5 and the Desktop Entry Specification
1.5, "The Exec key" and "Possible value types".
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from ct_desktop.start_at_login.entry import LoginStart
from ct_desktop.start_at_login.entry_file import read_entry, remove_entry, write_entry

_RESERVED = re.compile(r"""[ \t\n"'\\><~|&;$*?#()`]""")
_ESCAPED_IN_QUOTES = re.compile(r'(["`$\\])')
_VALUE_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"})

_SWITCHED_OFF = (("Hidden", "true"), ("X-GNOME-Autostart-enabled", "false"))
"""By what a desktop's own settings switch an entry off, and leave the file."""


class XdgAutostart:
    """A :class:`LoginEntry` as a file in ``autostart``."""

    def __init__(self, start: LoginStart, environment: Mapping[str, str] = os.environ) -> None:
        self._start = start
        settings = environment.get("XDG_CONFIG_HOME", "")
        # The specification: a relative path in it is to be ignored.
        folder = Path(settings) if Path(settings).is_absolute() else Path.home() / ".config"
        self.path = folder / "autostart" / f"{start.identifier}.desktop"

    @property
    def place(self) -> str:
        """The file's path."""
        return str(self.path)

    def is_on(self) -> bool:
        """Whether there is an entry that the desktop's own settings have not switched off."""
        content = read_entry(self.path)
        if content is None:
            return False
        values = {
            key.strip(): value.strip()
            for key, found, value in (
                line.partition("=") for line in content.decode(errors="replace").splitlines()
            )
            if found
        }
        return not any(values.get(key, "").lower() == off for key, off in _SWITCHED_OFF)

    def switch_on(self) -> None:
        """Write the entry."""
        write_entry(self.path, self._content().encode())

    def switch_off(self) -> None:
        """Take the entry away."""
        remove_entry(self.path)

    def _content(self) -> str:
        program, *_ = command = self._start.command
        if "%" in program:
            # Readers look the program up before they undo the doubling (GLib does).
            command = ("/usr/bin/env", *command)
        values = {
            "Type": "Application",
            "Version": "1.5",
            "Name": self._start.name,
            "Comment": "Watches NinjaTrader 8 through CrossTrade, read-only",
            "Icon": "io.crosstrade.Desktop",
            # Where the app has been removed, the entry counts for nothing.
            "TryExec": program,
            "Exec": " ".join(map(quoted_argument, command)),
            "Terminal": "false",
        }
        lines = [f"{key}={value.translate(_VALUE_ESCAPES)}" for key, value in values.items()]
        return "\n".join(("[Desktop Entry]", *lines, ""))


def quoted_argument(argument: str) -> str:
    """``argument`` as the Exec key wants it, before the escapes that every value has."""
    argument = argument.replace("%", "%%")
    if argument and not _RESERVED.search(argument):
        return argument
    return '"' + _ESCAPED_IN_QUOTES.sub(r"\\\1", argument) + '"'
