"""A tile: one figure with its label, its age and, in a large window, a quiet third line."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ct_desktop.core.moment import Moment
from ct_desktop.core.snapshot import is_stale
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.pnl import paint_triangle, pnl_color
from ct_desktop.ui.controls.state_shape import StateShape, paint_state_shape
from ct_desktop.ui.controls.text import elided
from ct_desktop.ui.theme import measures
from ct_desktop.ui.theme.fonts import TextRole, text_font
from ct_desktop.ui.theme.palette import Palette
from ct_desktop.ui.theme.theme import Theme

_LONGEST_AGE = "as of 00:00:00"


@dataclass(frozen=True, slots=True)
class TileFigure:
    """What a tile shows. ``value`` is written as it stands; ``pnl`` instead gives a signed one.

    ``note`` is the third line as (quiet words, figures) in turn. ``limit`` is in seconds.
    """

    value: str = formatting.NOT_SUPPLIED
    pnl: float | None = None
    is_pnl: bool = False
    unit: str = ""
    note: tuple[tuple[str, str], ...] = ()
    fetched_at: Moment | None = None
    limit: float = math.inf

    @property
    def text(self) -> str:
        """The figure in full."""
        return formatting.pnl(self.pnl) if self.is_pnl else self.value


class Tile(QLabel):
    """One figure at a glance. ``label`` names it; its accessible name carries the whole."""

    def __init__(self, theme: Theme, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = label
        self._suffix = ""
        self._small = False
        self._figure = TileFigure()
        self._age = ""
        self._stale = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._describe()
        theme.changed.connect(self.update)

    def set_small(self, small: bool) -> None:
        """Use the form for small windows: lower, and without the third line."""
        if small is not self._small:
            self._small = small
            self.updateGeometry()
            self.update()

    def set_suffix(self, suffix: str) -> None:
        """Say behind the label what else the figure's name needs: whose money, which currency."""
        if suffix != self._suffix:
            self._suffix = suffix
            self._describe()
            self.updateGeometry()
            self.update()

    @property
    def _label(self) -> str:
        return f"{self._name}{self._suffix}"

    def show_figure(self, figure: TileFigure, now: Moment) -> None:
        """Show ``figure`` with its age at ``now``."""
        changed = figure != self._figure
        self._figure = figure
        self.tick(now)
        if changed:
            self._describe()
            self.updateGeometry()
            self.update()

    def tick(self, now: Moment) -> None:
        """Let the age go on."""
        at = self._figure.fetched_at
        stale = at is not None and is_stale(at, self._figure.limit, now)
        if at is None:
            text = ""
        elif stale:
            text = f"as of {formatting.clock_time(at.utc)}"
        else:
            text = formatting.age(now.seconds_since(at))
        if text != self._age or stale is not self._stale:
            went = stale is not self._stale
            self._age, self._stale = text, stale
            if went:
                self._describe()
                self.updateGeometry()
            self.update()

    def _describe(self) -> None:
        figure = self._figure
        text = "not supplied" if figure.text == formatting.NOT_SUPPLIED else figure.text
        name = f"{self._label}: {text} {figure.unit}".rstrip()
        self.setAccessibleName(f"{name}, {self._age}" if self._stale else name)

    def sizeHint(self) -> QSize:
        height = measures.TILE_HEIGHT_SMALL if self._small else measures.TILE_HEIGHT
        return QSize(self._minimum_width(), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _minimum_width(self) -> int:
        padding = measures.TILE_PADDING_SMALL if self._small else measures.TILE_PADDING
        label = QFontMetricsF(text_font(TextRole.LABEL))
        # As wide as when stale, so that nothing moves when it becomes so.
        age = label.horizontalAdvance(_LONGEST_AGE) + measures.SHAPE_CELL + 5
        head = label.horizontalAdvance(self._label) + 12 + age
        value = QFontMetricsF(text_font(self._value_role)).horizontalAdvance(self._figure.text)
        if self._figure.unit:
            value += 8 + label.horizontalAdvance(self._figure.unit)
        if self._figure.is_pnl:
            value += 8 + measures.TRIANGLE_WIDTH_TILE
        return math.ceil(max(head, value)) + 2 * padding

    @property
    def _value_role(self) -> TextRole:
        return TextRole.TILE_VALUE_SMALL if self._small else TextRole.TILE_VALUE

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        palette = self._theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(palette.border, 1))
        painter.setBrush(palette.surface)
        radius = measures.RADIUS_PANEL - 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        padding = measures.TILE_PADDING_SMALL if self._small else measures.TILE_PADDING
        top = 7 if self._small else measures.TILE_PADDING_VERTICAL
        content = QRectF(padding, top, self.width() - 2 * padding, 0)
        self._paint_head(painter, content.adjusted(0, 0, 0, 16), palette)
        value_top = top + 16 + 3
        role = self._value_role
        self._paint_value(
            painter, QRectF(padding, value_top, content.width(), role.line_height), palette
        )
        if not self._small:
            note_top = self.height() - measures.TILE_PADDING_VERTICAL - 16
            self._paint_note(painter, QRectF(padding, note_top, content.width(), 16), palette)

    def _paint_head(self, painter: QPainter, rect: QRectF, palette: Palette) -> None:
        font = text_font(TextRole.LABEL)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        age_width = metrics.horizontalAdvance(self._age)
        ink = self._ink(palette.stale if self._stale else palette.text3)
        painter.setPen(ink)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect, right, self._age)
        if self._stale:
            size = measures.SHAPE_CELL
            left = rect.right() - age_width - 5 - size
            shape = QRectF(round(left), rect.top() + 2, size, size)
            paint_state_shape(painter, shape, StateShape.STALE, palette, color=ink)
            age_width += 5 + size
        room = rect.width() - age_width - 8
        painter.setPen(self._ink(palette.text2))
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, elided(self._label, font, room))

    def _paint_value(self, painter: QPainter, rect: QRectF, palette: Palette) -> None:
        figure = self._figure
        font = text_font(self._value_role)
        ink = palette.text
        if figure.is_pnl:
            ink = pnl_color(figure.pnl, palette, stale=self._stale)
        elif self._stale or figure.value == formatting.NOT_SUPPLIED:
            ink = palette.text3
        ink = self._ink(ink)
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, figure.text)
        right = rect.left() + QFontMetricsF(font).horizontalAdvance(figure.text) + 8
        if figure.is_pnl:
            width = measures.TRIANGLE_WIDTH_TILE
            slot = QRectF(right, rect.top(), width, rect.height())
            paint_triangle(painter, slot, formatting.pnl_sign(figure.pnl), ink)
        elif figure.unit:
            # On the figure's baseline, not in the middle of its height.
            metrics = QFontMetricsF(font)
            baseline = rect.top() + (rect.height() - metrics.height()) / 2 + metrics.ascent()
            painter.setFont(text_font(TextRole.LABEL))
            painter.setPen(self._ink(palette.text3))
            painter.drawText(round(right), round(baseline), figure.unit)

    def _paint_note(self, painter: QPainter, rect: QRectF, palette: Palette) -> None:
        left = rect.left()
        plain, strong = text_font(TextRole.LABEL), text_font(TextRole.HEADING)
        for words, figures in self._figure.note:
            for text, font, ink in (
                (words, plain, palette.text3),
                (figures, strong, palette.text3 if self._stale else palette.text2),
            ):
                if not text:
                    continue
                painter.setFont(font)
                painter.setPen(self._ink(ink))
                room = rect.right() - left
                part = QRectF(left, rect.top(), room, rect.height())
                painter.drawText(part, Qt.AlignmentFlag.AlignVCenter, elided(text, font, room))
                left += QFontMetricsF(font).horizontalAdvance(text) + 4
            left += 4

    def _ink(self, color: QColor) -> QColor:
        return color if self.isEnabled() else self._theme.palette.disabled
