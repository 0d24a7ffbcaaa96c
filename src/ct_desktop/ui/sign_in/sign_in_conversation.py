"""One sign-in as the trader goes through it: a dialog, an attempt, and its repeats."""

import asyncio
from contextlib import aclosing

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMainWindow

from ct_desktop.connection.sign_in_attempt import PasteRejectedError, SignInAttempt
from ct_desktop.core.moment import Moment
from ct_desktop.core.problems import Action
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import StepState
from ct_desktop.desktop_session import current_remote_session
from ct_desktop.history.sign_in_entries import sign_in_failed
from ct_desktop.services import Services
from ct_desktop.ui.sign_in.dialog import SignInDialog
from ct_desktop.ui.theme.theme import Theme


async def open_in_browser(url: str) -> bool:
    """Open ``url`` in the system's browser by the desktop's own way; whether that began."""
    return QDesktopServices.openUrl(QUrl(url))


class SignInConversation:
    """Owns one dialog and the attempts made from it. Only the trader's clicks open a browser."""

    def __init__(self, theme: Theme, window: QMainWindow, services: Services) -> None:
        self._theme = theme
        self._window = window
        self._services = services
        self._dialog: SignInDialog | None = None
        self._attempt: SignInAttempt | None = None
        self._closed = asyncio.Event()
        self._register_anew = False

    @property
    def is_closed(self) -> bool:
        """Whether the trader is through with it; what it leaves to tidy up may take longer."""
        return self._closed.is_set()

    def tick(self, now: Moment) -> None:
        """Let the time left go on."""
        if self._dialog is not None:
            self._dialog.tick(now)

    async def run(self, scope: Scope, *, register_again: bool = False) -> None:
        """Show the dialog and sign in, again and again if the trader starts over, until closed."""
        dialog = SignInDialog(
            self._theme,
            self._window,
            scope=scope,
            client_name=self._services.connection.endpoint.client_name,
            remote=current_remote_session(),
        )
        self._dialog = dialog
        wanted: asyncio.Queue[Scope] = asyncio.Queue()
        dialog.finished.connect(lambda _result: self._closed.set())
        dialog.start_over_requested.connect(wanted.put_nowait)
        dialog.register_again_requested.connect(self._note_register_again)
        dialog.register_again_requested.connect(wanted.put_nowait)
        dialog.pasted.connect(self._paste)
        wanted.put_nowait(scope)
        self._register_anew = register_again
        try:
            dialog.open()
            await self._converse(dialog, wanted)
        finally:
            self._dialog = None
            dialog.close()
            dialog.deleteLater()

    async def _converse(self, dialog: SignInDialog, wanted: "asyncio.Queue[Scope]") -> None:
        async with asyncio.TaskGroup() as tasks:
            dialog.open_again_requested.connect(lambda: tasks.create_task(self._open_again()))
            attempts = tasks.create_task(self._attempts(dialog, wanted))
            await self._closed.wait()
            attempts.cancel()

    async def _attempts(self, dialog: SignInDialog, wanted: "asyncio.Queue[Scope]") -> None:
        while True:
            scope = await wanted.get()
            dialog.begin(scope, self._services.clock.now())
            self._attempt = self._services.new_sign_in(
                scope, open_browser=open_in_browser, register_anew=self._register_anew
            )
            # A registration made now is kept: starting over needs no other, unless it is refused.
            self._register_anew = False
            async with aclosing(self._attempt.steps()) as steps:
                async for step in steps:
                    dialog.show_step(step)
                    if step.state is StepState.FAILED and step.problem is not None:
                        self._services.activity.record(
                            sign_in_failed(step.problem, self._services.clock.now().utc)
                        )
                        self._register_anew = step.problem.action is Action.REGISTER_AGAIN

    def _note_register_again(self) -> None:
        self._register_anew = True

    async def _open_again(self) -> None:
        if self._attempt is not None:
            await self._attempt.open_again()

    def _paste(self, text: str) -> None:
        if self._attempt is None or self._dialog is None:
            return
        try:
            self._attempt.paste(text)
        except PasteRejectedError as rejected:
            self._dialog.show_paste_rejected(rejected.problem)
