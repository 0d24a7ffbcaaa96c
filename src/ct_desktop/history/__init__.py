"""What happened and when, kept across restarts: one SQLite file a profile.

``History`` is the file; :mod:`ct_desktop.history.recorder` writes into it what it sees happen.
"""

from ct_desktop.history.errors import HistoryError
from ct_desktop.history.history import History

__all__ = ["History", "HistoryError"]
