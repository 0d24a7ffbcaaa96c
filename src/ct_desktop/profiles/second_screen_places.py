"""Where the second-screen view stands, remembered for each arrangement of monitors."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

Geometry: TypeAlias = tuple[int, int, int, int]
"""Left, top, width and height in logical pixels."""

MOST_PLACES = 16
"""Arrangements that are remembered; the one used longest ago goes first."""

_FARTHEST = 1_000_000
_LONGEST_TEXT = 2000


@dataclass(frozen=True, slots=True)
class SecondScreenPlace:
    """The place on one arrangement of monitors, ``layout``.

    ``screen`` is a monitor's name. ``geometry`` is that of the window where it does not fill the
    screen, ``None`` where it fills it.
    """

    layout: str
    screen: str = ""
    geometry: Geometry | None = None
    always_on_top: bool = False


def place_for(places: Iterable[SecondScreenPlace], layout: str) -> SecondScreenPlace | None:
    """The place remembered for ``layout``, or ``None`` where the arrangement is new."""
    return next((place for place in places if place.layout == layout), None)


def with_place(
    places: Iterable[SecondScreenPlace], place: SecondScreenPlace
) -> tuple[SecondScreenPlace, ...]:
    """``places`` with ``place`` first, in place of what was remembered for its layout."""
    others = (other for other in places if other.layout != place.layout)
    return (place, *others)[:MOST_PLACES]


def parse_places(value: object) -> tuple[SecondScreenPlace, ...]:
    """The places in a JSON list; those beyond :data:`MOST_PLACES` are left out.

    Raises ``ValueError`` for a value that is no list of places.
    """
    if not isinstance(value, list):
        raise ValueError("not a list")  # noqa: TRY004 - the file's fault, not the caller's
    return tuple(_place(each) for each in value[:MOST_PLACES])


def places_as_json(places: Iterable[SecondScreenPlace]) -> list[dict[str, Any]]:
    """The JSON list that :func:`parse_places` reads."""
    return [
        {
            "layout": place.layout,
            "screen": place.screen,
            "geometry": None if place.geometry is None else list(place.geometry),
            "always_on_top": place.always_on_top,
        }
        for place in places
    ]


def _place(value: object) -> SecondScreenPlace:
    if not isinstance(value, Mapping):
        raise ValueError("a place that is no object")  # noqa: TRY004 - the file's fault
    place = SecondScreenPlace(_text(value.get("layout")), _text(value.get("screen", "")))
    on_top = value.get("always_on_top", False)
    if not isinstance(on_top, bool):
        raise ValueError("neither true nor false")  # noqa: TRY004 - the file's fault
    return replace(place, geometry=_geometry(value.get("geometry")), always_on_top=on_top)


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
        raise ValueError("not a text, or too long a one")
    return value


def _geometry(value: object) -> Geometry | None:
    if value is None:
        return None
    if not isinstance(value, list) or len(value) != 4:
        raise ValueError("not four numbers")
    for number in value:
        if isinstance(number, bool) or not isinstance(number, int) or abs(number) > _FARTHEST:
            raise ValueError("not a whole number of pixels")
    left, top, width, height = value
    if width < 1 or height < 1:
        raise ValueError("a window without size")
    return (left, top, width, height)
