"""The window's life on the event loop: demo, services, content, and an end in order."""

import asyncio
import logging
import platform
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, suppress
from urllib.parse import urlsplit

from PySide6.QtCore import QEvent, QObject, SignalInstance, qVersion
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from ct_desktop import __version__
from ct_desktop.demo_child import DemoChild, DemoUnavailableError
from ct_desktop.log import configure_logging
from ct_desktop.profiles import (
    AppFolders,
    ProfileError,
    ProfileSettings,
    SettingsStore,
    profile_label,
    profile_name,
)
from ct_desktop.services import open_services
from ct_desktop.ui.desktop import Desktop
from ct_desktop.ui.launch import Ending, Launch, Outcome
from ct_desktop.ui.shell.window import MainWindow
from ct_desktop.ui.single_instance.wish import Wish
from ct_desktop.ui.theme.theme import Theme

_log = logging.getLogger(__name__)

_LISTEN_AFTER = 1.0
"""Seconds until a second start is heard, so that what this takes does not delay the first figures;
a second start waits for it."""

BLOCKING_THREADS = 4
"""For blocking work: small files and, once, the demo's start."""


class Lifecycle:
    """One window on one profile, from the first paint to the end.

    ``quit_wanted`` is the system's wish that the app ends. ``notice`` is what the trader should
    know about the settings that were read.
    """

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        store: SettingsStore,
        *,
        settings: ProfileSettings,
        folders: AppFolders,
        profile: str,
        launch: Launch,
        quit_wanted: SignalInstance,
        notice: str | None = None,
    ) -> None:
        self._quit_wanted = quit_wanted
        self._window = window
        self._desktop: Desktop | None = None
        self._is_ending = False
        self._theme = theme
        self._store = store
        self._settings = settings
        self._folders = folders
        self._profile = profile
        self._launch = launch
        self._notice = notice

    def run(self) -> Ending:
        """Live until the trader wants an end."""
        configure_logging(folder=self._folders.logs, debug=self._launch.debug)
        _log.info(
            "CrossTrade Desktop %s, profile %s, Python %s, Qt %s, %s",
            __version__,
            self._profile,
            platform.python_version(),
            qVersion(),
            platform.platform(),
        )
        if self._notice is not None:
            _log.warning("%s", self._notice)
        self._window.show_profile(self._label())
        with QEventLoop(QApplication.instance()) as loop:
            # qasync's own would start ten threads of Qt's at the first small file that is read.
            loop.set_default_executor(
                ThreadPoolExecutor(BLOCKING_THREADS, thread_name_prefix="blocking")
            )
            outcome: Ending = loop.run_until_complete(self._live(loop))
        # At once: no event loop runs any more, and at exit the window must go before Qt does.
        self._window.deleteLater()
        QApplication.sendPostedEvents(self._window, QEvent.Type.DeferredDelete)
        return outcome

    def _label(self) -> str:
        """What the window calls its profile."""
        saved = self._settings.profile_name
        try:
            return profile_label(self._folders, self._profile, saved)
        except ProfileError:
            # That the others cannot be read is told where they are listed.
            return profile_name(self._profile, saved)

    async def _live(self, loop: QEventLoop) -> Ending:
        ended: asyncio.Future[Ending] = loop.create_future()
        window = self._window
        geometry = window.geometry_text()

        def end(outcome: Ending) -> None:
            nonlocal geometry
            self._is_ending = True
            if not ended.done():
                ended.set_result(outcome)
                # Before it is hidden: then it no longer knows the frame around it.
                geometry = window.geometry_text()

        window.close_requested.connect(lambda: end(Outcome.QUIT))
        window.start_again_requested.connect(lambda: end(Outcome.START_AGAIN))
        quit_connection = self._quit_wanted.connect(lambda: end(Outcome.QUIT))
        if window.was_closed:
            # Closed while all this was being imported, when nobody listened yet.
            end(Outcome.QUIT)
        # A session that ends, or Ctrl+C in a terminal, is a quit like any other.
        with suppress(NotImplementedError):
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(number, end, Outcome.QUIT)
        async with asyncio.TaskGroup() as tasks:
            content = tasks.create_task(self._show_content(end))
            listening = tasks.create_task(self._hear_second_starts(end))
            outcome = await ended
            window.hide()
            content.cancel()
            listening.cancel()
        QObject.disconnect(quit_connection)
        await self._remember_window(geometry)
        return outcome

    async def _show_content(self, end: Callable[[Ending], None]) -> None:
        """Run the content until cancelled; a failure is shown, with a way on."""
        try:
            async with AsyncExitStack() as stack:
                await self._run_content(stack, end)
        except (DemoUnavailableError, ProfileError) as error:
            _log.warning("The window has no content: %s", error)
            self._fail(str(error))
        except Exception:
            _log.exception("The window's content failed")
            self._fail(
                f"Something went wrong inside the app. The log says what: {self._folders.logs}"
            )

    def _fail(self, words: str) -> None:
        self._window.show_failure(words)
        if self._window.isHidden() and not self._is_ending:
            # Without content there is no tray icon to bring it back.
            self._window.bring_forward()

    async def _hear_second_starts(self, end: Callable[[Ending], None]) -> None:
        """Do what those ask for who start the app again, until cancelled."""
        await asyncio.sleep(_LISTEN_AFTER)
        # Imported only now: together these take 50 ms.
        from ct_desktop.ui.single_instance.address import (  # noqa: PLC0415 - see above
            instance_address,
        )
        from ct_desktop.ui.single_instance.listener import (  # noqa: PLC0415 - see above
            InstanceListener,
        )

        address = instance_address(self._folders.profile(self._profile).data)
        listener = InstanceListener(address)
        listener.wished.connect(lambda wish: self._on_wish(wish, end))
        listener.listen()
        try:
            await asyncio.Event().wait()
        finally:
            listener.close()

    def _on_wish(self, wish: Wish, end: Callable[[Ending], None]) -> None:
        if wish is Wish.QUIT:
            end(Outcome.QUIT)
        elif wish is Wish.SECOND_SCREEN and self._desktop is not None:
            self._desktop.open_second_screen()
        elif wish is not Wish.STAY:
            self._window.bring_forward()

    async def _run_content(self, stack: AsyncExitStack, end: Callable[[Ending], None]) -> None:
        server_url = self._launch.server_url
        if self._launch.demo:
            server_url = await self._start_demo(stack)
        services = await stack.enter_async_context(
            open_services(folders=self._folders, profile=self._profile, server_url=server_url)
        )
        desktop = Desktop(
            self._window,
            self._theme,
            services,
            settings=self._settings,
            launch=self._launch,
            profile_label=self._label(),
            end=end,
            notice=self._notice,
        )
        if self._launch.second_screen:
            desktop.open_second_screen()
        self._desktop = desktop
        try:
            await desktop.run()
        finally:
            self._desktop = None

    async def _start_demo(self, stack: AsyncExitStack) -> str:
        """Start the simulated CrossTrade where it last was, so that its sign-in still holds."""
        self._window.show_opening("Starting the simulated CrossTrade")
        places = self._folders.profile(self._profile)
        saved = self._store.load().settings.server_url
        port = urlsplit(saved).port or 0
        state = places.data / "demo-state.json"
        child = DemoChild(scenario=self._launch.scenario, port=port, state=state)
        try:
            address = await child.start()
        except DemoUnavailableError:
            if not port:
                raise
            # Another program may hold last time's port; any other will do, with a new sign-in.
            child = DemoChild(scenario=self._launch.scenario, state=state)
            address = await child.start()
        stack.push_async_callback(asyncio.to_thread, child.stop)
        self._store.update(server_url=address.server_url)
        return address.server_url

    async def _remember_window(self, geometry: str | None) -> None:
        try:
            await asyncio.to_thread(self._store.update, window_geometry=geometry)
        except ProfileError as error:
            _log.warning("The window's place could not be saved: %s", error)
