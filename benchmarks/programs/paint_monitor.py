"""Our side of (d): the app's own Monitor screen."""

from PySide6.QtWidgets import QApplication

from benchmarks.programs.painting import serve_rounds
from ct_desktop.ui.monitor.screen import MonitorScreen
from ct_desktop.ui.theme.style import dress
from ct_desktop.ui.theme.theme import Theme

application = QApplication([])
theme = Theme()
dress(application, theme)
screen = MonitorScreen(theme)
serve_rounds(screen, screen.show_state)
