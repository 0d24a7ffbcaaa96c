"""The connection chain, a problem and the self-test as text for a terminal."""

from ct_desktop.core.capabilities import SelfTest
from ct_desktop.core.chain import Link
from ct_desktop.core.links import LinkState
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.problems import Problem
from ct_desktop.core.wording import ACTION_LABELS, LINK_TITLES, SCOPE_TITLES

_MARKS = {
    LinkState.OK: "ok",
    LinkState.WARNING: "warning",
    LinkState.BROKEN: "BROKEN",
    LinkState.UNKNOWN: "not known",
    LinkState.CHECKING: "checking",
}


def status_as_text(state: MonitorState) -> str:
    """``status``: one line a link, and beneath the one to mend its cause and remedy."""
    lines = [_link_as_text(link) for link in state.chain.links]
    trouble = state.chain.first_trouble
    if trouble is not None and trouble.problem is not None:
        lines += ["", problem_as_text(trouble.problem)]
    elif state.sign_in.scope is not None:
        lines += ["", f"Signed in: {SCOPE_TITLES[state.sign_in.scope]}"]
    return "\n".join(lines)


def _link_as_text(link: Link) -> str:
    evidence = "; ".join(text for text in (link.evidence, link.detail) if text)
    return f"{LINK_TITLES[link.name]:<14} {_MARKS[link.state]:<10} {evidence}".rstrip()


def problem_as_text(problem: Problem) -> str:
    """A problem's title, cause and fix, and when trying again can help."""
    text = f"{problem.title}. {problem.cause}\n{problem.fix}"
    if problem.retry_after is not None:
        text += f" Try again in {_span(problem.retry_after)}."
    return f"{text}\nNext: {ACTION_LABELS[problem.action]}."


def _span(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"


def self_test_as_text(self_test: SelfTest) -> str:
    """``selftest``: the transport, then one line a category, then warnings."""
    lines = [f"{'transport':<14} {self_test.transport or 'not said'}"]
    lines += [f"{name:<14} {state}" for name, state in self_test.categories]
    counted = (("passed", self_test.passed), ("failed", self_test.failed))
    lines += [f"{name:<14} {count}" for name, count in counted if count is not None]
    if self_test.skipped is not None:
        lines.append(f"{'skipped':<14} {self_test.skipped}")
    lines += [f"Warning: {warning}" for warning in self_test.warnings]
    return "\n".join(lines)


def self_test_failed(self_test: SelfTest) -> bool:
    """Whether anything in it is not well."""
    return bool(
        self_test.unavailable or self_test.failed or (self_test.transport or "ok").lower() != "ok"
    )
