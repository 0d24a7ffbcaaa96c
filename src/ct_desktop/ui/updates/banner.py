"""The line over every screen when there is a newer version."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ct_desktop import __version__
from ct_desktop.core import wording_updates as words
from ct_desktop.ui.controls.buttons import Button, ButtonSize
from ct_desktop.ui.controls.screen_banner import ScreenBanner
from ct_desktop.ui.controls.state_shape import StateShape
from ct_desktop.ui.theme.icons import IconName
from ct_desktop.ui.theme.palette import Token
from ct_desktop.ui.theme.theme import Theme
from ct_desktop.updates import Release

_LOOK: tuple[StateShape, Token, Token] = (StateShape.OK, "surface", "border_strong")
"""Nothing is wrong, and nothing is urgent."""


class UpdateBanner(ScreenBanner):
    """Names the version and what it changes. Each button puts it away until the next start."""

    page_requested = Signal(object)
    """Open the page about this :class:`Release` in the browser."""
    skip_requested = Signal(object)
    """Say no more of this :class:`Release`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self.open_page = Button(
            theme, words.OPEN_PAGE, size=ButtonSize.SMALL, icon=IconName.EXTERNAL
        )
        self.later = Button(theme, words.LATER, size=ButtonSize.SMALL)
        self.later.setAccessibleName(words.LATER_NAME)
        self.skip = Button(theme, words.SKIP, size=ButtonSize.SMALL)
        super().__init__(theme, self.open_page, self.later, self.skip, parent=parent)
        self._news: Release | None = None
        self._put_away: Release | None = None
        self.open_page.clicked.connect(lambda: self.page_requested.emit(self._news))
        self.skip.clicked.connect(lambda: self.skip_requested.emit(self._news))
        for button in (self.open_page, self.later, self.skip):
            button.clicked.connect(self._put_it_away)

    def show_news(self, news: Release | None) -> None:
        """Show ``news``, unless it was put away; or nothing."""
        before, self._news = self._news, news
        if news is None or news == self._put_away:
            self.hide()
            return
        told = (words.YOU_HAVE.format(version=__version__), words.changes_summary(news.changes))
        self._say(
            words.IS_OUT.format(version=news.version),
            " ".join(filter(None, told)),
            look=_LOOK,
            aloud=news != before,
        )

    def _put_it_away(self) -> None:
        self._put_away = self._news
        self.hide()
