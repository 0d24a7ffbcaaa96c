"""What the exit code of every command means. Source: the design, section 7."""

from enum import IntEnum

from ct_desktop.core.chain import Chain
from ct_desktop.core.links import LinkName
from ct_desktop.core.problems import Problem, ProblemKind


class ExitCode(IntEnum):
    """One meaning a number, stable from the first release."""

    WELL = 0
    UNEXPECTED = 1
    USAGE = 2
    LINK_BROKEN = 3
    SIGN_IN_NEEDED = 4
    NOT_ALLOWED = 5
    UNREACHABLE = 6


_BY_LINK = {
    LinkName.NETWORK: ExitCode.UNREACHABLE,
    LinkName.CROSSTRADE: ExitCode.UNREACHABLE,
    LinkName.SIGN_IN: ExitCode.SIGN_IN_NEEDED,
    LinkName.PLAN: ExitCode.NOT_ALLOWED,
}


def exit_code_of_problem(problem: Problem) -> ExitCode:
    """The exit code of a command that this problem stopped."""
    if problem.kind is ProblemKind.INSUFFICIENT_SCOPE:
        return ExitCode.NOT_ALLOWED
    return _BY_LINK.get(problem.link, ExitCode.LINK_BROKEN)


def exit_code_of_chain(chain: Chain) -> ExitCode:
    """The exit code that the first broken link stands for; a warning alone is well."""
    broken = chain.first_broken
    if broken is None or broken.problem is None:
        return ExitCode.WELL
    return exit_code_of_problem(broken.problem)
