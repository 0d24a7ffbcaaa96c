"""Newer versions of the app: whether there is one, asked of one address at most once a day.

Off until the trader allows it, and absent where a distribution or a store updates the app. The
page about a newer version is opened in the browser; nothing is downloaded or run.
"""

from ct_desktop.updates.checker import UpdateChecker, UpdateState
from ct_desktop.updates.errors import NoAnswerError, UnfitAnswerError, UpdateError
from ct_desktop.updates.record import Remembered, UpdateRecord
from ct_desktop.updates.release import Release
from ct_desktop.updates.release_page import RELEASES_URL, is_page_of, releases_url
from ct_desktop.updates.updated_by import updated_by
from ct_desktop.updates.version import Version, parse_version

__all__ = [
    "RELEASES_URL",
    "NoAnswerError",
    "Release",
    "Remembered",
    "UnfitAnswerError",
    "UpdateChecker",
    "UpdateError",
    "UpdateRecord",
    "UpdateState",
    "Version",
    "is_page_of",
    "parse_version",
    "releases_url",
    "updated_by",
]
