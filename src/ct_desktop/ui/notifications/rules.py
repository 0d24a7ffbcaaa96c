"""The trader's settings about notifications, as the rules they stand for."""

from datetime import time

from ct_desktop.core.links import LinkName
from ct_desktop.core.notices import NoticeRules, QuietHours
from ct_desktop.profiles import ProfileSettings


def notice_rules(settings: ProfileSettings) -> NoticeRules:
    """What ``settings`` say about notices."""
    hours = settings.quiet_hours
    return NoticeRules(
        enabled=settings.notifications,
        after=settings.notify_after_seconds,
        links=frozenset(LinkName(name) for name in settings.notify_links),
        recovery=settings.notify_recovery,
        quiet_hours=QuietHours(*map(time.fromisoformat, hours)) if hours else None,
    )
