"""How a window's life begins and ends, as values."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Launch:
    """What the command line asked the window for. ``server_url`` overrules the saved one."""

    profile: str | None = None
    server_url: str | None = None
    demo: bool = False
    scenario: str | None = None
    second_screen: bool = False
    minimized: bool = False
    debug: bool = False


class Outcome(Enum):
    """Why a window's life with its services ended."""

    QUIT = auto()
    START_AGAIN = auto()
    START_DEMO = auto()


@dataclass(frozen=True, slots=True)
class SwitchProfile:
    """The window goes on with another profile, named by its folder."""

    profile: str


Ending: TypeAlias = Outcome | SwitchProfile
"""Why a life ended, and how to go on."""
