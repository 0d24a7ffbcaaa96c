"""Every state of the sign-in dialog, each reached by the steps that lead there."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from ct_desktop.core.problems import ProblemKind
from ct_desktop.core.remote_session import RemoteSession
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignInStage, SignInStep, StepState
from ct_desktop.core.wording import problem
from ct_desktop.ui.sign_in.dialog import SignInDialog
from support.ui_states import moment

AUTHORIZATION_URL = "https://app.crosstrade.io/oauth/authorize?state=s3cret"
CLIENT_NAME = "CrossTrade Desktop on TRADING-PC"

PORT = 51731


def running(stage: SignInStage, at: float = 0, **more: Any) -> SignInStep:
    """``stage`` begins, ``at`` seconds after the tests' origin."""
    return replace(SignInStep(stage, StepState.RUNNING, moment(at)), **more)


def done(stage: SignInStage, at: float = 0, **more: Any) -> SignInStep:
    """``stage`` is over, well unless ``state`` says otherwise."""
    return replace(SignInStep(stage, StepState.DONE, moment(at), duration=0.4), **more)


def wait_begins(dialog: SignInDialog, *, browser_opened: bool = True) -> None:
    """Bring the dialog to the wait for the browser, five minutes long."""
    dialog.show_step(done(SignInStage.DISCOVER))
    dialog.show_step(done(SignInStage.LISTEN, port=PORT))
    dialog.show_step(done(SignInStage.REGISTER))
    opened = StepState.DONE if browser_opened else StepState.WARNING
    dialog.show_step(done(SignInStage.OPEN_BROWSER, state=opened, browser_opened=browser_opened))
    deadline = moment(300)
    dialog.show_step(
        running(SignInStage.WAIT, authorization_url=AUTHORIZATION_URL, deadline=deadline)
    )


def fail(dialog: SignInDialog, stage: SignInStage, kind: ProblemKind, **more: float) -> None:
    """End the sign-in at ``stage``."""
    dialog.show_step(SignInStep(stage, StepState.FAILED, moment(82), problem=problem(kind, **more)))


def stray_answer(dialog: SignInDialog) -> None:
    """Something else than this sign-in's answer comes to the callback."""
    trouble = problem(ProblemKind.CALLBACK_REJECTED)
    dialog.show_step(SignInStep(SignInStage.WAIT, StepState.WARNING, moment(41), problem=trouble))


def stored(dialog: SignInDialog, **more: Any) -> None:
    """The answer came and everything after it went through."""
    dialog.show_step(done(SignInStage.WAIT, 82))
    dialog.show_step(done(SignInStage.EXCHANGE, 83))
    dialog.show_step(done(SignInStage.VERIFY, 84))
    dialog.show_step(done(SignInStage.STORE, 84, **{"granted_scope": Scope.READ, **more}))


@dataclass(frozen=True)
class SignInState:
    """A name, the way to the state from a dialog that was just begun, and where it is worked."""

    name: str
    reach: Callable[[SignInDialog], object]
    remote: RemoteSession | None = None

    def show(self, dialog: SignInDialog) -> None:
        """Bring ``dialog`` there."""
        dialog.begin(Scope.READ, moment(0))
        self.reach(dialog)


def _opening(dialog: SignInDialog) -> None:
    dialog.show_step(done(SignInStage.DISCOVER))
    dialog.show_step(done(SignInStage.LISTEN, port=PORT))
    dialog.show_step(done(SignInStage.REGISTER, registration_reused=True))
    dialog.show_step(running(SignInStage.OPEN_BROWSER))


def _waiting(dialog: SignInDialog) -> None:
    wait_begins(dialog)
    dialog.tick(moment(82))


def _overdue(dialog: SignInDialog) -> None:
    wait_begins(dialog)
    dialog.tick(moment(95))


def _stray(dialog: SignInDialog) -> None:
    wait_begins(dialog)
    stray_answer(dialog)
    dialog.tick(moment(44))


def _pasted(kind: ProblemKind) -> Callable[[SignInDialog], None]:
    def reach(dialog: SignInDialog) -> None:
        wait_begins(dialog)
        dialog.paste_address.click()
        dialog.show_paste_rejected(problem(kind))
        dialog.tick(moment(60))

    return reach


def _failed(stage: SignInStage, kind: ProblemKind, **more: float) -> Callable[[SignInDialog], None]:
    def reach(dialog: SignInDialog) -> None:
        stages = list(SignInStage)
        for before in stages[: stages.index(stage)]:
            dialog.show_step(done(before))
        fail(dialog, stage, kind, **more)

    return reach


def _without_browser(dialog: SignInDialog) -> None:
    wait_begins(dialog, browser_opened=False)


def _succeeded(**more: Any) -> Callable[[SignInDialog], None]:
    def reach(dialog: SignInDialog) -> None:
        wait_begins(dialog)
        stored(dialog, **more)

    return reach


STATES = (
    SignInState("opening", _opening),
    SignInState("waiting", _waiting),
    SignInState("browser-overdue", _overdue),
    SignInState("no-browser", _without_browser),
    SignInState("stray-answer", _stray),
    SignInState("pasted-nonsense", _pasted(ProblemKind.PASTE_UNRECOGNISED)),
    SignInState("pasted-the-link", _pasted(ProblemKind.PASTE_SIGN_IN_LINK)),
    SignInState("pasted-another-sign-in", _pasted(ProblemKind.PASTE_OTHER_SIGN_IN)),
    SignInState("pasted-a-part", _pasted(ProblemKind.PASTE_INCOMPLETE)),
    SignInState("pasted-too-late", _pasted(ProblemKind.PASTE_TOO_LATE)),
    SignInState("denied", _failed(SignInStage.WAIT, ProblemKind.AUTHORIZATION_DENIED)),
    SignInState("expired", _failed(SignInStage.WAIT, ProblemKind.AUTHORIZATION_TIMED_OUT)),
    SignInState("no-port", _failed(SignInStage.LISTEN, ProblemKind.PORT_UNAVAILABLE)),
    SignInState(
        "registration-limit",
        _failed(SignInStage.REGISTER, ProblemKind.REGISTRATION_LIMITED, retry_after=760.0),
    ),
    SignInState("client-unknown", _failed(SignInStage.EXCHANGE, ProblemKind.CLIENT_UNKNOWN)),
    SignInState("remote-desktop", _waiting, RemoteSession.REMOTE_DESKTOP),
    SignInState("remote-vnc", _waiting, RemoteSession.VNC),
    SignInState("remote-ssh", _without_browser, RemoteSession.SSH),
    SignInState("success", _succeeded()),
    SignInState(
        "success-until-quit",
        _succeeded(state=StepState.WARNING, problem=problem(ProblemKind.KEYCHAIN_MISSING)),
    ),
    SignInState("success-other-scope", _succeeded(granted_scope=Scope.TRADE)),
)
"""In the order in which a trader may meet them."""
