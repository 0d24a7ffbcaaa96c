"""Every problem has its exit code, by the link that it breaks."""

import pytest

from ct_desktop.cli.exit_codes import ExitCode, exit_code_of_chain, exit_code_of_problem
from ct_desktop.core.answer_findings import problem_finding
from ct_desktop.core.chain import build_chain
from ct_desktop.core.problems import ProblemKind
from ct_desktop.core.wording import problem
from support.ui_states import moment


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (ProblemKind.NAME_NOT_RESOLVED, ExitCode.UNREACHABLE),
        (ProblemKind.SERVER_ERROR, ExitCode.UNREACHABLE),
        (ProblemKind.TOKEN_REJECTED, ExitCode.SIGN_IN_NEEDED),
        (ProblemKind.AUTHORIZATION_DENIED, ExitCode.SIGN_IN_NEEDED),
        (ProblemKind.INSUFFICIENT_SCOPE, ExitCode.NOT_ALLOWED),
        (ProblemKind.PLAN_REQUIRED, ExitCode.NOT_ALLOWED),
        (ProblemKind.ADDON_OFFLINE, ExitCode.LINK_BROKEN),
        (ProblemKind.NT8_NOT_RESPONDING, ExitCode.LINK_BROKEN),
        (ProblemKind.NO_BROKER, ExitCode.LINK_BROKEN),
    ],
)
def test_a_problem_ends_a_command_with_its_links_code(kind: ProblemKind, code: ExitCode) -> None:
    assert exit_code_of_problem(problem(kind)) is code
    chain = build_chain({problem(kind).link: problem_finding(problem(kind), moment(0))})
    assert exit_code_of_chain(chain) is code


def test_no_problem_is_without_a_code() -> None:
    assert all(exit_code_of_problem(problem(kind)) >= ExitCode.LINK_BROKEN for kind in ProblemKind)


def test_a_warning_alone_is_well() -> None:
    warning = problem(ProblemKind.ADDON_OUTDATED)
    chain = build_chain({warning.link: problem_finding(warning, moment(0))})
    assert exit_code_of_chain(chain) is ExitCode.WELL
