"""The app's own line icons, tinted and drawn sharp at any size and display scale.

Each is an SVG on a grid of 20 with 1.5 pixel round strokes; whatever the size, the stroke stays
1.5 logical pixels. An icon is read and rendered when it is first painted, then kept.
"""

from enum import StrEnum
from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from ct_desktop.resources import resource_path

GRID = 20
STROKE = 1.5


class IconName(StrEnum):
    """Every icon, by its file in ``resources/icons``."""

    ACTIVITY = "activity"
    APP = "app"
    ARROW_DOWN = "arrow-down"
    ARROW_RIGHT = "arrow-right"
    ARROW_LEFT = "arrow-left"
    ARROW_UP = "arrow-up"
    CHECK = "check"
    CHEVRON_DOWN = "chevron-down"
    CHEVRON_LEFT = "chevron-left"
    CHEVRON_RIGHT = "chevron-right"
    CLOSE = "close"
    CONNECTION = "connection"
    COPY = "copy"
    EXTERNAL = "external"
    EYE = "eye"
    EYE_OFF = "eye-off"
    FILE = "file"
    FOLDER = "folder"
    LOCK = "lock"
    MONITOR = "monitor"
    PASTE = "paste"
    PLUG = "plug"
    POSITION_CHANGED = "position-changed"
    PROFILE = "profile"
    REFRESH = "refresh"
    SEARCH = "search"
    SETTINGS = "settings"
    START_OVER = "start-over"
    TRADE = "trade"


@lru_cache(maxsize=256)
def _render(name: IconName, size: float, rgb: str, ratio: float) -> QPixmap:
    # Imported with the first icon, so that a start that paints none does not load the module.
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415 - see above

    svg = _source(name)
    svg = svg.replace("currentColor", rgb)
    svg = svg.replace(f'stroke-width="{STROKE}"', f'stroke-width="{STROKE * GRID / size:.4f}"')
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg.encode())).render(painter)
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


@cache
def _source(name: IconName) -> str:
    return resource_path(f"icons/{name.value}.svg").read_text(encoding="utf-8")


def icon_pixmap(name: IconName, size: float, color: QColor, ratio: float) -> QPixmap:
    """The icon, ``size`` logical pixels square, for a display of device pixel ``ratio``."""
    return _render(name, size, color.name(), ratio)


def paint_icon(painter: QPainter, name: IconName, rect: QRectF, color: QColor) -> None:
    """Paint the icon centred in ``rect``, as large as the shorter side."""
    size = min(rect.width(), rect.height())
    ratio = painter.device().devicePixelRatioF()
    corner = QPointF(
        rect.x() + (rect.width() - size) / 2,
        rect.y() + (rect.height() - size) / 2,
    )
    # On whole device pixels, or the strokes blur.
    snapped = QPointF(round(corner.x() * ratio) / ratio, round(corner.y() * ratio) / ratio)
    painter.drawPixmap(snapped, icon_pixmap(name, size, color, ratio))


def window_icon(color: QColor) -> QIcon:
    """The app's mark for the window manager, in the usual sizes."""
    icon = QIcon()
    for size in (16, 32, 64):
        icon.addPixmap(icon_pixmap(IconName.APP, size, color, 1.0))
    return icon
