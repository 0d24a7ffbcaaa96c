"""The claim on a profile's one window, and what a second start may say. Processes: tests/e2e."""

import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_desktop.profiles.window_claim import InstanceClaim
from ct_desktop.ui.single_instance.address import instance_address
from ct_desktop.ui.single_instance.messenger import first_window_took
from ct_desktop.ui.single_instance.wish import Message, Wish


def test_one_has_the_claim_until_it_gives_it_back(tmp_path: Path) -> None:
    first, second = (InstanceClaim(tmp_path / "window.lock") for _ in range(2))
    assert first.take()
    assert not second.take()
    first.release()
    assert second.take()
    second.release()


def test_where_nothing_can_be_locked_the_window_opens_all_the_same(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert InstanceClaim(tmp_path / "no such folder" / "window.lock").take()
    assert "cannot be noticed" in caplog.text


def test_a_holder_that_never_answers_does_not_keep_the_window_away(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    holder = InstanceClaim(tmp_path / "window.lock")
    assert holder.take()
    second = InstanceClaim(tmp_path / "window.lock")
    assert not first_window_took(Wish.RAISE, second, tmp_path, patience=0.2)
    assert "does not answer" in caplog.text
    holder.release()


def test_a_holder_that_ends_leaves_the_claim_to_who_waits(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    holder, second, third = (InstanceClaim(tmp_path / "window.lock") for _ in range(3))
    assert holder.take()
    ending = threading.Timer(0.1, holder.release)
    ending.start()
    assert not first_window_took(Wish.RAISE, second, tmp_path)
    ending.join()
    assert not third.take()
    second.release()


def test_every_folder_has_an_address_of_its_own_that_fits_a_socket(tmp_path: Path) -> None:
    environment = {"XDG_RUNTIME_DIR": "/run/user/1000"}
    folders = (tmp_path / "default", tmp_path / "apex", tmp_path / ("long" * 60))
    addresses = {instance_address(folder, environment) for folder in folders}
    assert len(addresses) == 3
    assert all(len(address) < 104 for address in addresses)
    assert instance_address(folders[0], environment) in addresses


def test_in_a_flatpak_the_address_is_where_every_run_of_the_app_sees_it(tmp_path: Path) -> None:
    environment = {"XDG_RUNTIME_DIR": "/run/user/1000", "FLATPAK_ID": "io.crosstrade.Desktop"}
    address = instance_address(tmp_path / "default", environment)
    assert address.startswith("/run/user/1000/app/io.crosstrade.Desktop/")
    assert len(address) < 104


@pytest.mark.parametrize("wish", list(Wish))
def test_a_wish_comes_over_whole(wish: Wish) -> None:
    message = Message(wish, "token-of-the-desktop")
    assert Message.decode(message.encode()) == message


def test_a_wish_of_a_newer_version_brings_the_window_forward() -> None:
    assert Message.decode(b'{"wish": "show_orders", "more": 1}') == Message(Wish.RAISE)


@given(st.binary(max_size=200))
def test_no_bytes_break_it(line: bytes) -> None:
    message = Message.decode(line)
    assert message is None or isinstance(message.wish, Wish)
