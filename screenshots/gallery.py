"""Where pictures go, at which sizes, and which of them are wanted."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Size:
    """A window's content in logical pixels, each of ``ratio`` by ``ratio`` pixels."""

    width: int
    height: int
    ratio: int = 1

    def __str__(self) -> str:
        scaled = "" if self.ratio == 1 else f"@{self.ratio}x"
        return f"{self.width}x{self.height}{scaled}"


SIZES = (
    Size(960, 600),
    Size(1440, 900),
    Size(2560, 1440),
    Size(3840, 2160),
    Size(1920, 1080, ratio=2),
)
"""The last two are the same display of 3840x2160 pixels, at 100 % and at 200 %."""

_SETTLE_SECONDS = 0.2
"""For a new size to reach every widget, and for what slides to arrive."""


class PictureError(Exception):
    """A picture could not be taken; the message says which and why."""


@dataclass(frozen=True)
class Gallery:
    """``folder`` for the pictures of one ``theme``.

    With ``only`` those whose name begins so, or in one of several ways with commas between.
    """

    folder: Path
    theme: str
    only: str = ""

    def wants(self, *names: str) -> bool:
        """Whether a picture of any of these names is wanted."""
        return any(name.startswith(tuple(self.only.split(","))) for name in names)

    def path(self, name: str, size: Size) -> Path:
        """The file of one picture."""
        return self.folder / f"{name}-{self.theme}-{size}.png"

    async def take(
        self,
        window: QWidget,
        name: str,
        *,
        refresh: Callable[[], None] = lambda: None,
        sizes: Sequence[Size] = SIZES,
    ) -> None:
        """Take ``window`` at each of ``sizes`` as it is now; Qt's loop must be running.

        ``refresh`` shows once more, in each size, what may have scrolled out of sight or passed.
        """
        if not self.wants(name):
            return
        for size in sizes:
            window.resize(size.width, size.height)
            await asyncio.sleep(_SETTLE_SECONDS)
            refresh()
            await asyncio.sleep(_SETTLE_SECONDS)
            if (window.width(), window.height()) != (size.width, size.height):
                raise PictureError(f"{name}: the window does not become {size}")
            path = self.path(name, size)
            if not _picture(window, size.ratio).save(str(path)):
                raise PictureError(f"{name}: {path} could not be written")


def _picture(window: QWidget, ratio: int) -> QPixmap:
    """What ``window`` shows, as a display of this device pixel ratio shows it."""
    picture = QPixmap(window.size() * ratio)
    picture.setDevicePixelRatio(ratio)
    window.render(picture)
    return picture
