"""This computer's clock beside the server's, which may refuse a sign-in for the difference."""

from ct_desktop.connection.server_clock import ServerClock
from ct_desktop.core.diagnostic_report import Check, Fact, Section
from ct_desktop.core.moment import Clock
from ct_desktop.core.sign_in import StepState
from ct_desktop.core.wording import clock_words


async def check_clock(clock: Clock, server_clock: ServerClock) -> Section:
    """``server_clock`` is as of the last answer, if there was one that told the time."""
    now = clock.now().utc
    facts: tuple[Fact, ...] = (
        Fact("utc", "This computer", f"{now:%Y-%m-%d %H:%M:%S} UTC"),
        Fact("offset", "Time zone", f"UTC{now.astimezone():%z}"),
    )
    ahead = server_clock.ahead
    if ahead is None:
        summary = "The server’s time is not known."
        return Section(Check.CLOCK, StepState.WARNING, summary, facts)
    facts = (*facts, Fact("ahead", "Ahead of the server", f"{ahead:+.0f} s"))
    if server_clock.wrong_by is not None:
        summary = f"This computer’s clock is {clock_words(server_clock.wrong_by)}."
        return Section(Check.CLOCK, StepState.FAILED, summary, facts)
    return Section(Check.CLOCK, StepState.DONE, "As the server’s, to a second or two.", facts)
