"""Joins what is known of newer versions to the window: the line over the screens, the Settings."""

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from ct_desktop.profiles import ProfileSettings
from ct_desktop.ui.shell.window import MainWindow
from ct_desktop.ui.theme.theme import Theme
from ct_desktop.updates import Release, UpdateChecker, UpdateState

if TYPE_CHECKING:
    from ct_desktop.ui.settings.about import AboutSection
    from ct_desktop.ui.updates.banner import UpdateBanner


class Updates(QObject):
    """Lets ``checker`` ask where ``settings`` allow it. ``start`` runs what a person asked for."""

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        checker: UpdateChecker,
        *,
        settings: ProfileSettings,
        start: Callable[[Coroutine[Any, Any, None]], None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._banner: UpdateBanner | None = None
        self._checker = checker
        self._start = start
        self._section: AboutSection | None = None
        self._unsubscribe = checker.changed.subscribe(self._show)
        self.show_settings(settings)

    async def run(self, *, after: float) -> None:
        """Ask when it is time, from ``after`` seconds on, until cancelled."""
        await self._checker.run(after=after)

    def end(self) -> None:
        """Show nothing any more: the window is about to go."""
        self._unsubscribe()

    def show_settings(self, settings: ProfileSettings) -> None:
        """Go by other settings from now on."""
        self._checker.allow(settings.update_notice)

    def serve(self, section: "AboutSection") -> None:
        """Show in ``section`` how it stands, and do what the trader wishes there."""
        self._section = section
        section.question_requested.connect(lambda: self._start(self._checker.ask_now()))
        section.page_requested.connect(_open_page)
        section.show_updates(self._checker.state)

    def _show(self, state: UpdateState) -> None:
        if self._banner is None and state.news is not None:
            self._banner = self._build_banner()
        if self._banner is not None:
            self._banner.show_news(state.news)
        if self._section is not None:
            self._section.show_updates(state)

    def _build_banner(self) -> "UpdateBanner":
        # Only now: most starts have no news.
        from ct_desktop.ui.updates.banner import UpdateBanner  # noqa: PLC0415 - see above

        banner = UpdateBanner(self._theme)
        banner.page_requested.connect(_open_page)
        banner.skip_requested.connect(self._skip)
        self._window.stand_over_screens(banner)
        return banner

    def _skip(self, release: Release) -> None:
        self._start(self._checker.skip(release.version))


def _open_page(release: Release) -> None:
    """In the browser. The address was checked when the answer came."""
    QDesktopServices.openUrl(QUrl(release.page, QUrl.ParsingMode.StrictMode))
