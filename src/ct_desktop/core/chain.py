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
    """One link as the trader sees it. ``since`` is when its present trouble was first found.

    ``is_checking`` while it is under examination: what is shown is what was known before.
    """

    name: LinkName
    state: LinkState
    evidence: str = ""
    detail: str = ""
    checked_at: Moment | None = None
    problem: Problem | None = None
    since: Moment | None = None
    is_checking: bool = False


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
    examined: frozenset[LinkName] = frozenset(),
    previous: Chain | None = None,
) -> Chain:
    """The chain that ``findings`` add up to.

    ``examined`` are the links under examination; they keep what was found before, if anything was.
    Of ``checking`` no finding is worth showing meanwhile. ``previous`` carries the start of
    troubles that go on.
    """
    links: list[Link] = []
    below_broken = False
    for name in LinkName:
        if below_broken:
            link = _below_broken(name, findings.get(name))
        elif name in checking:
            link = Link(name, LinkState.CHECKING, is_checking=True)
        else:
            link = _link(name, findings.get(name), is_checking=name in examined)
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


def _below_broken(name: LinkName, finding: Finding | None) -> Link:
    return Link(name, LinkState.UNKNOWN, evidence=finding.standing if finding else "")


def _link(name: LinkName, finding: Finding | None, *, is_checking: bool) -> Link:
    if finding is None:
        state = LinkState.CHECKING if is_checking else LinkState.UNKNOWN
        return Link(name, state, is_checking=is_checking)
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
        is_checking=is_checking,
    )
