"""Values that the window's tests show: moments, chains and states of any trouble."""

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from ct_desktop.core.chain import Chain, Finding, build_chain
from ct_desktop.core.links import LinkName
from ct_desktop.core.moment import Dated, Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.problems import ProblemKind
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignIn, SignInState
from ct_desktop.core.snapshot import Snapshot
from ct_desktop.core.wording import problem

_ORIGIN = datetime(2026, 11, 22, 10, 41, 7, tzinfo=UTC)


def moment(seconds: float) -> Moment:
    """The moment ``seconds`` after the tests' origin."""
    return Moment(_ORIGIN + timedelta(seconds=seconds), 1000.0 + seconds)


def chain_with(*kinds: ProblemKind) -> Chain:
    """A chain that is fine but for these problems, found at the origin."""
    findings = {name: Finding("Fine", moment(0)) for name in LinkName}
    for kind in kinds:
        trouble = problem(kind)
        findings[trouble.link] = Finding(trouble.cause, moment(0), trouble)
    return build_chain(findings)


def state_with(*kinds: ProblemKind, scope: Scope | None = Scope.READ) -> MonitorState:
    """A signed-in state with figures from the origin and these problems."""
    return MonitorState(
        Snapshot(positions=Dated((), moment(0))),
        chain_with(*kinds),
        SignIn(SignInState.SIGNED_IN, scope=scope),
    )


def image_of(widget: QWidget) -> QImage:
    """What can be seen of ``widget`` now, on the ground that it lies on."""
    window = widget.window()
    return window.grab(QRect(widget.mapTo(window, QPoint()), widget.size())).toImage()


def colors_in(widget: QWidget) -> set[str]:
    """Every colour that can be seen in ``widget`` now, as ``#rrggbb``."""
    image = image_of(widget).convertToFormat(QImage.Format.Format_RGB32)
    return {QColor.fromRgb(pixel).name() for pixel in set(memoryview(image.bits()).cast("I"))}
