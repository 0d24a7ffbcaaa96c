"""The connection chain: which link is down, with the evidence for it.

Everything learnt about a link is a finding. A link below a broken one is unknown, never ok; below
a warning each is judged on its own evidence. Source: the design, section 3.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ct_desktop.core.links import LinkName, LinkState
from ct_desktop.core.moment import Moment
from ct_desktop.core.problems import Problem, Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """What was learnt about one link, and when.

    ``evidence`` is what came back, in a few words (masked where it could name a person);
    ``detail`` a second, quieter line. ``problem`` is ``None`` when the link is fine. ``standing``
    is what holds even while a broken link before this one keeps it from being checked.
    """

    evidence: str
    checked_at: Moment
    problem: Problem | None = None
    detail: str = ""
    standing: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """One link as the trader sees it. ``since`` is when its present trouble was first found."""

    name: LinkName
    state: LinkState
    evidence: str = ""
    detail: str = ""
    checked_at: Moment | None = None
    problem: Problem | None = None
    since: Moment | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """All eight links, in order."""

    links: tuple[Link, ...]

    def __getitem__(self, name: LinkName) -> Link:
        return next(link for link in self.links if link.name is name)

    @property
    def first_broken(self) -> Link | None:
        """The link to mend: the first broken one, or ``None``."""
        return next((link for link in self.links if link.state is LinkState.BROKEN), None)

    @property
    def first_trouble(self) -> Link | None:
        """The broken link, else the first with a warning, else ``None``."""
        warning = next((link for link in self.links if link.state is LinkState.WARNING), None)
        return self.first_broken or warning


def build_chain(
    findings: Mapping[LinkName, Finding],
    *,
    checking: frozenset[LinkName] = frozenset(),
    previous: Chain | None = None,
) -> Chain:
    """The chain that ``findings`` add up to.

    ``checking`` are links under examination that have no finding worth showing meanwhile.
    ``previous`` carries the start of troubles that go on.
    """
    links: list[Link] = []
    below_broken = False
    for name in LinkName:
        link = _link(name, findings.get(name), below_broken=below_broken, checking=name in checking)
        if link.problem is not None:
            before = previous[name] if previous is not None else None
            goes_on = (
                before is not None
                and before.problem is not None
                and before.problem.kind is link.problem.kind
            )
            since = before.since if before is not None and goes_on else link.checked_at
            link = replace(link, since=since)
        below_broken = below_broken or link.state is LinkState.BROKEN
        links.append(link)
    return Chain(tuple(links))


def _link(name: LinkName, finding: Finding | None, *, below_broken: bool, checking: bool) -> Link:
    if below_broken:
        return Link(name, LinkState.UNKNOWN, evidence=finding.standing if finding else "")
    if checking:
        return Link(name, LinkState.CHECKING)
    if finding is None:
        return Link(name, LinkState.UNKNOWN)
    state = LinkState.OK
    if finding.problem is not None:
        broken = finding.problem.severity is Severity.BROKEN
        state = LinkState.BROKEN if broken else LinkState.WARNING
    return Link(
        name=name,
        state=state,
        evidence=finding.evidence,
        detail=finding.detail,
        checked_at=finding.checked_at,
        problem=finding.problem,
    )
