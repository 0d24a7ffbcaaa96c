"""As many of a release's changes as a line over the screens has room for."""

import pytest

from ct_desktop.core.wording_updates import changes_summary


@pytest.mark.parametrize(
    ("changes", "summary"),
    [
        ((), ""),
        (("Faster start",), "Faster start."),
        (("Faster start.", "Is it quicker?", "Yes…"), "Faster start. Is it quicker? Yes…"),
        (("x" * 190, "y" * 20), f"{'x' * 190}. And 1 more change."),
        (("x" * 250, "y", "z"), f"{'x' * 250}. And 2 more changes."),
    ],
)
def test_what_fits_is_told_and_the_rest_counted(changes: tuple[str, ...], summary: str) -> None:
    assert changes_summary(changes) == summary
