"""What stands in one cell of a table, without a pixel."""

from dataclasses import dataclass

from ct_desktop.ui.controls.state_shape import StateShape
from ct_desktop.ui.equity.sparkline import Sparkline
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.palette import Token


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar before an amount: how much is left of a whole. ``share`` is from 0 to 1.

    ``None`` leaves the bar empty: its length would tell an amount that is not to be seen.
    """

    share: float | None
    color: Token


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    ``sign`` is 1, 0 or -1 in a column of profit and loss, which keeps a slot for the triangle and
    takes its colour from it, unless it ``is_stale``; ``None`` elsewhere. ``shape`` and ``arrow``
    (1 up, -1 down) stand before the text, ``tag`` behind it. A ``bar`` stands before an amount,
    and its ``shape`` before that. A ``sparkline`` stands in place of the text, which is how far it
    has come. ``spoken`` is for a screen reader where it says more than the text.
    """

    text: str
    color: Token = "text"
    role: TextRole = TextRole.BODY
    sign: int | None = None
    is_stale: bool = False
    shape: StateShape | None = None
    arrow: int = 0
    tag: str = ""
    bar: Bar | None = None
    sparkline: Sparkline | None = None
    spoken: str = ""
    tool_tip: str = ""
