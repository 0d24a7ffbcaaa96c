"""What one call's outcome says about the links it passed through.

An answer proves every link on its way; a problem proves those before the link it breaks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from ct_desktop.core.chain import Finding
from ct_desktop.core.links import LinkName
from ct_desktop.core.moment import Moment
from ct_desktop.core.problems import Problem, ProblemKind
from ct_desktop.core.sign_in import SignIn, SignInState
from ct_desktop.core.wording import SCOPE_TITLES, clock_words, problem

CARRIERS = (LinkName.NETWORK, LinkName.CROSSTRADE, LinkName.SIGN_IN, LinkName.PLAN)
"""The links that every call passes before it reaches the add-on."""

FORWARDED = (*CARRIERS, LinkName.ADDON, LinkName.NT8)
"""The links that an answer proves which NT8 itself gave."""


SLOW_FROM = 2.0
"""Seconds; a healthy answer takes some hundred milliseconds, and the heaviest about one second."""

SLOW_ANSWERS = 3
"""So many answers in a row tell a slow way from a single heavy question."""


@dataclass(frozen=True, slots=True)
class Wire:
    """The facts of the newest HTTP answer. ``durations`` are seconds, newest last.

    ``clock_wrong_by`` is by how many seconds this computer's clock is ahead of the server's
    (negative: behind) where that is much, else ``None``.
    """

    host: str
    status: int | None = None
    durations: Sequence[float] = ()
    clock_wrong_by: float | None = None

    @property
    def is_slow(self) -> bool:
        """Whether each of the last answers took long."""
        last = self.durations[-SLOW_ANSWERS:]
        return len(last) == SLOW_ANSWERS and min(last) >= SLOW_FROM


def carrier_findings(
    wire: Wire, sign_in: SignIn, proved_at: Mapping[LinkName, Moment]
) -> dict[LinkName, Finding]:
    """Findings for those of :data:`CARRIERS` that were proved, each as of when it was."""
    found: dict[LinkName, Finding] = {}
    if (at := proved_at.get(LinkName.NETWORK)) is not None:
        found[LinkName.NETWORK] = Finding(f"{wire.host} answers", at)
    if (at := proved_at.get(LinkName.CROSSTRADE)) is not None:
        answered = f"HTTP {wire.status}" if wire.status is not None else "Answered"
        if wire.durations:
            answered += f" in {duration_text(wire.durations[-1])}"
        slow = problem(ProblemKind.ANSWERS_SLOW) if wire.is_slow else None
        found[LinkName.CROSSTRADE] = Finding(answered, at, slow, detail=_answers_text(wire))
    if (at := proved_at.get(LinkName.SIGN_IN)) is not None:
        found[LinkName.SIGN_IN] = sign_in_finding(sign_in, at)
    if (at := proved_at.get(LinkName.PLAN)) is not None:
        found[LinkName.PLAN] = Finding(
            "Tool calls are allowed",
            at,
            detail="CrossTrade does not name the plan; the last call was not refused",
        )
    return found


def sign_in_finding(sign_in: SignIn, at: Moment) -> Finding:
    """What the sign-in itself says about its link."""
    if sign_in.state is SignInState.SIGNED_IN:
        scope = SCOPE_TITLES[sign_in.scope] if sign_in.scope else "Scope not named"
        times = []
        if sign_in.renews_at is not None:
            times.append(f"renews by itself at {sign_in.renews_at.astimezone():%H:%M}")
        if sign_in.renewed_at is not None:
            times.append(f"last renewed {sign_in.renewed_at.astimezone():%H:%M}")
        if not sign_in.persistent:
            times.append("kept until you quit")
        return Finding(
            f"{scope}, granted to this computer",
            at,
            problem=sign_in.problem,
            detail=", ".join(times).capitalize(),
            standing="Signed in, offline" if sign_in.offline else "Signed in",
        )
    trouble = sign_in.problem or problem(ProblemKind.NOT_SIGNED_IN)
    return Finding(trouble.title, at, problem=trouble)


def problem_finding(trouble: Problem, at: Moment, evidence: str = "") -> Finding:
    """The finding for the link that ``trouble`` breaks."""
    return Finding(evidence or trouble.title, at, problem=trouble)


def duration_text(seconds: float) -> str:
    """``212 ms`` or ``1.1 s``."""
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def _answers_text(wire: Wire) -> str:
    if wire.clock_wrong_by is None:
        return durations_text(wire.durations)
    return f"This computer’s clock is {clock_words(wire.clock_wrong_by)}"


def durations_text(durations: Sequence[float]) -> str:
    """The spread of the last answers, or nothing while there are fewer than five."""
    if len(durations) < 5:
        return ""
    return (
        f"Median of the last {len(durations)} answers {duration_text(median(durations))}, "
        f"slowest {duration_text(max(durations))}"
    )
