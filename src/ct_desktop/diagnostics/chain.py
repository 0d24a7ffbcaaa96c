"""The connection chain with its evidence, the sign-in, and what NT8's side says of itself."""

from collections.abc import Iterator

from ct_desktop.core.capabilities import SelfTest
from ct_desktop.core.chain import Link
from ct_desktop.core.diagnostic_report import Check, Fact, Section
from ct_desktop.core.links import LinkState
from ct_desktop.core.masking import MASK
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.sign_in import SignIn, SignInState, StepState
from ct_desktop.core.wording import LINK_TITLES
from ct_desktop.diagnostics.subject import Subject

_STATES = {
    LinkState.OK: "ok",
    LinkState.WARNING: "warning",
    LinkState.BROKEN: "BROKEN",
    LinkState.UNKNOWN: "not known",
    LinkState.CHECKING: "checking",
}


async def check_chain(subject: Subject) -> Section:
    """Bring the chain up to date and write it down."""
    if subject.connection.sign_in.state is SignInState.UNREAD:
        await subject.connection.load()
    return chain_section(subject, await subject.examine())


def chain_section(subject: Subject, state: MonitorState, *, note: str = "") -> Section:
    """The chain as ``state`` has it; ``note`` tells of what could not be waited for."""
    lifecycle = subject.connection.lifecycle
    facts = [*_sign_in_facts(state.sign_in)]
    if lifecycle is not None:
        facts.append(Fact("mcp_lifecycle", "MCP version in use", lifecycle.value))
    facts += _addon_facts(state)
    lines = tuple(line for link in state.chain.links for line in _link_lines(link))
    trouble = state.chain.first_trouble
    if trouble is not None and trouble.problem is not None:
        broken = trouble.state is LinkState.BROKEN
        result = StepState.FAILED if broken else StepState.WARNING
        summary = f"{LINK_TITLES[trouble.name]}: {trouble.problem.title}."
    elif note or any(link.state is not LinkState.OK for link in state.chain.links):
        result, summary = StepState.WARNING, "Not every link is known."
    else:
        result, summary = StepState.DONE, f"All {len(state.chain.links)} links are fine."
    summary = f"{note} {summary}" if note else summary
    return Section(Check.CHAIN, result, summary, tuple(facts), lines)


def _sign_in_facts(sign_in: SignIn) -> Iterator[Fact]:
    words = sign_in.state.value.replace("_", " ")
    yield Fact("sign_in", "Sign-in", f"{words}, offline" if sign_in.offline else words)
    if sign_in.problem is not None:
        yield Fact("sign_in_problem", "Its trouble", sign_in.problem.kind.value)
    if sign_in.scope is not None:
        yield Fact("scope", "Scope", sign_in.scope.value)
    times = (
        ("signed_in_since", "Signed in since", sign_in.signed_in_since),
        ("renewed_at", "Last renewed", sign_in.renewed_at),
        ("renews_at", "Renews at", sign_in.renews_at),
    )
    for key, label, at in times:
        if at is not None:
            yield Fact(key, label, f"{at:%Y-%m-%d %H:%M:%S} UTC")
    if sign_in.kept_in:
        yield Fact("kept_in", "Kept in", sign_in.kept_in)
    if sign_in.client_id_tail:
        yield Fact("client_id", "Client ID", f"{MASK}{sign_in.client_id_tail}")
    if sign_in.client_name:
        yield Fact("client_name", "Name at CrossTrade", sign_in.client_name)


def _addon_facts(state: MonitorState) -> Iterator[Fact]:
    snapshot = state.snapshot
    if snapshot.capabilities is not None:
        capabilities = snapshot.capabilities.value
        yield Fact("addon_version", "Add-on version", capabilities.addon_version or "not said")
        yield Fact("nt8_version", "NinjaTrader 8 version", capabilities.nt8_version or "not said")
        if capabilities.features:
            yield Fact("features", "Features", ", ".join(capabilities.features))
        for warning in capabilities.warnings:
            yield Fact("addon_warning", "Add-on’s warning", warning)
    if snapshot.self_test is not None:
        yield Fact("self_test", "Self-test", _self_test_words(snapshot.self_test.value))
    if snapshot.accounts is not None:
        yield Fact("accounts", "Accounts", str(len(snapshot.accounts.value)))


def _self_test_words(self_test: SelfTest) -> str:
    words = [f"transport {self_test.transport or 'not said'}"]
    words += [f"{name} {state}" for name, state in self_test.categories]
    words += [f"warning: {warning}" for warning in self_test.warnings]
    return ", ".join(words)


def _link_lines(link: Link) -> Iterator[str]:
    evidence = "; ".join(text for text in (link.evidence, link.detail) if text)
    at = f" (at {link.checked_at.utc:%H:%M:%S})" if link.checked_at is not None else ""
    heading = f"{LINK_TITLES[link.name]}: {_STATES[link.state]}"
    yield f"{heading}: {evidence}{at}" if evidence else heading
    if link.problem is not None:
        since = f", since {link.since.utc:%H:%M:%S}" if link.since is not None else ""
        yield f"  {link.problem.kind.value}{since}: {link.problem.cause}"
