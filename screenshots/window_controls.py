"""Working the app's window from inside its process, by what stands on its controls."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QMainWindow, QWidget

from screenshots.gallery import PictureError

T = TypeVar("T")
W = TypeVar("W", bound=QWidget)

TIMEOUT = 90.0
"""Seconds for a state to come; figures take the longest to grow stale."""

_LOOK_SECONDS = 0.05


async def until(look: Callable[[], T], what: str) -> T:
    """The first value of ``look`` that is not empty, with the app's own work going on."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + TIMEOUT
    while not (found := look()):
        if loop.time() > deadline:
            raise PictureError(f"{what} did not come within {TIMEOUT:g} s")
        await asyncio.sleep(_LOOK_SECONDS)
    return found


def shown(window: QMainWindow, kind: type[W]) -> W | None:
    """The part of this kind that can be seen in ``window``."""
    return next((part for part in window.findChildren(kind) if part.isVisible()), None)


def says(window: QMainWindow, text: str) -> bool:
    """Whether a label or a button in sight says ``text``."""
    parts: list[QLabel | QAbstractButton] = [
        *window.findChildren(QLabel),
        *window.findChildren(QAbstractButton),
    ]
    return any(part.text() == text and part.isVisible() for part in parts)


async def button(window: QMainWindow, name: str) -> QAbstractButton:
    """The button that says ``name``, as soon as it can be pressed."""

    def ready() -> list[QAbstractButton]:
        return [
            found
            for found in window.findChildren(QAbstractButton)
            if name in (found.text(), found.accessibleName())
            and found.isVisible()
            and found.isEnabled()
        ]

    return (await until(ready, f"the button {name!r}"))[0]


async def press(window: QMainWindow, name: str) -> None:
    """Press the button that says ``name``."""
    (await button(window, name)).click()


async def enter(window: QMainWindow, name: str, text: str) -> None:
    """Put ``text`` into the field called ``name``."""

    def ready() -> list[QLineEdit]:
        every = window.findChildren(QLineEdit)
        return [field for field in every if field.accessibleName() == name and field.isVisible()]

    (await until(ready, f"the field {name!r}"))[0].setText(text)
