"""A tile: one figure with its label, its age and, in a large window, a quiet third line."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ct_desktop.core.moment import Moment
from ct_desktop.core.snapshot import is_stale
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.pnl import paint_triangle, pnl_color
from ct_desktop.ui.controls.state_shape import StateShape, paint_state_shape
from ct_desktop.ui.controls.text import elided, plain_tool_tip
from ct_desktop.ui.controls.text_drawing import baseline, draw_text, text_width
from ct_desktop.ui.privacy import PRIVACY
from ct_desktop.ui.theme import measures
from ct_desktop.ui.theme.fonts import TextRole, text_font
from ct_desktop.ui.theme.palette import Palette
from ct_desktop.ui.theme.theme import Theme

_USUAL_AGE = "98 s"
_STALE_SHAPE = measures.SHAPE_CELL + 5
_HEAD_GAP = 8
"""Between the label and the age."""


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
    """One figure at a glance. ``label`` names it; its accessible name carries the whole.

    ``short_label`` stands instead where there is no room for the other.
    """

    def __init__(
        self, theme: Theme, label: str, parent: QWidget | None = None, *, short_label: str = ""
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = label
        self._short_name = short_label or label
        self._suffix = ""
        self._small = False
        self._figure = TileFigure()
        self._age = ""
        self._as_of = ""
        self._stale = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._describe()
        theme.changed.connect(self.update)
        PRIVACY.changed.connect(self._on_privacy)

    def _on_privacy(self) -> None:
        self._describe()
        self.updateGeometry()
        self.update()

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

    @property
    def _short_label(self) -> str:
        return f"{self._short_name}{self._suffix}"

    def show_figure(self, figure: TileFigure, now: Moment) -> None:
        """Show ``figure`` with its age at ``now``."""
        if figure != self._figure:
            before = self._minimum_width()
            self._figure = figure
            self._describe()
            if self._minimum_width() != before:
                self.updateGeometry()
            self.update(self._within_edge)
        self.tick(now)

    def tick(self, now: Moment) -> None:
        """Let the age go on."""
        at = self._figure.fetched_at
        stale = at is not None and is_stale(at, self._figure.limit, now)
        age = "" if at is None else formatting.age(now.seconds_since(at))
        as_of = "" if at is None or not stale else f"as of {formatting.clock_time(at.utc)}"
        if (age, as_of) != (self._age, self._as_of):
            went = stale is not self._stale
            self._age, self._as_of, self._stale = age, as_of, stale
            if went:
                self._describe()
                self.update()
            else:
                inside = self._within_edge
                inside.setBottom(self._value_top)
                self.update(inside)

    def _describe(self) -> None:
        figure = self._figure
        text = "not supplied" if figure.text == formatting.NOT_SUPPLIED else figure.text
        name = f"{self._label}: {text} {figure.unit}".rstrip()
        self.setAccessibleName(f"{name}, {self._as_of}" if self._stale else name)
        note = "  ".join(f"{words} {figures}".strip() for words, figures in figure.note)
        self.setAccessibleDescription(note)
        self.setToolTip(plain_tool_tip(note) if note else "")

    def sizeHint(self) -> QSize:
        height = measures.TILE_HEIGHT_SMALL if self._small else measures.TILE_HEIGHT
        return QSize(self._minimum_width(), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _minimum_width(self) -> int:
        padding = measures.TILE_PADDING_SMALL if self._small else measures.TILE_PADDING
        # As wide as when stale, so that nothing moves when it becomes so.
        age = text_width(_USUAL_AGE, TextRole.LABEL) + _STALE_SHAPE
        head = text_width(self._short_label, TextRole.LABEL) + _HEAD_GAP + age
        value = text_width(self._figure.text, self._value_role)
        if self._figure.unit:
            value += 8 + text_width(self._figure.unit, TextRole.LABEL)
        if self._figure.is_pnl:
            value += 8 + measures.TRIANGLE_WIDTH_TILE
        return math.ceil(max(head, value)) + 2 * padding

    @property
    def _value_role(self) -> TextRole:
        return TextRole.TILE_VALUE_SMALL if self._small else TextRole.TILE_VALUE

    @property
    def _within_edge(self) -> QRect:
        """All but the edge with its round corners, which never changes."""
        inset = measures.RADIUS_PANEL
        return self.rect().adjusted(inset, 1, -inset, -1)

    @property
    def _head_top(self) -> int:
        return 7 if self._small else measures.TILE_PADDING_VERTICAL

    @property
    def _value_top(self) -> int:
        return self._head_top + TextRole.LABEL.line_height + 3

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = self._theme.palette
        painter = QPainter(self)
        if self._within_edge.contains(event.rect()):
            painter.fillRect(event.rect(), palette.surface)
        else:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(palette.border, 1))
            painter.setBrush(palette.surface)
            edge = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            radius = measures.RADIUS_PANEL - 0.5
            painter.drawRoundedRect(edge, radius, radius)
        padding = measures.TILE_PADDING_SMALL if self._small else measures.TILE_PADDING
        width = self.width() - 2 * padding
        line = TextRole.LABEL.line_height
        self._paint_head(painter, QRectF(padding, self._head_top, width, line), palette)
        value_top = self._value_top
        if event.rect().bottom() <= value_top:
            # Every second the age goes on alone.
            return
        value = QRectF(padding, value_top, width, self._value_role.line_height)
        self._paint_value(painter, value, palette)
        if not self._small:
            note_top = self.height() - measures.TILE_PADDING_VERTICAL - line
            self._paint_note(painter, QRectF(padding, note_top, width, line), palette)

    def _paint_head(self, painter: QPainter, rect: QRectF, palette: Palette) -> None:
        role = TextRole.LABEL
        line = (rect.top(), rect.height())
        label, age = self._head_texts(rect.width())
        left = rect.right() - text_width(age, role)
        ink = self._ink(palette.stale if self._stale else palette.text3)
        painter.setPen(ink)
        draw_text(painter, age, role, left, line)
        if self._stale:
            left -= _STALE_SHAPE
            size = measures.SHAPE_CELL
            shape = QRectF(round(left), rect.top() + 2, size, size)
            paint_state_shape(painter, shape, StateShape.STALE, palette, color=ink)
        painter.setPen(self._ink(palette.text2))
        shown = _fitted(label, role, left - _HEAD_GAP - rect.left())
        draw_text(painter, shown, role, rect.left(), line)

    def _head_texts(self, room: float) -> tuple[str, str]:
        """The label and the age, as full as there is room for: the time goes on longest."""
        shape = _STALE_SHAPE if self._stale else 0
        ages = (self._as_of, self._age) if self._stale else (self._age,)
        for age in ages:
            for label in (self._label, self._short_label):
                taken = text_width(label, TextRole.LABEL) + text_width(age, TextRole.LABEL)
                if taken + _HEAD_GAP + shape <= room:
                    return label, age
        return self._short_label, self._age

    def _paint_value(self, painter: QPainter, rect: QRectF, palette: Palette) -> None:
        figure = self._figure
        role = self._value_role
        ink = palette.text
        if figure.is_pnl:
            ink = pnl_color(figure.pnl, palette, stale=self._stale)
        elif self._stale or figure.value == formatting.NOT_SUPPLIED:
            ink = palette.text3
        ink = self._ink(ink)
        line = (rect.top(), rect.height())
        painter.setPen(ink)
        draw_text(painter, figure.text, role, rect.left(), line)
        right = rect.left() + text_width(figure.text, role) + 8
        if figure.is_pnl:
            width = measures.TRIANGLE_WIDTH_TILE
            slot = QRectF(right, rect.top(), width, rect.height())
            paint_triangle(painter, slot, formatting.pnl_sign(figure.pnl), ink)
        elif figure.unit:
            # On the figure's baseline, not in the middle of its height.
            drop = baseline(role, line) - baseline(TextRole.LABEL, line)
            painter.setPen(self._ink(palette.text3))
            line = (rect.top() + drop, rect.height())
            draw_text(painter, figure.unit, TextRole.LABEL, right, line)

    def _paint_note(self, painter: QPainter, rect: QRectF, palette: Palette) -> None:
        """Paint as many parts as fit whole: half a figure is a wrong one."""
        line = (rect.top(), rect.height())
        left = rect.left()
        for words, figures in self._figure.note:
            words_width = text_width(words, TextRole.LABEL) + 4 if words else 0
            figures_width = text_width(figures, TextRole.HEADING) + 4 if figures else 0
            if left + words_width + figures_width - 4 > rect.right() + 0.5:
                painter.setPen(self._ink(palette.text3))
                draw_text(painter, "…", TextRole.LABEL, left, line)
                return
            painter.setPen(self._ink(palette.text3))
            draw_text(painter, words, TextRole.LABEL, left, line)
            painter.setPen(self._ink(palette.text3 if self._stale else palette.text2))
            draw_text(painter, figures, TextRole.HEADING, left + words_width, line)
            left += words_width + figures_width + 4

    def _ink(self, color: QColor) -> QColor:
        return color if self.isEnabled() else self._theme.palette.disabled


def _fitted(text: str, role: TextRole, room: float) -> str:
    if text_width(text, role) <= room:
        return text
    return elided(text, text_font(role), room)
