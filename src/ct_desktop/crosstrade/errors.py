"""What can go wrong with a typed call."""

from collections.abc import Mapping

from ct_desktop.core.problems import Problem, Refusal


class ToolNotOnReadList(Exception):  # noqa: N818 - says what is so, like the rest of this module
    """A tool was about to be called that this app must not call; no request was made.

    This is a mistake in the app, never the server's doing.
    """

    def __init__(self, tool: str) -> None:
        super().__init__(
            f"{tool[:80]!r} is not on this app's read list; see crosstrade/read_list.py"
        )
        self.tool = tool


class CallFailed(Exception):  # noqa: N818 - says what happened
    """A call that brought no answer to use: the problem for the trader, the refusal behind it.

    The text names the problem's kind alone, since the server's words may name accounts.
    """

    def __init__(self, problem: Problem, refusal: Refusal) -> None:
        super().__init__(f"CrossTrade call failed: {problem.kind}")
        self.problem = problem
        self.refusal = refusal


class UnusableAnswer(Exception):  # noqa: N818 - says what happened
    """An answer without the thing that was asked for. Stays inside this package."""


class FailureAnswer(Exception):  # noqa: N818 - says what happened
    """An answer whose ``document`` says that the call failed. Stays inside this package."""

    def __init__(self, document: Mapping[str, object]) -> None:
        super().__init__("the tool's answer reports a failure")
        self.document = document
