"""Whether things may move: the one owner of what the system asks for."""

from PySide6.QtWidgets import QStyle, QWidget


class Motion:
    """Owns whether the system asks for less motion; one for the process, as the system is."""

    def __init__(self) -> None:
        self._is_reduced = False

    @property
    def is_reduced(self) -> bool:
        """Whether the system asks for less motion."""
        return self._is_reduced

    def set_reduced(self, reduced: bool) -> None:
        """Take over what the system says."""
        self._is_reduced = reduced


MOTION = Motion()


def motion_allowed(widget: QWidget) -> bool:
    """Whether the system lets things move: what it says itself, and what Qt knows of it."""
    hint = QStyle.StyleHint.SH_Widget_Animation_Duration
    return not MOTION.is_reduced and widget.style().styleHint(hint, None, widget) > 0
