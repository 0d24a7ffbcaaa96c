"""What the history holds after a fault of the simulated CrossTrade has come and gone."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ct_desktop.core.activity import ActivityEntry, ActivityKind
from ct_desktop.core.links import LinkName, LinkState
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.problems import ProblemKind
from ct_desktop.history import History
from ct_desktop.history.recorder import ActivityRecorder
from ct_desktop.services import Services
from support.demo_process import UNATTENDED, DemoProcess
from support.signed_in_services import state_that, watched

DEMO_OPTIONS = UNATTENDED


def is_well(state: MonitorState) -> bool:
    return not state.checking and all(link.state is LinkState.OK for link in state.chain.links)


def addon_is_offline(state: MonitorState) -> bool:
    trouble = state.chain[LinkName.ADDON].problem
    return trouble is not None and trouble.kind is ProblemKind.ADDON_OFFLINE


async def told(recorder: ActivityRecorder, *kinds: ActivityKind) -> ActivityEntry:
    """The next entry of one of ``kinds`` that says something in its detail."""
    come: asyncio.Future[ActivityEntry] = asyncio.get_running_loop().create_future()

    def look(entry: ActivityEntry) -> None:
        if not come.done() and entry.kind in kinds and entry.detail:
            come.set_result(entry)

    unsubscribe = recorder.changed.subscribe(look)
    try:
        async with asyncio.timeout(45):
            return await come
    finally:
        unsubscribe()


async def test_a_fault_that_came_and_went_is_one_entry_with_cause_length_and_steps(
    demo: DemoProcess, services: Services, tmp_path: Path
) -> None:
    history = History(tmp_path / "history.sqlite3", clock=services.clock)
    recorder = ActivityRecorder(
        history, services.monitor, services.connection, clock=services.clock
    )
    recording = asyncio.create_task(recorder.run())
    began = datetime.now(UTC)
    async with watched(services):
        await state_that(services, is_well)
        demo.set_scenario("addon-offline")
        await state_that(services, addon_is_offline)
        recovered = asyncio.create_task(told(recorder, ActivityKind.RECOVERY))
        await asyncio.sleep(0)
        demo.set_scenario("healthy")
        await state_that(services, is_well)
        recovery = await recovered
    recording.cancel()
    await asyncio.gather(recording, return_exceptions=True)
    found = await history.entries(began - timedelta(minutes=1), datetime.now(UTC))
    spans = await history.spans(began - timedelta(minutes=1), datetime.now(UTC))
    await history.aclose()

    (fault,) = [entry for entry in found if entry.kind is ActivityKind.FAULT]
    assert fault.link is LinkName.ADDON
    assert fault.cause
    assert fault.duration is not None
    assert timedelta(seconds=1) < fault.duration < timedelta(seconds=45)
    assert fault.ended_at == recovery.at
    titles = [step.title for step in fault.steps]
    assert titles[:3] == ["Last good answer", "No answer from the add-on", "Reading paused"]
    assert titles[-1] == "Add-on answered"
    assert "HTTP 200" in fault.steps[0].evidence
    assert "408" in fault.steps[1].evidence
    assert "12 accounts read again" in recovery.detail
    kinds = {entry.kind for entry in found}
    assert {ActivityKind.APP_STARTED, ActivityKind.CONNECTED, ActivityKind.APP_QUIT} <= kinds
    states = [span.state for span in spans if span.link is LinkName.ADDON]
    assert states[-3:] == [LinkState.OK, LinkState.BROKEN, LinkState.OK]
