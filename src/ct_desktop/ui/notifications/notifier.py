"""Puts the chain's faults and recoveries before the trader, by the rules set for that."""

from dataclasses import replace

from ct_desktop.core.chain import Chain
from ct_desktop.core.moment import Moment
from ct_desktop.core.notices import Notice, NoticeRules, NoticeWatch, watch_notices
from ct_desktop.ui.notifications.channel import NotificationChannel


class Notifier:
    """Owns what was told so far.

    ``profile`` is named in every notice, unless it is empty: there may be windows on others.
    """

    def __init__(
        self, channel: NotificationChannel, rules: NoticeRules, *, profile: str = ""
    ) -> None:
        self._channel = channel
        self._rules = rules
        self._profile = profile
        self._watch = NoticeWatch()

    def set_rules(self, rules: NoticeRules) -> None:
        """Go by other rules from now on."""
        self._rules = rules

    def show_profile(self, name: str) -> None:
        """Name the profile otherwise from now on; not at all where ``name`` is empty."""
        self._profile = name

    def see(self, chain: Chain, now: Moment) -> None:
        """Tell what is due. Call it with each state, and each second, since faults grow older."""
        self._watch, notices = watch_notices(self._watch, chain, self._rules, now)
        for notice in notices:
            self.tell(notice)

    def is_quiet(self, now: Moment) -> bool:
        """Whether nothing is to be told now, by the quiet hours."""
        return self._rules.are_quiet(now)

    def tell(self, notice: Notice) -> None:
        """Tell what somebody else found; not in quiet hours."""
        if self._profile:
            notice = replace(notice, title=f"{notice.title} ({self._profile})")
        self._channel.show(notice)
