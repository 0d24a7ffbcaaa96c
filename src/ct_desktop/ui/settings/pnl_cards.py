"""The choice of colours for profit and loss: a card each, with figures as they will look."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ct_desktop.core.wording_settings import PNL_CHOICES, PNL_COLOURS
from ct_desktop.ui.controls.pnl import paint_pnl_sample, pnl_slot_width
from ct_desktop.ui.controls.radio_card import RADIO_SIZE, RadioCard
from ct_desktop.ui.theme.fonts import TextRole, text_font
from ct_desktop.ui.theme.measures import RADIUS_CONTROL
from ct_desktop.ui.theme.pnl_colours import PnlColours, with_pnl_colours
from ct_desktop.ui.theme.theme import Theme

_PADDING = 10
_WIDTH, _HEIGHT = 168, 68
_SAMPLES = ("+412.60", "−96.84")


class _PnlCard(RadioCard):
    """One pair of colours; the whole card is the button."""

    def __init__(self, theme: Theme, colours: PnlColours, name: str) -> None:
        super().__init__(theme, name)
        self.colours = colours
        # In a small window a card gives way as far as its content lets it.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint().expandedTo(QSize(_WIDTH, _HEIGHT))

    def minimumSizeHint(self) -> QSize:
        name = QFontMetricsF(text_font(TextRole.NAME)).horizontalAdvance(self.text())
        samples = QFontMetricsF(text_font(TextRole.BODY)).horizontalAdvance("+412.60−96.84")
        needed = max(name + RADIO_SIZE + 8, samples + 2 * pnl_slot_width() + 6)
        return QSize(round(needed) + 2 * _PADDING, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        painter = QPainter(self)
        self.paint_card(painter, radius=RADIUS_CONTROL, ring=QPointF(_PADDING, _PADDING))
        self._paint_words(painter)

    def _paint_words(self, painter: QPainter) -> None:
        palette = self._theme.palette
        off = None if self.isEnabled() else palette.disabled
        painter.setFont(text_font(TextRole.NAME))
        painter.setPen(off or palette.text)
        left = _PADDING + RADIO_SIZE + 8
        line = QRectF(left, _PADDING - 2, self.width() - left - _PADDING, RADIO_SIZE + 4)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, self.text())
        shown = with_pnl_colours(palette, self.colours)
        # The first stands at the left: its box is as wide as it is.
        profit = QFontMetricsF(text_font(TextRole.BODY)).horizontalAdvance(_SAMPLES[0])
        widths = (profit + pnl_slot_width(), self.width() - 2 * _PADDING)
        for width, text in zip(widths, _SAMPLES, strict=True):
            box = QRectF(_PADDING, self.height() - _PADDING - 20, width, 20)
            paint_pnl_sample(painter, box, text, shown, text_font(TextRole.BODY), color=off)


class PnlCards(QWidget):
    """The cards; the arrow keys go from one to the next."""

    chosen = Signal(str)
    """The key of the colours that the trader chose."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(PNL_COLOURS)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.cards = tuple(_PnlCard(theme, PnlColours(key), name) for key, name in PNL_CHOICES)
        for card in self.cards:
            row.addWidget(card)
            card.clicked.connect(lambda _=False, card=card: self.chosen.emit(card.colours.value))
        self.setFocusProxy(self.cards[0])

    def choose(self, key: str) -> None:
        """Show that these colours are chosen; no signal comes of it."""
        for card in self.cards:
            if card.colours.value == key:
                card.setChecked(True)
                self.setFocusProxy(card)
