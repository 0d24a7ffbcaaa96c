"""The end of the rest that Python's garbage collector has while the window starts (``cli.main``).

Starting makes tens of thousands of objects that stay: modules, classes, widgets. With the collector
on, it goes through all of them again and again, for an eighth of the time to the first figures, and
finds next to nothing.
"""

import gc

from PySide6.QtCore import QTimer

_START_MILLISECONDS = 5000
"""By then the start is over, or waits for a person or the network; either way the rest ends."""


def resume_garbage_collection_after_start() -> None:
    """Have Qt's loop resume it, whatever came of the start. There must be an application object."""
    QTimer.singleShot(_START_MILLISECONDS, resume_garbage_collection)


def resume_garbage_collection() -> None:
    """Collect again, from here on; what the start left in use is never gone through again."""
    gc.collect()
    gc.freeze()
    gc.enable()
