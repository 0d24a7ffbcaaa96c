"""What can go wrong while it is asked whether there is a newer version."""


class UpdateError(Exception):
    """There is no answer that says anything. The message says why, for the log."""


class NoAnswerError(UpdateError):
    """Nothing came back, or a refusal, or too much."""


class UnfitAnswerError(UpdateError):
    """What came back is no release document, or one that this app does not go by."""
