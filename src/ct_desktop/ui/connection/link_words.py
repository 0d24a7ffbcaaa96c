"""What the row of one link says: pure words and shapes, without a pixel."""

from dataclasses import dataclass

from ct_desktop.core.chain import Chain, Link
from ct_desktop.core.links import LinkName, LinkState
from ct_desktop.core.moment import Moment
from ct_desktop.core.wording import LINK_TITLES, chain_summary
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.state_shape import LINK_SHAPES, SHAPE_WORDS, StateShape
from ct_desktop.ui.theme.palette import Token

TROUBLE_COLORS: dict[LinkState, Token] = {LinkState.WARNING: "warn", LinkState.BROKEN: "broken"}


@dataclass(frozen=True, slots=True)
class LinkWords:
    """One link's row. ``spoken`` is all of it in a sentence, for a screen reader."""

    shape: StateShape
    title: str
    title_color: Token
    evidence: str
    evidence_color: Token
    emphasised: bool
    detail: str
    age: str
    clock: str
    is_stale: bool
    spoken: str


def link_words(link: Link, chain: Chain, now: Moment, *, stale: bool) -> LinkWords:
    """The row of ``link`` at ``now``; ``stale`` as ``stale_links`` in the core says."""
    shape = StateShape.STALE if stale else LINK_SHAPES[link.state]
    trouble_color = TROUBLE_COLORS.get(link.state)
    evidence = _evidence(link, chain)
    unknown = link.state is LinkState.UNKNOWN
    at = link.checked_at
    return LinkWords(
        shape=shape,
        title=LINK_TITLES[link.name],
        title_color="text3" if unknown else "text",
        evidence=evidence,
        evidence_color=trouble_color or ("text3" if unknown or stale else "text"),
        emphasised=trouble_color is not None,
        detail=_detail(link, now),
        age=_age(link, now),
        clock=formatting.clock_time(at.utc) if at is not None else "",
        is_stale=stale,
        spoken=_spoken(link, shape, evidence),
    )


def summary(chain: Chain, stale: frozenset[LinkName]) -> str:
    """The whole chain in a few words: ``7 fine, 1 warning``, ``Add-on broken, 3 not known``."""
    broken = chain.first_broken
    if broken is not None:
        unknown = sum(link.state is LinkState.UNKNOWN for link in chain.links)
        words = f"{LINK_TITLES[broken.name]} broken"
        return f"{words}, {unknown} not known" if unknown else words
    if all(link.state is LinkState.UNKNOWN for link in chain.links):
        return "Nothing known yet"
    return chain_summary(chain, stale)


def _age(link: Link, now: Moment) -> str:
    """The age of what is shown, or that it is being looked at anew."""
    if link.checked_at is None:
        return ""
    if link.is_checking:
        return "checking"
    return formatting.age(now.seconds_since(link.checked_at))


def _evidence(link: Link, chain: Chain) -> str:
    if link.state is LinkState.CHECKING:
        return "Checking"
    if link.state is LinkState.UNKNOWN and not link.evidence:
        order = list(LinkName)
        broken = chain.first_broken
        if broken is not None and order.index(broken.name) < order.index(link.name):
            return f"Not known until {LINK_TITLES[broken.name]} is fine"
        return "Not checked yet"
    return link.evidence


def _detail(link: Link, now: Moment) -> str:
    parts = []
    if link.problem is not None and link.since is not None:
        lasted = formatting.elapsed(now.seconds_since(link.since))
        parts.append(f"Since {formatting.clock_time(link.since.utc)}, for {lasted}")
    if link.detail and link.state not in (LinkState.UNKNOWN, LinkState.CHECKING):
        parts.append(link.detail)
    return " · ".join(parts)


def _spoken(link: Link, shape: StateShape, evidence: str) -> str:
    if link.problem is not None:
        words = [SHAPE_WORDS[shape], link.problem.title]
        if link.since is not None:
            words.append(f"since {formatting.clock_time(link.since.utc)}")
    elif shape is StateShape.STALE and link.checked_at is not None:
        words = [f"as of {formatting.clock_time(link.checked_at.utc)}", evidence]
    elif link.state in (LinkState.UNKNOWN, LinkState.CHECKING):
        words = [evidence]
    else:
        words = [SHAPE_WORDS[shape], evidence]
    if link.is_checking and link.state is not LinkState.CHECKING:
        words.append("being checked")
    return f"{LINK_TITLES[link.name]}: {', '.join(words)}"
