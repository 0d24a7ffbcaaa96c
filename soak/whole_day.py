"""Leads a day from its warm-up to its end; prints what it costs and says which bounds it broke."""

import asyncio
from itertools import cycle

from soak.bounds import RECOVERY
from soak.day import Day
from soak.form import Form
from soak.pressed_time import wall_clock
from soak.report import HEADINGS, grown, line, summary
from soak.resources import Held

_BEGAN = wall_clock()

_MOST_NAMED = 10
"""Of figures that were not marked."""


async def go_through(day: Day, form: Form) -> list[str]:
    """A sentence for each bound that was broken."""
    async with asyncio.TaskGroup() as tasks:
        beating = tasks.create_task(day.beat())
        await day.begin()
        for episode in form.episodes:
            await day.episode(episode, form.warm_up)
        before = after = await day.held()
        at_first = await day.polls()
        print(HEADINGS, flush=True)
        polls, printed = 0, 0
        _print(day, 0, before, before)
        for number, episode in enumerate(cycle(form.episodes), start=1):
            await day.episode(episode, form.day)
            polls = await day.polls() - at_first
            is_over = polls >= form.polls and number >= len(form.episodes)
            if polls >= printed + form.step or is_over:
                printed = polls // form.step * form.step
                after = await day.held()
                _print(day, polls, after, before)
            if is_over:
                break
        beating.cancel()
    print(summary(day.findings, await day.renewals()))
    print(grown(before, after), flush=True)
    return [*_faults(day), *form.bounds.broken(before, after)]


def _print(day: Day, polls: int, held: Held, before: Held) -> None:
    print(line(polls, day.now().utc, wall_clock() - _BEGAN, held, before), flush=True)


def _faults(day: Day) -> list[str]:
    findings = day.findings
    found = [
        f"Not well {RECOVERY:.0f} s after {each.scenario}: {each.lacking}."
        for each in findings.missed
    ]
    found += [f"Nothing was noticed of {name}." for name in findings.unnoticed]
    if findings.unmarked:
        found.append(f"{len(findings.unmarked):,} old figures were not marked:")
        found += [f"  {words}" for words in findings.unmarked[:_MOST_NAMED]]
    return found
