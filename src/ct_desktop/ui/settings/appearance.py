"""Appearance: the theme, the colours of profit and loss, the tables."""

from dataclasses import replace

from ct_desktop.core.sign_in import SignIn
from ct_desktop.core.wording_settings import (
    FLASH_CHANGES,
    FLASH_CHANGES_WORDS,
    INTERFACE_SCALE,
    INTERFACE_SCALE_CHOICES,
    INTERFACE_SCALE_HINT,
    INTERFACE_SCALE_LATER,
    PNL_COLOURS,
    PNL_COLOURS_HINT,
    ROW_HEIGHT,
    ROW_HEIGHT_CHOICES,
    THEME,
    THEME_CHOICES,
)
from ct_desktop.profiles import ProfileSettings
from ct_desktop.profiles import Theme as ThemeSetting
from ct_desktop.profiles.settings import PnlColours
from ct_desktop.profiles.tables_view import RowHeight, TablesView
from ct_desktop.ui.controls.segments import Segments
from ct_desktop.ui.controls.switch import Switch
from ct_desktop.ui.settings.pnl_cards import PnlCards
from ct_desktop.ui.settings.section import Section
from ct_desktop.ui.theme.theme import Theme


class AppearanceSection(Section):
    """How the window looks."""

    title = "Appearance"
    names = ("theme", "interface_scale", "pnl_colours", "tables", "flash_changes")

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.theme = Segments(theme, THEME, roomy=True)
        self.theme.set_choices(THEME_CHOICES)
        self.theme.chosen.connect(lambda key: self.change({"theme": ThemeSetting(key)}))
        self.add_row(THEME, self.theme)
        self.scale = Segments(theme, INTERFACE_SCALE, roomy=True)
        self.scale.set_choices(INTERFACE_SCALE_CHOICES)
        self.scale.chosen.connect(lambda key: self.change({"interface_scale": int(key)}))
        self._later = self.explanation("")
        self.add_row(INTERFACE_SCALE, self.scale, self._later, hint=INTERFACE_SCALE_HINT)
        self._scale_now: int | None = None
        self.pnl_colours = PnlCards(theme)
        self.pnl_colours.chosen.connect(lambda key: self.change({"pnl_colours": PnlColours(key)}))
        self.add_row(PNL_COLOURS, self.pnl_colours, hint=PNL_COLOURS_HINT)
        self._tables = TablesView()
        self.row_height = Segments(theme, ROW_HEIGHT, roomy=True)
        self.row_height.set_choices(ROW_HEIGHT_CHOICES)
        self.row_height.chosen.connect(self._choose_row_height)
        self.add_row(ROW_HEIGHT, self.row_height)
        self.flash_changes = Switch(theme, FLASH_CHANGES_WORDS)
        self.flash_changes.clicked.connect(lambda on: self.change({"flash_changes": on}))
        self.add_row(FLASH_CHANGES, self.flash_changes, self.explanation(FLASH_CHANGES_WORDS))

    def _choose_row_height(self, key: str) -> None:
        self.change({"tables": replace(self._tables, row_height=RowHeight(key))})

    def show_settings(
        self,
        settings: ProfileSettings,
        sign_in: SignIn,  # noqa: ARG002 - all alike
    ) -> None:
        self.theme.choose(settings.theme.value)
        self.scale.choose(str(settings.interface_scale))
        if self._scale_now is None:
            # What the settings hold when they are first shown is what the app was started with.
            self._scale_now = settings.interface_scale
        moved = settings.interface_scale != self._scale_now
        self._later.setText(INTERFACE_SCALE_LATER if moved else "")
        self.pnl_colours.choose(settings.pnl_colours.value)
        self._tables = settings.tables
        self.row_height.choose(settings.tables.row_height.value)
        self.flash_changes.setChecked(settings.flash_changes)
