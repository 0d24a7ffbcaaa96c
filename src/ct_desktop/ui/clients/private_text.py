"""Paths as privacy mode shows them: with names hidden, nothing says who uses this computer."""

import getpass
import re
from functools import cache
from pathlib import Path

from ct_desktop.ui.privacy import PRIVACY

_MASK = "•••••"


def private(text: str) -> str:
    """``text`` as it may be shown now: while names are hidden, without home and user name."""
    if not PRIVACY.hides_names:
        return text
    home, name = str(Path.home()), _user_name()
    if home not in ("/", ""):
        text = text.replace(home, "~")
    if name:
        # As a part of a path alone: a user may be called like any word.
        text = re.sub(rf"(?<=[/\\]){re.escape(name)}(?=[/\\]|$)", _MASK, text)
    return text


@cache
def _user_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
