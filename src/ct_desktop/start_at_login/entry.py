"""What every system's entry is: there or not, for one profile."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class LoginStart:
    """What is to run at login. ``command`` holds the program and every argument, unquoted.

    ``profile`` is empty for the first one; each other profile has an entry of its own.
    """

    command: tuple[str, ...]
    profile: str = ""

    @property
    def name(self) -> str:
        """What a person reads in the system's own list."""
        return f"CrossTrade Desktop ({self.profile})" if self.profile else "CrossTrade Desktop"

    @property
    def identifier(self) -> str:
        """The entry's name for the system: the app's, and the profile's after a dot."""
        app = "io.crosstrade.Desktop"
        return f"{app}.{self.profile}" if self.profile else app


class LoginEntry(Protocol):
    """One system's entry. All of it blocks, and raises ``StartAtLoginError``."""

    @property
    def place(self) -> str:
        """Where the system keeps it, for a person who wants to look."""
        ...

    def is_on(self) -> bool:
        """Whether the system will start the app at the next login."""
        ...

    def switch_on(self) -> None:
        """Write the entry, or write it again as it ought to be."""
        ...

    def switch_off(self) -> None:
        """Take the entry away; it is no fault where there is none."""
        ...
