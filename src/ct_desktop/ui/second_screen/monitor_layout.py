"""The monitors that are connected now, and where the view stands on them.

A place is remembered for each arrangement: a monitor that goes away takes the view to one that is
there, and its return brings the view back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ct_desktop.profiles import SecondScreenPlace, place_for

LEAST_WIDTH, LEAST_HEIGHT = 640, 400
"""A window smaller than this could not be read."""


@dataclass(frozen=True, slots=True)
class MonitorArea:
    """One connected monitor: its name, and its rectangle in logical pixels."""

    name: str
    left: int
    top: int
    width: int
    height: int


def layout_key(monitors: Iterable[MonitorArea]) -> str:
    """What tells this arrangement of monitors from others, whatever their order."""
    parts = sorted(f"{m.name} {m.width}x{m.height}{m.left:+d}{m.top:+d}" for m in monitors)
    return " | ".join(parts)


def place_on(
    monitors: Sequence[MonitorArea],
    places: Sequence[SecondScreenPlace],
    *,
    main_window_on: str,
) -> SecondScreenPlace:
    """Where the view stands on ``monitors``, of which there is at least one.

    What was remembered for them; else, on an arrangement not seen before, as it stood last: on the
    monitor it was last on where that is there, or on one that the main window is not on.
    """
    key = layout_key(monitors)
    names = [monitor.name for monitor in monitors]
    remembered = place_for(places, key)
    if remembered is not None and remembered.screen in names:
        return remembered
    last = places[0] if places else SecondScreenPlace(key)
    others = [name for name in names if name != main_window_on]
    wanted = [last.screen, *others, *names]
    screen = next(name for name in wanted if name in names)
    return SecondScreenPlace(key, screen, always_on_top=last.always_on_top)


def window_area(monitor: MonitorArea, place: SecondScreenPlace) -> tuple[int, int, int, int]:
    """The window's rectangle: the whole of ``monitor``, or the place's own, moved into it."""
    if place.geometry is None:
        return (monitor.left, monitor.top, monitor.width, monitor.height)
    left, top, width, height = place.geometry
    width = min(max(width, LEAST_WIDTH), monitor.width)
    height = min(max(height, LEAST_HEIGHT), monitor.height)
    left = min(max(left, monitor.left), monitor.left + monitor.width - width)
    top = min(max(top, monitor.top), monitor.top + monitor.height - height)
    return (left, top, width, height)
