"""Entries of the history as privacy mode shows them."""

import re
from collections.abc import Iterable
from dataclasses import replace

from ct_desktop.core.activity import ActivityEntry, ActivityGroup
from ct_desktop.core.masking import mask_account_names
from ct_desktop.core.privacy import AMOUNT_MASK, PrivacyLevel
from ct_desktop.core.wording_activity import account_in

_NUMBER = re.compile(r"(?<![\w.:,•-])[+−]?\d[\d,]*(?:\.\d+)?(?![\w:•-])(?![.,]\d)")
"""A number that stands by itself: no part of a contract (``ES 12-26``), a time (``10:41``) or
a name that is masked already."""


def masked_entry(
    entry: ActivityEntry, level: PrivacyLevel, account_names: Iterable[str]
) -> ActivityEntry:
    """``entry`` as it may be shown at ``level``.

    Of trading every number goes but contracts and times: whoever words an entry anew need not
    think of its mask. ``account_names`` are those known; the one that a title names needs not be
    among them, since the history outlives accounts.
    """
    if level is PrivacyLevel.OFF:
        return entry
    hides_numbers = entry.kind.group is ActivityGroup.TRADING
    names: set[str] = set()
    if level.hides_names:
        names = set(account_names)
        if hides_numbers:
            names.add(account_in(entry.title) or "")

    def masked(text: str) -> str:
        # Names first: an account may be called by a number.
        text = mask_account_names(text, names)
        return _NUMBER.sub(AMOUNT_MASK, text) if hides_numbers else text

    def masked_title(text: str) -> str:
        account = account_in(text) if hides_numbers else None
        if account is None or level.hides_names:
            return masked(text)
        return account + masked(text.removeprefix(account))

    return replace(
        entry,
        title=masked_title(entry.title),
        detail=masked(entry.detail),
        cause=masked(entry.cause),
        ended_by=masked(entry.ended_by),
        steps=tuple(
            replace(step, title=masked(step.title), evidence=masked(step.evidence))
            for step in entry.steps
        ),
    )
