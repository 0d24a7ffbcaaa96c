"""Notices on a real desktop: a session bus, a display and dunst."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest

from ct_desktop.core.links import LinkName
from ct_desktop.core.notices import Notice
from ct_desktop.ui.notifications.freedesktop import FreedesktopNotifications
from support.display import VirtualDisplay
from support.notification_service import NotificationService
from support.session_bus import SessionBus

_PATIENCE = 10.0

FAULT = Notice(LinkName.ADDON, "Add-on offline", "Start <NinjaTrader> & check – “so”.")
RECOVERY = Notice(LinkName.ADDON, "Add-on: fine again", "After a minute.", is_recovery=True)
OTHER = Notice(LinkName.PRICES, "Prices stand still", "Reconnect the price feed.")


@pytest.fixture
def service(bus: SessionBus) -> Iterator[NotificationService]:
    with VirtualDisplay(800, 600) as display:
        env = {**bus.env, "DISPLAY": display.name}
        with NotificationService(env, bus.root) as service:
            yield service


@asynccontextmanager
async def at_work(channel: FreedesktopNotifications) -> AsyncIterator[asyncio.Task[None]]:
    """The channel, which goes on until the test is through with it."""
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(channel.run())
        yield running
        running.cancel()


async def test_a_notice_is_shown_and_its_recovery_takes_its_place(
    service: NotificationService,
) -> None:
    channel = FreedesktopNotifications(lambda: None)
    async with at_work(channel):
        channel.show(FAULT)
        said = await asyncio.to_thread(service.wait_for, FAULT.title, _PATIENCE)
        assert FAULT.text in said
        channel.show(RECOVERY)
        await asyncio.to_thread(service.wait_for, RECOVERY.title, _PATIENCE)
        assert service.shown() == 1
        channel.show(OTHER)
        await asyncio.to_thread(service.wait_for, OTHER.title, _PATIENCE)
        assert service.shown() == 2


async def test_pressing_a_notice_says_so(service: NotificationService) -> None:
    pressed = asyncio.Event()
    channel = FreedesktopNotifications(pressed.set)
    async with asyncio.timeout(2 * _PATIENCE), at_work(channel):
        channel.show(FAULT)
        await asyncio.to_thread(service.wait_for, FAULT.title, _PATIENCE)
        service.press()
        await pressed.wait()


async def _until_logged(caplog: pytest.LogCaptureFixture, words: str) -> None:
    async with asyncio.timeout(_PATIENCE):
        while words not in caplog.text:  # noqa: ASYNC110 - the log sends no signal
            await asyncio.sleep(0.02)


async def assert_logged_and_harmless(caplog: pytest.LogCaptureFixture, words: str) -> None:
    """A notice that cannot be shown: the log says so, and the channel goes on."""
    channel = FreedesktopNotifications(lambda: None)
    async with at_work(channel) as running:
        channel.show(FAULT)
        await _until_logged(caplog, words)
        assert not running.done()


async def test_a_desktop_without_notifications_is_logged_and_harms_nothing(
    bus: SessionBus, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await assert_logged_and_harmless(caplog, "shows no notifications")


@pytest.mark.parametrize("address", ["", "unix:path=/nowhere/bus", "nonsense"])
async def test_without_a_session_bus_the_notice_is_logged_and_harms_nothing(
    address: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    if not address:
        os.environ.pop("DBUS_SESSION_BUS_ADDRESS")
        monkeypatch.setenv("XDG_RUNTIME_DIR", "/nowhere")
    await assert_logged_and_harmless(caplog, "No notification was shown")


async def test_a_service_that_comes_back_gets_the_next_notice(
    service: NotificationService, bus: SessionBus, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    channel = FreedesktopNotifications(lambda: None)
    async with at_work(channel):
        channel.show(FAULT)
        await asyncio.to_thread(service.wait_for, FAULT.title, _PATIENCE)
        service.close()
        channel.show(RECOVERY)
        await _until_logged(caplog, "shows no notifications")
        service.start()
        channel.show(OTHER)
        await asyncio.to_thread(service.wait_for, OTHER.title, _PATIENCE)
