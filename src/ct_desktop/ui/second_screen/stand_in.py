"""Words that stand where the figures would, while there are none."""

from PySide6.QtGui import QPainter, QPaintEvent

from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.sign_in import SignInState
from ct_desktop.core.wording_second_screen import (
    NOT_SIGNED_IN,
    NOTHING_READ,
    READING,
    SIGN_IN_UNREAD,
)
from ct_desktop.ui.second_screen.scaled_part import ScaledPart
from ct_desktop.ui.second_screen.units import Type

_TITLE = Type(4.5, 600)
_DETAIL = Type(2.0)


def words_for(state: MonitorState) -> tuple[str, str] | None:
    """A title and what to do, or ``None`` where there are figures to show."""
    snapshot = state.snapshot
    if snapshot.accounts is not None or snapshot.positions is not None:
        return None
    if state.sign_in.state is SignInState.UNREAD:
        return SIGN_IN_UNREAD
    if state.sign_in.state is SignInState.SIGNED_OUT:
        return NOT_SIGNED_IN
    if state.chain.first_broken is not None:
        return NOTHING_READ
    return READING


class StandIn(ScaledPart):
    """A title and a line, in the middle."""

    _words = ("", "")

    def show_words(self, words: tuple[str, str] | None) -> None:
        """Show ``words``, or hide without."""
        if words is not None and words != self._words:
            self._words = words
            self.setAccessibleName(". ".join(words))
            self.update()
        self.setVisible(words is not None)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        palette, units = self._theme.palette, self._units
        painter = QPainter(self)
        middle = self.height() / 2
        for text, kind, ink, drop in (
            (self._words[0], _TITLE, palette.text, -1.6),
            (self._words[1], _DETAIL, palette.text2, 3.0),
        ):
            painter.setPen(ink)
            room = float(self.width())
            text_fitted, fitted = units.fitted(text, kind, room)
            left = (room - units.width(text_fitted, fitted)) / 2
            units.draw(painter, text_fitted, fitted, left, middle + units.px(drop))
