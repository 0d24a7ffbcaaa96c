"""The size of text and controls: the trader's own factor, on top of the system's.

Qt takes it once, while the application object is made, from an environment variable (Qt, High DPI).
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

_VARIABLE = "QT_SCALE_FACTOR"


@contextmanager
def interface_scale(percent: int) -> Iterator[None]:
    """An application object that is made within shows all at ``percent`` of its size.

    Programs that this one starts, such as the browser, keep theirs.
    """
    before = os.environ.get(_VARIABLE)
    if percent != 100:
        os.environ[_VARIABLE] = str(_factor(before) * percent / 100)
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(_VARIABLE, None)
        else:
            os.environ[_VARIABLE] = before


def _factor(text: str | None) -> float:
    """What the person set for all of Qt's programs; Qt, too, takes nonsense for nothing."""
    try:
        return float(text or 1)
    except ValueError:
        return 1.0
