"""One entry as plain text for the clipboard, to be shown to others: account names are masked."""

from collections.abc import Iterable
from datetime import UTC, datetime

from ct_desktop.core.activity import ActivityEntry, ActivityGroup
from ct_desktop.core.masking import mask_account_names
from ct_desktop.core.redaction import redact
from ct_desktop.core.wording_activity import account_in
from ct_desktop.ui.activity.entry_facts import entry_facts
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.state_shape import LINK_SHAPES, SHAPE_WORDS


def details_text(entry: ActivityEntry, now: datetime, account_names: Iterable[str]) -> str:
    """``entry`` at ``now``, which is in UTC; every one of ``account_names`` in it is masked.

    So is the account that a trading entry is about, which may be gone by now.
    """
    names = set(account_names)
    if entry.kind.group is ActivityGroup.TRADING:
        names.add(account_in(entry.title) or "")
    lines = [entry.title, f"Day: {formatting.date_time(entry.at)} ({_exact(entry.at)})"]
    lines += [f"{name}: {text}" for name, text in entry_facts(entry, now)]
    if entry.steps:
        lines.append("")
    for step in entry.steps:
        state = SHAPE_WORDS[LINK_SHAPES[step.state]]
        evidence = f": {step.evidence}" if step.evidence else ""
        lines.append(f"{formatting.clock_time(step.at)}  {state}  {step.title}{evidence}")
    return redact(mask_account_names("\n".join(lines), names)) + "\n"


def _exact(instant: datetime) -> str:
    """``2026-11-20T09:41:07Z``: whoever reads it may live elsewhere."""
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
