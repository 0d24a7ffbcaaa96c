"""Privacy: how much is hidden from whoever else sees the screen."""

from ct_desktop.core.privacy import PrivacyLevel
from ct_desktop.core.sign_in import SignIn
from ct_desktop.core.wording_privacy import CHOICES, HIDE, HIDE_WORDS, TITLE
from ct_desktop.profiles import ProfileSettings
from ct_desktop.ui.controls.segments import Segments
from ct_desktop.ui.settings.section import Section
from ct_desktop.ui.shell.shortcuts import PRIVACY_KEYS
from ct_desktop.ui.theme.theme import Theme


class PrivacySection(Section):
    """The same three levels that the eye over every screen goes through."""

    title = TITLE
    names = ("privacy",)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.level = Segments(theme, HIDE, roomy=True)
        self.level.set_choices(CHOICES)
        self.level.chosen.connect(lambda key: self.change({"privacy": PrivacyLevel(key)}))
        self.add_row(HIDE, self.level, self.explanation(HIDE_WORDS), hint=PRIVACY_KEYS)

    def show_settings(
        self,
        settings: ProfileSettings,
        sign_in: SignIn,  # noqa: ARG002 - all alike
    ) -> None:
        self.level.choose(settings.privacy.value)
