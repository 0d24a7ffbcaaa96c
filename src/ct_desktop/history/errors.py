"""What can go wrong with the history."""


class HistoryError(Exception):
    """The history cannot be read or written now. The text is for the trader; all else goes on."""
