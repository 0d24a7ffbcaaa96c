"""The chain: puts together what the answers, the failures and the figures say of each link."""

from collections.abc import Hashable

from ct_desktop.connection.connection import Connection
from ct_desktop.core.answer_findings import carrier_findings, problem_finding, sign_in_finding
from ct_desktop.core.chain import Chain, Finding, build_chain
from ct_desktop.core.chain_rules import (
    addon_finding,
    brokers_finding,
    nt8_finding,
    prices_finding,
    transport_finding,
)
from ct_desktop.core.links import LinkName
from ct_desktop.core.market_hours import market_is_open
from ct_desktop.core.moment import Moment
from ct_desktop.core.problems import Problem, ProblemKind
from ct_desktop.core.wording import problem
from ct_desktop.monitor.figures import Figures


class ChainWatch:
    """Owns the chain. A trouble stands until an answer proves its link."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.forget()

    def forget(self) -> None:
        """Begin anew, with nothing known."""
        self.chain: Chain = build_chain({})
        self._troubles: dict[LinkName, Finding] = {}
        self._proved_at: dict[LinkName, Moment] = {}
        self._stumbles: dict[Hashable, Finding] = {}

    def note_answer(self, proved: tuple[LinkName, ...], now: Moment) -> None:
        """An answer came, which proves the links on its way."""
        for name in proved:
            self._troubles.pop(name, None)
            self._proved_at[name] = now

    def note_trouble(self, trouble: Problem, now: Moment) -> None:
        """A call failed at one link, which proves those before it."""
        order = list(LinkName)
        self.note_answer(tuple(order[: order.index(trouble.link)]), now)
        self._troubles[trouble.link] = problem_finding(trouble, now)

    def note_stumble(self, question: Hashable, now: Moment) -> None:
        """A fault in this app kept ``question`` from being asked, which proves nothing.

        It is shown until the question went well.
        """
        self._stumbles[question] = problem_finding(problem(ProblemKind.WATCHING_FAILED), now)

    def forget_stumble(self, question: Hashable) -> None:
        """``question`` went well."""
        self._stumbles.pop(question, None)

    def rebuild(
        self, figures: Figures, now: Moment, *, examined: frozenset[LinkName] = frozenset()
    ) -> Chain:
        """The chain as everything known adds up now; ``examined`` are links under examination."""
        changing = {LinkName.SIGN_IN} if self._connection.is_changing_scope else ()
        self.chain = build_chain(
            self._findings(figures, now),
            checking=frozenset(changing),
            examined=examined,
            previous=self.chain,
        )
        return self.chain

    def _findings(self, figures: Figures, now: Moment) -> dict[LinkName, Finding]:
        sign_in = self._connection.sign_in
        found = {LinkName.SIGN_IN: sign_in_finding(sign_in, now)}
        found |= carrier_findings(self._connection.wire(), sign_in, self._proved_at)
        found |= self._figure_findings(figures, now)
        for stumble in self._stumbles.values():
            found[LinkName.CROSSTRADE] = stumble
        return found | self._troubles

    def _figure_findings(self, figures: Figures, now: Moment) -> dict[LinkName, Finding]:
        snapshot = figures.snapshot
        capabilities, self_test = snapshot.capabilities, snapshot.self_test
        found: dict[LinkName, Finding] = {}
        if self_test is not None:
            degraded = transport_finding(self_test.value, self_test.fetched_at)
            if degraded is not None:
                found[LinkName.CROSSTRADE] = degraded
        if capabilities is not None:
            # Versions are asked for once a session; each answer from NT8 shows that they hold.
            addon_at = self._proved_at.get(LinkName.ADDON, capabilities.fetched_at)
            nt8_at = self._proved_at.get(LinkName.NT8, capabilities.fetched_at)
            found[LinkName.ADDON] = addon_finding(
                capabilities.value, self_test.value if self_test else None, addon_at
            )
            found[LinkName.NT8] = nt8_finding(
                capabilities.value,
                nt8_at,
                answered_in=figures.answered_in,
                hidden_tools=figures.hidden_tools,
            )
        if snapshot.connections is not None:
            accounts = snapshot.accounts.value if snapshot.accounts else ()
            found[LinkName.BROKERS] = brokers_finding(
                snapshot.connections.value, accounts, snapshot.connections.fetched_at
            )
        if snapshot.positions is not None:
            found[LinkName.PRICES] = prices_finding(
                figures.price_watch, market_is_open(now.utc), snapshot.positions.fetched_at
            )
        return found
