"""What a system's notifications look like from here."""

import sys
from collections.abc import Callable
from typing import Protocol

from ct_desktop.core.notices import Notice
from ct_desktop.ui.tray.icon import TrayIcon

_HAS_SESSION_BUS: bool = sys.platform == "linux"


class NotificationChannel(Protocol):
    """A way to put notices before the trader. Run it as one task; ``show`` never waits."""

    def show(self, notice: Notice) -> None:
        """Show ``notice``, in place of an earlier one about the same where that can be."""
        ...

    async def run(self) -> None:
        """Deliver until cancelled. Where the system has no notifications, that is logged."""
        ...


def open_channel(icon: TrayIcon, on_pressed: Callable[[], None]) -> NotificationChannel:
    """This system's channel.

    ``icon`` is the app's; ``on_pressed`` is told when the trader presses a notice.
    """
    if _HAS_SESSION_BUS:
        from ct_desktop.ui.notifications.freedesktop import (  # noqa: PLC0415 - D-Bus is Linux's
            FreedesktopNotifications,
        )

        return FreedesktopNotifications(on_pressed)
    from ct_desktop.ui.notifications.tray_messages import (  # noqa: PLC0415 - not on Linux
        TrayMessages,
    )

    return TrayMessages(icon, on_pressed)
