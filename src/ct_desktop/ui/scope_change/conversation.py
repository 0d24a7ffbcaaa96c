"""One change of scope as the trader goes through it: a dialog, the change, and the way back."""

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QMainWindow

from ct_desktop.connection.sign_in_attempt import PasteRejectedError
from ct_desktop.core.account_rules import AccountRules
from ct_desktop.core.accounts import Account, AccountClass
from ct_desktop.core.feeds import FeedState
from ct_desktop.core.moment import Moment
from ct_desktop.core.problems import Action
from ct_desktop.core.scope_change import ScopeChangeEnd
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignInState
from ct_desktop.core.snapshot import Snapshot
from ct_desktop.core.wording import ACTION_PAGES
from ct_desktop.desktop_session import current_remote_session
from ct_desktop.services import Services
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.scope_change.dialog import ScopeChangeDialog
from ct_desktop.ui.sign_in.sign_in_conversation import SignInConversation, open_in_browser
from ct_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from ct_desktop.connection.scope_change import ScopeChange


class ScopeChangeConversation:
    """Owns one dialog at a time and the change made from it. Only a click opens a browser."""

    def __init__(self, theme: Theme, window: QMainWindow, services: Services) -> None:
        self._theme = theme
        self._window = window
        self._services = services
        self._dialog: ScopeChangeDialog | None = None
        self._change: ScopeChange | None = None
        self._running: asyncio.Task[None] | None = None
        self._sign_in: SignInConversation | None = None
        self._is_stopped = False
        self._register_anew = False
        self._closed = False

    @property
    def is_closed(self) -> bool:
        """Whether the trader is through with it."""
        return self._closed

    def tick(self, now: Moment) -> None:
        """Let the time left go on."""
        for part in (self._dialog, self._sign_in):
            if part is not None:
                part.tick(now)

    async def run(self, to_scope: Scope) -> None:
        """Ask for the decision and change the scope, until the trader is through with it.

        Back to read-only, the trader's one click, changes or signs in without asking again.
        """
        try:
            goes_back = await self._converse(to_scope, decided=False)
            while goes_back:
                if self._services.connection.sign_in.state is SignInState.SIGNED_IN:
                    goes_back = await self._converse(Scope.READ, decided=True)
                else:
                    self._sign_in = SignInConversation(self._theme, self._window, self._services)
                    await self._sign_in.run(Scope.READ, register_again=self._register_anew)
                    goes_back = False
        finally:
            self._closed = True

    async def _converse(self, to_scope: Scope, *, decided: bool) -> bool:
        """One dialog, from the decision to its end; whether the trader wants to go back."""
        held = self._services.connection.sign_in.scope
        dialog = ScopeChangeDialog(
            self._theme,
            held or (Scope.READ if to_scope is Scope.TRADE else Scope.TRADE),
            to_scope,
            _funded_accounts(
                self._services.monitor.state.snapshot, await self._services.account_rules()
            ),
            self._window,
            client_name=self._services.connection.endpoint.client_name,
            remote=current_remote_session(),
        )
        finished: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

        def finish(*, goes_back: bool) -> None:
            if not finished.done():
                finished.set_result(goes_back)

        dialog.finished.connect(lambda _result: finish(goes_back=False))
        dialog.back_to_read_only_requested.connect(lambda: finish(goes_back=True))
        dialog.action_requested.connect(_open_page)
        dialog.pasted.connect(self._paste)
        dialog.cancelled.connect(self._stop)
        self._dialog = dialog
        try:
            dialog.open()
            async with asyncio.TaskGroup() as tasks:
                dialog.open_again_requested.connect(lambda: tasks.create_task(self._open_again()))

                def begin() -> None:
                    if self._running is None:
                        self._running = tasks.create_task(self._run_change(dialog, to_scope))

                dialog.change_requested.connect(begin)
                if decided:
                    begin()
                return await finished
        finally:
            self._dialog = self._change = self._running = None
            # Not close(), which only asks to stop while the change runs.
            dialog.done(QDialog.DialogCode.Rejected)
            dialog.deleteLater()

    async def _run_change(self, dialog: ScopeChangeDialog, to_scope: Scope) -> None:
        """Run the change and say what holds, also where the trader has stopped it."""
        services = self._services
        change = services.new_scope_change(
            to_scope, open_browser=open_in_browser, register_anew=self._register_anew
        )
        self._change = change
        self._is_stopped = False
        dialog.begin(services.clock.now())
        task = asyncio.current_task()
        try:
            async with aclosing(change.steps()) as steps:
                async for step in steps:
                    dialog.show_step(step, services.clock.now())
        except asyncio.CancelledError:
            if not self._is_stopped or task is None:
                raise
            # The trader's stop, which ends the change and not this conversation.
            task.uncancel()
        self._change = None
        if change.end is not None:
            dialog.show_end(change.end)
        self._register_anew = _asks_for_registration(change.end)

    def _stop(self) -> None:
        if self._running is not None:
            self._is_stopped = True
            self._running.cancel()

    async def _open_again(self) -> None:
        if self._change is not None:
            await self._change.open_again()

    def _paste(self, text: str) -> None:
        if self._change is None or self._dialog is None:
            return
        try:
            self._change.paste(text)
        except PasteRejectedError as rejected:
            self._dialog.show_paste_rejected(rejected.problem)


def _open_page(action: Action) -> None:
    QDesktopServices.openUrl(QUrl(ACTION_PAGES[action]))


def _asks_for_registration(end: ScopeChangeEnd | None) -> bool:
    """Whether CrossTrade no longer knows this computer, so that going back needs a new one."""
    problem = None if end is None else end.problem
    return problem is not None and problem.action is Action.REGISTER_AGAIN


def _funded_accounts(snapshot: Snapshot, rules: AccountRules) -> tuple[str, ...] | None:
    """The names of the funded accounts that may be connected; ``None`` where none was read."""
    accounts = snapshot.accounts
    if accounts is None:
        return None
    return tuple(
        formatting.account_name(account.display_name or account.name)
        for account in accounts.value
        if rules.class_of(account) is AccountClass.FUNDED and not _is_disconnected(account)
    )


def _is_disconnected(account: Account) -> bool:
    status = account.connection_status
    return status is not None and status.state is FeedState.DISCONNECTED
