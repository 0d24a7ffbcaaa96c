"""Windows: a value of the person's ``Run`` key.

Source: Microsoft, "Run and RunOnce Registry Keys": a value of type REG_SZ holds a command line of
at most 260 characters. Tested here against a stand-in for ``winreg``, and on no Windows.
"""

import importlib
import subprocess
from typing import Any

from ct_desktop.start_at_login.entry import LoginStart
from ct_desktop.start_at_login.errors import StartAtLoginError

RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
LONGEST_COMMAND = 260


class WindowsRunKey:
    """A :class:`LoginEntry` in the registry; ``registry`` is the module ``winreg``."""

    def __init__(self, start: LoginStart, registry: Any = None) -> None:
        self._start = start
        self._registry = registry or importlib.import_module("winreg")

    @property
    def place(self) -> str:
        """The key; the value in it is the entry's name."""
        return rf"HKEY_CURRENT_USER\{RUN_KEY}"

    def is_on(self) -> bool:
        """Whether the value is there."""
        registry = self._registry
        try:
            with registry.OpenKey(registry.HKEY_CURRENT_USER, RUN_KEY) as key:
                registry.QueryValueEx(key, self._start.name)
        except FileNotFoundError:
            return False
        except OSError as error:
            raise _trouble("read", error) from error
        return True

    def switch_on(self) -> None:
        """Write the value."""
        command = subprocess.list2cmdline(self._start.command)
        if len(command) > LONGEST_COMMAND:
            raise StartAtLoginError(
                f"Windows starts no command of more than {LONGEST_COMMAND} characters at login, "
                f"and this app's has {len(command)}. Install it in a folder with a shorter path."
            )
        registry = self._registry
        try:
            with registry.CreateKey(registry.HKEY_CURRENT_USER, RUN_KEY) as key:
                registry.SetValueEx(key, self._start.name, 0, registry.REG_SZ, command)
        except OSError as error:
            raise _trouble("written", error) from error

    def switch_off(self) -> None:
        """Take the value away."""
        registry = self._registry
        try:
            with registry.OpenKey(
                registry.HKEY_CURRENT_USER, RUN_KEY, 0, registry.KEY_SET_VALUE
            ) as key:
                registry.DeleteValue(key, self._start.name)
        except FileNotFoundError:
            return
        except OSError as error:
            raise _trouble("removed", error) from error


def _trouble(done: str, error: OSError) -> StartAtLoginError:
    return StartAtLoginError(
        f"The start at login could not be {done} in the registry "
        f"({error.strerror or type(error).__name__}). A policy of this computer may forbid it."
    )
