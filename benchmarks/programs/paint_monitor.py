"""Our side of (d) and (f): the app's own Monitor screen.

With ``--in-turns`` it takes each snapshot in over several turns, as it does in the app.
"""

import sys

from PySide6.QtWidgets import QApplication

from benchmarks.programs.painting import serve_rounds
from ct_desktop.ui.monitor.screen import MonitorScreen
from ct_desktop.ui.theme.style import dress
from ct_desktop.ui.theme.theme import Theme

application = QApplication([])
theme = Theme()
dress(application, theme)
screen = MonitorScreen(theme)
if sys.argv[1:] == ["--in-turns"]:
    serve_rounds(screen, screen.take_in, lambda: screen.is_taking_in)
else:
    serve_rounds(screen, screen.show_state)
