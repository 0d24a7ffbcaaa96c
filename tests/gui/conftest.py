"""What the tests of windows share: the theme that they are shown in."""

import pytest

from ct_desktop.ui.theme.theme import ColourScheme, Theme


@pytest.fixture
def theme(qapp: object) -> Theme:
    """The dark theme, a new one for each test."""
    return Theme(ColourScheme.DARK)
