"""Every state of the scope dialog, each reached by the steps that lead there."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtWidgets import QMainWindow

from ct_desktop.core.problems import ProblemKind
from ct_desktop.core.scope_change import (
    ScopeChangeEnd,
    ScopeChangeStage,
    ScopeChangeStep,
    Standing,
)
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import RevocationOutcome, SignInStage, SignInStep, StepState
from ct_desktop.core.wording import ACCESS_MAY_LIVE_ON, problem
from ct_desktop.core.wording_scope import REVOKED_WORDS
from ct_desktop.ui.scope_change.dialog import ScopeChangeDialog
from ct_desktop.ui.theme.theme import Theme
from support.sign_in_states import AUTHORIZATION_URL, CLIENT_NAME, PORT
from support.ui_states import moment

FUNDED = ("APEX1234", "APEX1235", "APEX1236", "TPT-20917")


def running(stage: ScopeChangeStage, at: float = 0, **more: Any) -> ScopeChangeStep:
    """``stage`` begins, ``at`` seconds after the tests' origin."""
    return replace(ScopeChangeStep(stage, StepState.RUNNING, moment(at)), **more)


def done(stage: ScopeChangeStage, at: float = 0, **more: Any) -> ScopeChangeStep:
    """``stage`` is over, well unless ``state`` says otherwise."""
    return replace(ScopeChangeStep(stage, StepState.DONE, moment(at)), **more)


def failed(stage: ScopeChangeStage, kind: ProblemKind) -> ScopeChangeStep:
    """``stage`` failed by a problem of this kind."""
    return ScopeChangeStep(stage, StepState.FAILED, moment(82), problem=problem(kind))


def within(
    stage: ScopeChangeStage, beneath: SignInStage, state: StepState = StepState.RUNNING, **more: Any
) -> ScopeChangeStep:
    """``stage`` runs, and the sign-in beneath is at ``beneath``."""
    step = replace(SignInStep(beneath, state, moment(0)), **more)
    return running(stage, sign_in_step=step)


def feed(dialog: ScopeChangeDialog, *steps: ScopeChangeStep) -> None:
    """Let the change report ``steps``."""
    for step in steps:
        dialog.show_step(step, step.at)


def give_up_the_old(
    dialog: ScopeChangeDialog, outcome: RevocationOutcome = RevocationOutcome.REVOKED
) -> None:
    """Revoke and forget the present sign-in."""
    dialog.begin(moment(0))
    feed(
        dialog,
        running(ScopeChangeStage.REVOKE),
        within(ScopeChangeStage.REVOKE, SignInStage.DISCOVER),
        within(ScopeChangeStage.REVOKE, SignInStage.LISTEN, StepState.DONE, port=PORT),
        within(ScopeChangeStage.REVOKE, SignInStage.REGISTER, StepState.DONE),
        done(
            ScopeChangeStage.REVOKE,
            state=StepState.WARNING if outcome in ACCESS_MAY_LIVE_ON else StepState.DONE,
            outcome=outcome,
            detail=REVOKED_WORDS[outcome],
        ),
        running(ScopeChangeStage.FORGET),
        done(ScopeChangeStage.FORGET),
    )


def wait_begins(dialog: ScopeChangeDialog, *, browser_opened: bool = True) -> None:
    """Bring the dialog to the wait for the browser, five minutes long."""
    give_up_the_old(dialog)
    consent = ScopeChangeStage.CONSENT
    opened = StepState.DONE if browser_opened else StepState.WARNING
    feed(
        dialog,
        within(consent, SignInStage.OPEN_BROWSER),
        within(consent, SignInStage.OPEN_BROWSER, opened, browser_opened=browser_opened),
        within(
            consent, SignInStage.WAIT, authorization_url=AUTHORIZATION_URL, deadline=moment(300)
        ),
    )


def consent_given(dialog: ScopeChangeDialog) -> None:
    """The browser came back and everything after it went through."""
    wait_begins(dialog)
    feed(
        dialog,
        done(ScopeChangeStage.CONSENT, 82),
        running(ScopeChangeStage.VERIFY, 83),
        done(ScopeChangeStage.VERIFY, 83),
        running(ScopeChangeStage.STORE, 84),
        done(ScopeChangeStage.STORE, 84),
    )


@dataclass(frozen=True)
class ScopeChangeState:
    """A name, the way there from an opened dialog, and the change that is wanted."""

    name: str
    reach: Callable[[ScopeChangeDialog], object] = lambda _dialog: None
    to_scope: Scope = Scope.TRADE
    funded: tuple[str, ...] | None = FUNDED

    def open(self, theme: Theme, window: QMainWindow) -> ScopeChangeDialog:
        """A dialog over ``window``, opened and brought there."""
        from_scope = Scope.READ if self.to_scope is Scope.TRADE else Scope.TRADE
        dialog = ScopeChangeDialog(
            theme, from_scope, self.to_scope, self.funded, window, client_name=CLIENT_NAME
        )
        dialog.open()
        self.reach(dialog)
        return dialog


def _end(
    before: Callable[[ScopeChangeDialog], object],
    standing: Standing,
    scope: Scope | None,
    kind: ProblemKind | None = None,
    *,
    at: ScopeChangeStage = ScopeChangeStage.CONSENT,
    old_in_doubt: bool = False,
) -> Callable[[ScopeChangeDialog], None]:
    def reach(dialog: ScopeChangeDialog) -> None:
        before(dialog)
        trouble = None
        if kind is not None:
            trouble = problem(kind)
            feed(dialog, failed(at, kind))
        dialog.show_end(ScopeChangeEnd(standing, scope, trouble, old_in_doubt))

    return reach


def _revoking(dialog: ScopeChangeDialog) -> None:
    dialog.begin(moment(0))
    feed(dialog, running(ScopeChangeStage.REVOKE))


def _waiting(dialog: ScopeChangeDialog) -> None:
    wait_begins(dialog)
    dialog.tick(moment(82))


def _overdue(dialog: ScopeChangeDialog) -> None:
    wait_begins(dialog)
    dialog.tick(moment(95))


def _pasted(dialog: ScopeChangeDialog) -> None:
    wait_begins(dialog)
    dialog.paste_address.click()
    dialog.show_paste_rejected(problem(ProblemKind.PASTE_UNRECOGNISED))
    dialog.tick(moment(60))


def _verifying(dialog: ScopeChangeDialog) -> None:
    wait_begins(dialog)
    feed(
        dialog,
        done(ScopeChangeStage.CONSENT, 82),
        running(ScopeChangeStage.VERIFY, 83),
    )


def _stopping(dialog: ScopeChangeDialog) -> None:
    wait_begins(dialog)
    dialog.stop.click()


def _lives_on(dialog: ScopeChangeDialog) -> None:
    give_up_the_old(dialog, RevocationOutcome.UNREACHABLE)
    feed(dialog, within(ScopeChangeStage.CONSENT, SignInStage.OPEN_BROWSER))


_DENIED = ProblemKind.AUTHORIZATION_DENIED
_OFFLINE = ProblemKind.CANNOT_CONNECT

STATES = (
    ScopeChangeState("decision-up"),
    ScopeChangeState("decision-up-unfunded", funded=()),
    ScopeChangeState("decision-up-unknown", funded=None),
    ScopeChangeState("decision-down", to_scope=Scope.READ),
    ScopeChangeState("ticked", lambda dialog: dialog.understood.click()),
    ScopeChangeState("revoking", _revoking),
    ScopeChangeState("waiting", _waiting),
    ScopeChangeState("browser-overdue", _overdue),
    ScopeChangeState("no-browser", lambda dialog: wait_begins(dialog, browser_opened=False)),
    ScopeChangeState("pasted-nonsense", _pasted),
    ScopeChangeState("verifying", _verifying),
    ScopeChangeState("stopping", _stopping),
    ScopeChangeState("changed-up", _end(consent_given, Standing.CHANGED, Scope.TRADE)),
    ScopeChangeState(
        "changed-down", _end(consent_given, Standing.CHANGED, Scope.READ), to_scope=Scope.READ
    ),
    ScopeChangeState(
        "changed-until-quit",
        _end(
            consent_given,
            Standing.CHANGED,
            Scope.TRADE,
            ProblemKind.KEYCHAIN_MISSING,
            at=ScopeChangeStage.STORE,
        ),
    ),
    ScopeChangeState("other-scope", _end(consent_given, Standing.OTHER_SCOPE, Scope.READ)),
    ScopeChangeState(
        "other-scope-down",
        _end(consent_given, Standing.OTHER_SCOPE, Scope.TRADE),
        to_scope=Scope.READ,
    ),
    ScopeChangeState(
        "unchanged",
        _end(_revoking, Standing.UNCHANGED, Scope.READ, _OFFLINE, at=ScopeChangeStage.REVOKE),
    ),
    ScopeChangeState(
        "unchanged-down",
        _end(_revoking, Standing.UNCHANGED, Scope.TRADE, _OFFLINE, at=ScopeChangeStage.REVOKE),
        to_scope=Scope.READ,
    ),
    ScopeChangeState("denied", _end(wait_begins, Standing.SIGNED_OUT, None, _DENIED)),
    ScopeChangeState(
        "expired",
        _end(wait_begins, Standing.SIGNED_OUT, None, ProblemKind.AUTHORIZATION_TIMED_OUT),
    ),
    ScopeChangeState("stopped", _end(_stopping, Standing.SIGNED_OUT, None)),
    ScopeChangeState("offline-later", _end(wait_begins, Standing.SIGNED_OUT, None, _OFFLINE)),
    ScopeChangeState("old-lives-on", _end(_lives_on, Standing.OLD_MAY_LIVE_ON, None, _OFFLINE)),
    ScopeChangeState(
        "changed-old-lives-on",
        _end(consent_given, Standing.CHANGED, Scope.TRADE, old_in_doubt=True),
    ),
)
"""In the order in which a trader may meet them."""
