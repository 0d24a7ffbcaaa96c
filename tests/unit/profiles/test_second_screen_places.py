"""Where the second-screen view stands, as the settings keep it."""

import json
from pathlib import Path
from typing import Any

import pytest

from ct_desktop.profiles import SecondScreenPlace, SettingsStore, place_for, with_place

LEFT = SecondScreenPlace("one", "DP-1")
RIGHT = SecondScreenPlace("two", "Bildschirm – ü", (1920, -40, 800, 450), always_on_top=True)


def stored(folder: Path) -> Any:
    return json.loads((folder / "settings.json").read_text(encoding="utf-8"))


def test_places_come_back_as_they_were_kept(tmp_path: Path) -> None:
    store = SettingsStore(tmp_path)
    store.update(second_screen_places=(RIGHT, LEFT), second_screen_dim_hours=("21:00", "06:30"))
    settings = SettingsStore(tmp_path).load().settings
    assert settings.second_screen_places == (RIGHT, LEFT)
    assert settings.second_screen_dim_hours == ("21:00", "06:30")


def test_without_places_nothing_is_written(tmp_path: Path) -> None:
    store = SettingsStore(tmp_path)
    store.update(second_screen_places=(LEFT,))
    store.update(second_screen_places=())
    assert stored(tmp_path) == {}


def test_a_place_takes_the_one_of_its_layout_and_comes_first() -> None:
    moved = SecondScreenPlace("two", "DP-2")
    assert with_place((LEFT, RIGHT), moved) == (moved, LEFT)
    assert place_for((LEFT, RIGHT), "two") is RIGHT
    assert place_for((LEFT, RIGHT), "three") is None


def test_the_layout_used_longest_ago_is_forgotten(tmp_path: Path) -> None:
    places: tuple[SecondScreenPlace, ...] = ()
    for number in range(40):
        places = with_place(places, SecondScreenPlace(str(number)))
    assert [place.layout for place in places] == [str(number) for number in range(39, 23, -1)]


@pytest.mark.parametrize(
    "unfit",
    [
        "DP-1",
        ["DP-1"],
        [{}],
        [{"layout": 1}],
        [{"layout": "x" * 3000}],
        [{"layout": "one", "screen": None}],
        [{"layout": "one", "always_on_top": 1}],
        [{"layout": "one", "geometry": [0, 0, 800]}],
        [{"layout": "one", "geometry": [0, 0, 0, 450]}],
        [{"layout": "one", "geometry": [0, 0, 800.5, 450]}],
        [{"layout": "one", "geometry": [0, True, 800, 450]}],
        [{"layout": "one", "geometry": [0, 9_000_000, 800, 450]}],
    ],
)
def test_unfit_places_are_left_out_and_told(tmp_path: Path, unfit: object) -> None:
    (tmp_path / "settings.json").write_text(
        json.dumps({"second_screen_places": unfit, "second_screen_locked": True})
    )
    loaded = SettingsStore(tmp_path).load()
    assert loaded.settings.second_screen_places == ()
    assert loaded.settings.second_screen_locked
    assert "second_screen_places" in (loaded.notice or "")
