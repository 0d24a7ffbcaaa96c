"""Opens and closes the second-screen view, and keeps it where the trader wants it."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, Signal

from ct_desktop.core.account_rules import AccountRules
from ct_desktop.core.drawdown import Peaks
from ct_desktop.core.moment import Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.wording_second_screen import NOT_KEPT_AWAKE
from ct_desktop.profiles import ProfileSettings, SecondScreenPlace, SettingsChanges, with_place
from ct_desktop.ui.second_screen.display_awake.keeper import DisplayKeeper, ask_system
from ct_desktop.ui.shell.window import MainWindow
from ct_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from ct_desktop.ui.second_screen.connected_monitors import MonitorWatch
    from ct_desktop.ui.second_screen.window import SecondScreenWindow


class SecondScreen(QObject):
    """Owns the window, which is built when it is first opened.

    ``settings`` are those in use, ``state`` is the newest with the present moment, ``peaks`` what
    trailing drawdowns follow; what the trader changes here goes out as
    :attr:`settings_changed`. Run :meth:`run` as one task.
    """

    settings_changed = Signal(object)
    """A :class:`SettingsChanges`."""
    quit_requested = Signal()
    check_requested = Signal()

    def __init__(
        self,
        main_window: MainWindow,
        theme: Theme,
        *,
        settings: Callable[[], ProfileSettings],
        state: Callable[[], tuple[MonitorState, Moment]],
        peaks: Callable[[], Peaks | None],
    ) -> None:
        super().__init__(main_window)
        self._main_window = main_window
        self._theme = theme
        self._settings = settings
        self._state = state
        self._peaks = peaks
        self._window: SecondScreenWindow | None = None
        self._monitors: MonitorWatch | None = None
        self._place = SecondScreenPlace("")
        self._stands_at: QRect | None = None
        self._is_open = False
        self._hid_main_window = False
        self._keeper = DisplayKeeper(ask_system, self._say_not_kept_awake)

    @property
    def is_open(self) -> bool:
        """Whether the view can be seen."""
        return self._is_open

    async def run(self) -> None:
        """Keep the display awake while that is wanted, until cancelled."""
        await self._keeper.run()

    def toggle(self) -> None:
        """Open it, or go back."""
        if self._is_open:
            self.close()
        else:
            self.open()

    def open(self) -> None:
        """Show it where it stood last on these monitors; if it is open, bring it forward."""
        window = self._built()
        if self._is_open:
            window.raise_()
            window.activateWindow()
            return
        self._is_open = True
        self.show_state(*self._state())
        self._apply(self._settings())
        self._put_in_place()
        window.activateWindow()
        window.say_how()

    def close(self) -> None:
        """Go back to the main window."""
        if not self._is_open or self._window is None:
            return
        self._is_open = False
        self._window.hide()
        self._keeper.want(awake=False)
        self._hid_main_window = False
        self._main_window.bring_forward()

    def end(self) -> None:
        """Close it for good, at once: no event loop may run any more."""
        self._is_open = False
        if self._window is not None:
            window, self._window = self._window, None
            window.hide()
            window.deleteLater()
            QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)

    def show_state(self, state: MonitorState, now: Moment) -> None:
        """Show ``state``, where that can be seen; or that there are no figures any more.

        A closed view keeps what it showed last, but not that of a sign-in that ended.
        """
        if self._window is not None and (self._is_open or state.snapshot.newest is None):
            rules = AccountRules.of(self._settings().account_rules)
            self._window.view.use_rules(rules, self._peaks())
            self._window.view.show_state(state, now)

    def tick(self, now: Moment) -> None:
        """Let ages go on."""
        if self._is_open and self._window is not None:
            self._window.view.tick(now)

    def show_settings(self) -> None:
        """Take over the settings as they are now."""
        if self._is_open:
            self._apply(self._settings())
            if self._wanted_place() != self._place:
                self._put_in_place()

    def _apply(self, settings: ProfileSettings) -> None:
        window = self._built()
        if settings.second_screen_locked is not window.is_locked:
            window.set_locked(locked=settings.second_screen_locked)
        window.view.set_dim_hours(settings.second_screen_dim_hours)
        self._keeper.want(awake=settings.second_screen_awake)
        if settings.second_screen_alone:
            self._hide_main_window()
        else:
            self._show_main_window()

    def _built(self) -> "SecondScreenWindow":
        if self._window is None:
            # Only now: it is not on the way to the first paint.
            from ct_desktop.ui.second_screen.connected_monitors import (  # noqa: PLC0415 - only now
                MonitorWatch,
            )
            from ct_desktop.ui.second_screen.window import (  # noqa: PLC0415 - see above
                SecondScreenWindow,
            )

            window = SecondScreenWindow(self._theme)
            window.setWindowTitle(f"{self._main_window.windowTitle()} – second screen")
            window.setWindowIcon(self._main_window.windowIcon())
            window.back_requested.connect(self.close)
            window.quit_requested.connect(self.quit_requested)
            window.check_requested.connect(self.check_requested)
            window.lock_changed.connect(
                lambda locked: self._change({"second_screen_locked": locked})
            )
            window.always_on_top_changed.connect(self._change_on_top)
            window.fill_changed.connect(self._change_fill)
            window.screen_chosen.connect(self._change_screen)
            window.moved.connect(self._remember_geometry)
            self._window = window
            self._monitors = MonitorWatch(self)
            self._monitors.changed.connect(self._on_monitors)
        return self._window

    # Where it stands

    def _wanted_place(self) -> SecondScreenPlace:
        from ct_desktop.ui.second_screen.connected_monitors import (  # noqa: PLC0415 - see _built
            connected_monitors,
        )
        from ct_desktop.ui.second_screen.monitor_layout import (  # noqa: PLC0415 - see _built
            place_on,
        )

        return place_on(
            connected_monitors(),
            self._settings().second_screen_places,
            main_window_on=self._main_window.screen().name(),
        )

    def _put_in_place(self) -> None:
        from ct_desktop.ui.second_screen.connected_monitors import (  # noqa: PLC0415 - see _built
            connected_monitors,
        )
        from ct_desktop.ui.second_screen.monitor_layout import (  # noqa: PLC0415 - see _built
            window_area,
        )

        place = self._place = self._wanted_place()
        monitor = next(each for each in connected_monitors() if each.name == place.screen)
        area = self._stands_at = QRect(*window_area(monitor, place))
        self._built().stand(
            place.screen, area, fills=place.geometry is None, on_top=place.always_on_top
        )

    def _on_monitors(self) -> None:
        if self._is_open:
            self._put_in_place()

    def _remember_geometry(self) -> None:
        window = self._window
        if not self._is_open or window is None or self._wanted_place() != self._place:
            # Moved by the system, because monitors came or went.
            return
        rect = window.geometry()
        if rect != self._stands_at:
            self._stands_at = rect
            geometry = (rect.x(), rect.y(), rect.width(), rect.height())
            self._remember(
                replace(self._wanted_place(), screen=window.screen().name(), geometry=geometry)
            )

    def _change_on_top(self, on_top: bool) -> None:
        self._remember(replace(self._wanted_place(), always_on_top=on_top))

    def _change_fill(self, fill: bool) -> None:
        self._remember(replace(self._wanted_place(), geometry=None if fill else self._middle()))

    def _change_screen(self, name: str) -> None:
        self._remember(replace(self._wanted_place(), screen=name))

    def _middle(self) -> tuple[int, int, int, int]:
        """Half as wide and high as the screen, in its middle."""
        room = self._built().screen().availableGeometry()
        width, height = room.width() // 2, room.height() // 2
        return (room.x() + width // 2, room.y() + height // 2, width, height)

    def _remember(self, place: SecondScreenPlace) -> None:
        places = with_place(self._settings().second_screen_places, place)
        if place.geometry is not None and place.geometry == self._geometry_now():
            # The window stands there already.
            self._place = place
        self._change({"second_screen_places": places})

    def _geometry_now(self) -> tuple[int, int, int, int]:
        rect = self._built().geometry()
        return (rect.x(), rect.y(), rect.width(), rect.height())

    def _change(self, changes: SettingsChanges) -> None:
        self.settings_changed.emit(changes)

    # The main window, the display

    def _hide_main_window(self) -> None:
        if self._main_window.isVisible():
            self._hid_main_window = True
            self._main_window.put_away()

    def _show_main_window(self) -> None:
        if self._hid_main_window:
            self._hid_main_window = False
            self._main_window.show()

    def _say_not_kept_awake(self) -> None:
        if self._is_open and self._window is not None:
            self._window.view.hint.say(NOT_KEPT_AWAKE)
