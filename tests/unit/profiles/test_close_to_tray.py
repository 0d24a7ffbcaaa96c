"""What closing the window means: three answers, kept on disk."""

import json
from pathlib import Path

import pytest

from ct_desktop.profiles import SettingsStore


@pytest.mark.parametrize("answer", [True, False, None])
def test_an_answer_comes_back(tmp_path: Path, answer: bool | None) -> None:
    SettingsStore(tmp_path).update(close_to_tray=True)
    SettingsStore(tmp_path).update(close_to_tray=answer)
    assert SettingsStore(tmp_path).load().settings.close_to_tray is answer


@pytest.mark.parametrize("unfit", [1, "yes", []])
def test_an_answer_that_is_none_asks(tmp_path: Path, unfit: object) -> None:
    (tmp_path / "settings.json").write_text(json.dumps({"close_to_tray": unfit}))
    assert SettingsStore(tmp_path).load().settings.close_to_tray is None
