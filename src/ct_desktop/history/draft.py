"""An entry on its way into the history, which may still grow."""

from ct_desktop.core.activity import ActivityEntry


class Draft:
    """One entry as it is now. Its ``id`` is 0 until it was first written."""

    def __init__(self, entry: ActivityEntry) -> None:
        self.entry = entry
