"""What Qt itself draws, dressed in the palette: Fusion, a QPalette and one small style sheet.

Most of the app's controls paint themselves; the style sheet is for the few that Qt draws.
"""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from ct_desktop.ui.theme.fonts import TextRole, text_font
from ct_desktop.ui.theme.palette import Palette
from ct_desktop.ui.theme.theme import Theme


def dress(application: QApplication, theme: Theme) -> None:
    """Give ``application`` the look of ``theme``, now and whenever it changes."""
    application.setStyle("Fusion")
    application.setFont(text_font(TextRole.BODY))
    _apply(application, theme.palette)
    theme.changed.connect(lambda palette: _apply(application, palette))


def _apply(application: QApplication, palette: Palette) -> None:
    application.setPalette(qt_palette(palette))
    application.setStyleSheet(style_sheet(palette))


def qt_palette(palette: Palette) -> QPalette:
    """The tokens in the roles that Qt's own drawing reads."""
    result = QPalette()
    roles = {
        QPalette.ColorRole.Window: palette.window,
        QPalette.ColorRole.WindowText: palette.text,
        QPalette.ColorRole.Base: palette.window,
        QPalette.ColorRole.AlternateBase: palette.raised,
        QPalette.ColorRole.Text: palette.text,
        QPalette.ColorRole.PlaceholderText: palette.text3,
        QPalette.ColorRole.Button: palette.surface,
        QPalette.ColorRole.ButtonText: palette.text,
        QPalette.ColorRole.BrightText: palette.broken,
        QPalette.ColorRole.Highlight: palette.accent_fill,
        QPalette.ColorRole.HighlightedText: palette.accent_text,
        QPalette.ColorRole.Accent: palette.accent,
        QPalette.ColorRole.Link: palette.accent,
        QPalette.ColorRole.LinkVisited: palette.accent,
        QPalette.ColorRole.ToolTipBase: palette.raised,
        QPalette.ColorRole.ToolTipText: palette.text,
        QPalette.ColorRole.Light: palette.hover,
        QPalette.ColorRole.Midlight: palette.hover,
        QPalette.ColorRole.Mid: palette.border,
        QPalette.ColorRole.Dark: palette.border,
        QPalette.ColorRole.Shadow: palette.border,
    }
    for role, color in roles.items():
        result.setColor(role, color)
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
        QPalette.ColorRole.PlaceholderText,
    ):
        result.setColor(QPalette.ColorGroup.Disabled, role, palette.disabled)
    return result


def style_sheet(palette: Palette) -> str:
    """The rules for scroll bars and tool tips, which have no palette roles of their own."""
    thumb = palette.border_strong.name()
    return f"""
QScrollBar:vertical {{ background: transparent; width: 14px; margin: 4px 4px 4px 4px; }}
QScrollBar:horizontal {{ background: transparent; height: 14px; margin: 4px 4px 4px 4px; }}
QScrollBar::handle {{ background: {thumb}; border-radius: 3px; }}
QScrollBar::handle:vertical {{ min-height: 24px; }}
QScrollBar::handle:horizontal {{ min-width: 24px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QAbstractScrollArea::corner {{ background: transparent; }}
QLineEdit {{ background: transparent; border: none; }}
QComboBox {{ combobox-popup: 0; }}
QComboBox QAbstractItemView {{
    background: {palette.raised.name()};
    color: {palette.text.name()};
    border: 1px solid {palette.border_strong.name()};
    selection-background-color: {palette.selected.name()};
    selection-color: {palette.text.name()};
    outline: none;
}}
QComboBox QAbstractItemView::item {{ min-height: 28px; padding-left: 8px; }}
QMenu {{
    background: {palette.raised.name()};
    border: 1px solid {palette.border_strong.name()};
    padding: 4px 0px;
}}
QMenu::item {{ color: {palette.text.name()}; padding: 4px 24px 4px 28px; }}
QMenu::item:selected {{ background: {palette.selected.name()}; }}
QMenu::item:disabled {{ color: {palette.disabled.name()}; }}
QMenu::separator {{ background: {palette.border.name()}; height: 1px; margin: 4px 0px; }}
QMenu::indicator {{ left: 8px; }}
QToolTip {{
    background: {palette.raised.name()};
    color: {palette.text.name()};
    border: 1px solid {palette.border_strong.name()};
    padding: 4px 8px;
}}
"""
