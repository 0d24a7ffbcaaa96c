"""What the settings about notifications mean for the notices."""

from datetime import time

from ct_desktop.core.links import LinkName
from ct_desktop.core.notices import NOTICED_LINKS, Notice, NoticeRules, QuietHours
from ct_desktop.profiles import ProfileSettings
from ct_desktop.ui.notifications.notifier import Notifier
from ct_desktop.ui.notifications.rules import notice_rules
from support.connection_samples import addon_offline, healthy, later


class Shown:
    """A channel that keeps what it is given."""

    def __init__(self) -> None:
        self.notices: list[Notice] = []

    def show(self, notice: Notice) -> None:
        self.notices.append(notice)

    async def run(self) -> None:
        """Nothing to deliver."""


def test_by_default_every_link_is_told_after_a_while_with_its_recovery() -> None:
    assert notice_rules(ProfileSettings()) == NoticeRules(after=10, links=NOTICED_LINKS)


def test_each_setting_has_its_effect() -> None:
    settings = ProfileSettings(
        notifications=False,
        notify_after_seconds=30,
        notify_links=("nt8", "prices"),
        notify_recovery=False,
        quiet_hours=("22:00", "07:30"),
    )
    assert notice_rules(settings) == NoticeRules(
        enabled=False,
        after=30,
        links=frozenset({LinkName.NT8, LinkName.PRICES}),
        recovery=False,
        quiet_hours=QuietHours(time(22), time(7, 30)),
    )


def test_rules_that_change_count_from_the_next_state_on() -> None:
    shown = Shown()
    notifier = Notifier(shown, NoticeRules(enabled=False, after=0))
    chain = addon_offline().chain
    notifier.see(chain, later(60))
    assert shown.notices == []
    notifier.set_rules(NoticeRules(after=0))
    notifier.see(chain, later(61))
    notifier.see(chain, later(62))
    assert [notice.about for notice in shown.notices] == [LinkName.ADDON]
    notifier.see(healthy().chain, later(90))
    assert [notice.is_recovery for notice in shown.notices] == [False, True]
