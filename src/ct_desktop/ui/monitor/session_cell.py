"""The cell of an account's session: its equity line, which stands for how far it has come."""

from dataclasses import replace

from ct_desktop.core.wording_equity import EquityWords
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.equity.sparkline import Sparkline
from ct_desktop.ui.monitor.cell import Cell
from ct_desktop.ui.monitor.figure_cells import pnl_cell
from ct_desktop.ui.privacy import PRIVACY


def session_cell(session: Sparkline | None, currency: str | None, *, stale: bool) -> Cell:
    """The line of ``session``, whose shape tells as much as its figures and is hidden with them."""
    first = None if session is None else session.line.first
    if session is None or first is None:
        return Cell(
            formatting.NOT_SUPPLIED,
            "text3",
            spoken=EquityWords.EMPTY,
            tool_tip=EquityWords.EMPTY,
        )
    figure = pnl_cell(session.change, currency, stale=stale)
    words = f"{figure.spoken}{EquityWords.CHANGE_SINCE.format(time=formatting.date_time(first.at))}"
    return replace(
        figure,
        sparkline=None if PRIVACY.hides_amounts else session,
        spoken=words,
        tool_tip=words,
    )
