"""Appearance: the theme."""

from ct_desktop.core.sign_in import SignIn
from ct_desktop.core.wording_settings import THEME, THEME_CHOICES
from ct_desktop.profiles import ProfileSettings
from ct_desktop.profiles import Theme as ThemeSetting
from ct_desktop.ui.controls.segments import Segments
from ct_desktop.ui.settings.section import Section
from ct_desktop.ui.theme.theme import Theme


class AppearanceSection(Section):
    """How the window looks."""

    title = "Appearance"
    names = ("theme",)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.theme = Segments(theme, THEME, roomy=True)
        self.theme.set_choices(THEME_CHOICES)
        self.theme.chosen.connect(lambda key: self.change({"theme": ThemeSetting(key)}))
        self.add_row(THEME, self.theme)

    def show_settings(self, settings: ProfileSettings, sign_in: SignIn) -> None:  # noqa: ARG002
        self.theme.choose(settings.theme.value)
