"""Which faults and recoveries the trader is told of when looking elsewhere, each once.

Notices are about what lies on the trader's own side of the chain. A fault is told after it has
lasted a while, so that a hiccup stays quiet, and its recovery only if the fault was told. What
comes and goes is told again only after :data:`SPACING`. In quiet hours nothing is told; what still
stands when they end is told then.

Source: the requirements, section 4 (alerts that repeat are switched off).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from types import MappingProxyType
from typing import TypeAlias

from ct_desktop.core.chain import Chain, Link
from ct_desktop.core.limit_alerts import LimitKey
from ct_desktop.core.links import LinkName, LinkState
from ct_desktop.core.moment import Moment
from ct_desktop.core.problems import ProblemKind
from ct_desktop.core.wording import LINK_TITLES

SPACING = 300.0
"""Seconds between two faults of one link that are told."""

NOTICED_LINKS = frozenset({LinkName.ADDON, LinkName.NT8, LinkName.BROKERS, LinkName.PRICES})
"""The links that there are notices about."""


NoticeTopic: TypeAlias = LinkName | LimitKey
"""What a notice is about."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """A part of each day, in local time, that may span midnight. Equal ends cover nothing."""

    begin: time
    end: time

    def cover(self, local: time) -> bool:
        """Whether ``local`` lies within; the end itself does not."""
        if self.begin <= self.end:
            return self.begin <= local < self.end
        return local >= self.begin or local < self.end


@dataclass(frozen=True, slots=True)
class NoticeRules:
    """What the trader wants to be told. ``after`` is in seconds."""

    enabled: bool = True
    after: float = 10.0
    links: frozenset[LinkName] = NOTICED_LINKS
    recovery: bool = True
    quiet_hours: QuietHours | None = None

    def are_quiet(self, now: Moment) -> bool:
        """Whether ``now`` lies in the quiet hours, by this computer's clock."""
        return self.quiet_hours is not None and self.quiet_hours.cover(now.utc.astimezone().time())


@dataclass(frozen=True, slots=True)
class Notice:
    """One message, about a link or an account's limit.

    Of two about the same a later one takes the place of the earlier. ``sounds``: it is to be heard.
    """

    about: NoticeTopic
    title: str
    text: str
    is_recovery: bool = False
    sounds: bool = False


@dataclass(frozen=True, slots=True)
class _Told:
    """A fault that was told and has not recovered. ``since`` is when it began."""

    kind: ProblemKind
    since: Moment


_NONE_TOLD: Mapping[LinkName, _Told] = MappingProxyType({})
_NEVER: Mapping[LinkName, Moment] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class NoticeWatch:
    """What was told so far; fold each state of the chain into it with :func:`watch_notices`."""

    told: Mapping[LinkName, _Told] = field(default_factory=lambda: _NONE_TOLD)
    told_at: Mapping[LinkName, Moment] = field(default_factory=lambda: _NEVER)


def watch_notices(
    watch: NoticeWatch, chain: Chain, rules: NoticeRules, now: Moment
) -> tuple[NoticeWatch, tuple[Notice, ...]]:
    """What to tell now, and the watch after it."""
    told = dict(watch.told)
    told_at = dict(watch.told_at)
    notices: list[Notice] = []
    silent = rules.are_quiet(now) or not rules.enabled
    for link in chain.links:
        if link.name not in rules.links:
            told.pop(link.name, None)
        elif link.state is LinkState.OK:
            fault = told.pop(link.name, None)
            if fault is not None and rules.recovery and not silent:
                notices.append(_recovery(link.name, now.seconds_since(fault.since)))
        elif not silent and _is_due(link, watch, rules, now):
            notice, told[link.name] = _fault(link)
            told_at[link.name] = now
            notices.append(notice)
    return NoticeWatch(MappingProxyType(told), MappingProxyType(told_at)), tuple(notices)


def _is_due(link: Link, watch: NoticeWatch, rules: NoticeRules, now: Moment) -> bool:
    if link.problem is None or link.since is None or now.seconds_since(link.since) < rules.after:
        return False
    fault = watch.told.get(link.name)
    if fault is not None and fault.kind is link.problem.kind:
        return False
    at = watch.told_at.get(link.name)
    return at is None or now.seconds_since(at) >= SPACING


def _fault(link: Link) -> tuple[Notice, _Told]:
    assert link.problem is not None
    assert link.since is not None
    trouble = link.problem
    notice = Notice(link.name, trouble.title, f"{trouble.cause} {trouble.fix}")
    return notice, _Told(trouble.kind, link.since)


def _recovery(name: LinkName, seconds: float) -> Notice:
    minutes = round(seconds / 60)
    lasted = {0: "less than a minute", 1: "a minute"}.get(minutes, f"{minutes} minutes")
    return Notice(name, f"{LINK_TITLES[name]}: fine again", f"After {lasted}.", is_recovery=True)
