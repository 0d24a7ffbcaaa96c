"""Wording of ``--quit``."""

NOT_RUNNING = "CrossTrade Desktop is not running."

NO_SUCH_PROFILE = "There is no profile called “{name}”. 'ct-desktop profiles' lists them."

DOES_NOT_END = (
    "CrossTrade Desktop does not end (profile “{name}”). Close its window, or end its process in "
    "the system's own list."
)
