"""How often to ask while nothing is broken: by the trader's rules, who looks, and the market."""

from ct_desktop.core.links import LinkName
from ct_desktop.core.market_hours import market_is_open
from ct_desktop.core.moment import Moment
from ct_desktop.core.pace import QUIET, Pace, WatchingRules, watched_pace
from ct_desktop.core.price_watch import FROZEN_AFTER
from ct_desktop.core.request_budget import AskingReason
from ct_desktop.monitor.chain_watch import ChainWatch
from ct_desktop.monitor.figures import Figures


class Pacing:
    """``rules`` are the trader's; ``watched`` says whether anybody can see the figures."""

    def __init__(self, figures: Figures, chain_watch: ChainWatch) -> None:
        self._figures = figures
        self._chain_watch = chain_watch
        self.rules = WatchingRules()
        self.watched = True

    def pace(self, now: Moment) -> Pace:
        """The pace that is wanted at ``now``."""
        if self._may_be_slower(now):
            return QUIET.by(self.rules)
        brokers_in_trouble = self._chain_watch.chain[LinkName.BROKERS].problem is not None
        return watched_pace(self.rules, brokers=self._figures.all_at_once or brokers_in_trouble)

    def reason(self, now: Moment) -> AskingReason:
        """Why it is that pace."""
        if not self._may_be_slower(now):
            return AskingReason.WATCHED
        return AskingReason.MARKET_CLOSED if self.watched else AskingReason.HIDDEN

    def _may_be_slower(self, now: Moment) -> bool:
        return self.rules.slower_unwatched and (not self.watched or self._market_rests(now))

    def _market_rests(self, now: Moment) -> bool:
        """Whether the hours say closed and nothing that was watched for a while contradicts."""
        watch = self._figures.price_watch
        undecided = watch.instruments and watch.watched_for(now) < FROZEN_AFTER
        return not (market_is_open(now.utc) or undecided or watch.moved_lately(now))
