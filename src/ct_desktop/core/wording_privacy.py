"""The wording of privacy mode."""

from ct_desktop.core.privacy import AMOUNT_MASK, PrivacyLevel

TITLE = "Privacy"
HIDE = "Hide values"
CHOICES = (
    (PrivacyLevel.OFF.value, "Nothing"),
    (PrivacyLevel.AMOUNTS.value, "Amounts"),
    (PrivacyLevel.NAMES_AND_AMOUNTS.value, "Names and amounts"),
)
HIDE_WORDS = f"Show {AMOUNT_MASK} instead, on every screen, also after a restart"
COPIES = "Copies and exports"
COPIES_WORDS = "Copied rows and exported files are masked as the view is when you make them"

SAID = {
    PrivacyLevel.OFF: "All values are shown",
    PrivacyLevel.AMOUNTS: "Amounts are hidden",
    PrivacyLevel.NAMES_AND_AMOUNTS: "Account names and amounts are hidden",
}
"""What a screen reader says when the level changes, and the button's state."""

NEXT = {
    PrivacyLevel.OFF: "hide amounts",
    PrivacyLevel.AMOUNTS: "hide account names too",
    PrivacyLevel.NAMES_AND_AMOUNTS: "show all values",
}
"""What pressing the button does at each level."""

AMOUNTS_NOT_EDITABLE = "Amounts are hidden; show them to change them."


def button_name(level: PrivacyLevel) -> str:
    """``Amounts are hidden. Press to hide account names too``."""
    return f"{SAID[level]}. Press to {NEXT[level]}"
