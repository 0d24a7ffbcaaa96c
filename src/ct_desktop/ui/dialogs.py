"""The trader's conversations with the app, each a dialog, of which one is open at a time."""

from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from ct_desktop.core.moment import Moment
from ct_desktop.core.scopes import Scope
from ct_desktop.services import Services
from ct_desktop.ui.shell.window import MainWindow
from ct_desktop.ui.theme.theme import Theme


class Conversation(Protocol):
    """A dialog with what it drives."""

    @property
    def is_closed(self) -> bool:
        """Whether the trader is through with it; what it leaves to tidy up may take longer."""
        ...


class Dialogs:
    """Opens them. ``start`` runs a task as a child of the window's own.

    Each is made at once, so that a second click finds it, and imported only then.
    """

    def __init__(
        self,
        theme: Theme,
        window: MainWindow,
        services: Services,
        start: Callable[[Coroutine[Any, Any, None]], None],
    ) -> None:
        self._theme = theme
        self._window = window
        self._services = services
        self._start = start
        self._open: Conversation | None = None
        self._tick: Callable[[Moment], None] | None = None

    @property
    def is_open(self) -> bool:
        """Whether the trader is in one of them."""
        return self._open is not None and not self._open.is_closed

    def tick(self, now: Moment) -> None:
        """Let times go on."""
        if self._tick is not None:
            self._tick(now)

    def sign_in(self, scope: Scope, *, register_again: bool = False) -> None:
        """Sign in with ``scope``."""
        if self.is_open:
            return
        from ct_desktop.ui.sign_in.sign_in_conversation import (  # noqa: PLC0415 - see the class
            SignInConversation,
        )

        conversation = SignInConversation(self._theme, self._window, self._services)
        work = conversation.run(scope, register_again=register_again)
        self._begin(conversation, work, tick=conversation.tick)

    def change_scope(self, scope: Scope) -> None:
        """Change to ``scope``, once the trader has decided it there."""
        if self.is_open:
            return
        from ct_desktop.ui.scope_change.conversation import (  # noqa: PLC0415 - see the class
            ScopeChangeConversation,
        )

        conversation = ScopeChangeConversation(self._theme, self._window, self._services)
        self._begin(conversation, conversation.run(scope), tick=conversation.tick)

    def report(self) -> None:
        """Make the diagnostics report and show it."""
        if self.is_open:
            return
        from ct_desktop.ui.diagnostics.conversation import (  # noqa: PLC0415 - see the class
            DiagnosticsConversation,
        )

        conversation = DiagnosticsConversation(self._theme, self._window, self._services)
        self._begin(conversation, conversation.run())

    def about(self) -> None:
        """Show what the app says about itself."""
        if self.is_open:
            return
        from ct_desktop.ui.about.conversation import (  # noqa: PLC0415 - see the class
            AboutConversation,
        )

        conversation = AboutConversation(self._theme, self._window, self._services.folders)
        self._begin(conversation, conversation.run())

    def hold(self, conversation: Conversation, work: Coroutine[Any, Any, None]) -> bool:
        """Let one that somebody else made be the open one; whether there was none yet."""
        if self.is_open:
            work.close()
            return False
        self._begin(conversation, work)
        return True

    def _begin(
        self,
        conversation: Conversation,
        work: Coroutine[Any, Any, None],
        *,
        tick: Callable[[Moment], None] | None = None,
    ) -> None:
        self._open, self._tick = conversation, tick

        async def run() -> None:
            try:
                await work
            finally:
                if self._open is conversation:
                    self._open = self._tick = None

        self._start(run())
