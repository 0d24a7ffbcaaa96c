"""The diagnostics report against real servers, sockets and a real keychain."""

import asyncio
import socket
from contextlib import (
    AbstractAsyncContextManager,
    ExitStack,
    aclosing,
)
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from ct_desktop.core.activity import ActivityEntry, ActivityKind
from ct_desktop.core.diagnostic_report import Check, Report, Section
from ct_desktop.core.moment import Clock
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.sign_in import StepState
from ct_desktop.diagnostics import diagnosis as diagnosis_module
from ct_desktop.diagnostics import loopback_round_trip, network
from ct_desktop.diagnostics.diagnosis import Diagnosis
from ct_desktop.diagnostics.private_names import names_of_this_computer
from ct_desktop.diagnostics.text import report_as_text
from ct_desktop.oauth.loopback import ANY_PORT
from ct_desktop.profiles import DEFAULT_PROFILE
from ct_desktop.services import Services
from ct_desktop.vault import MemoryVault, Vault, VaultError, VaultFault, open_vault
from support.certificates import Authority, new_authority
from support.connections_made import connections_made
from support.demo_process import UNATTENDED, DemoProcess
from support.grant_keepers import FaultyVault
from support.oauth_values import MovableClock
from support.refusing_tls_server import refusing_tls_server
from support.secret_service import SecretService
from support.services_on_a_vault import services_on
from support.signed_in_services import signed_in_services

TEST_TIMEOUT = 60.0

DEMO_OPTIONS = UNATTENDED


@pytest.fixture(autouse=True)
def _no_keychain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")


def services_of(
    server_url: str,
    *,
    profile: str = DEFAULT_PROFILE,
    clock: Clock | None = None,
    vault: Vault | None = None,
) -> AbstractAsyncContextManager[Services]:
    """Services that are signed out."""
    return services_on(vault or MemoryVault(), server_url, profile=profile, clock=clock)


async def made(diagnosis: Diagnosis) -> Report:
    """Its report; every check began and ended, in order."""
    begun: list[Check] = []
    ended: list[Check] = []
    async with asyncio.timeout(TEST_TIMEOUT), aclosing(diagnosis.steps()) as steps:
        async for step in steps:
            (begun if step.section is None else ended).append(step.check)
            assert (step.state is StepState.RUNNING) == (step.section is None)
    assert begun == ended == list(Check)
    assert diagnosis.report is not None
    return diagnosis.report


async def report_on(services: Services) -> Report:
    return await made(services.new_diagnosis(watched=False))


def section(report: Report, check: Check) -> Section:
    return next(one for one in report.sections if one.check is check)


def values(report: Report, check: Check) -> dict[str, str]:
    return {fact.key: fact.value for fact in section(report, check).facts}


async def test_a_healthy_profile_is_described_without_a_name_in_it(demo: DemoProcess) -> None:
    async with signed_in_services(demo) as services:
        report = await report_on(services)
        snapshot = services.monitor.state.snapshot
        grant = services.connection.sign_in
    chain = section(report, Check.CHAIN)
    # The prices' link depends on the time of the week.
    assert chain.state is not StepState.FAILED
    assert len([line for line in chain.lines if ": ok: " in line]) >= 7
    facts = values(report, Check.CHAIN)
    assert facts["scope"] == "mcp:read"
    assert facts["nt8_version"] == "8.1.8.1"
    assert facts["client_id"] == f"••••{grant.client_id_tail}"
    assert values(report, Check.TIMINGS)["answers"] != "0"
    for check in (Check.VERSIONS, Check.NETWORK, Check.TIMINGS, Check.LOOPBACK, Check.CLOCK):
        assert section(report, check).state is StepState.DONE, check
    text = report_as_text(report)
    assert snapshot.accounts is not None
    names = {account.name for account in snapshot.accounts.value if not account.is_built_in}
    assert len(names) > 5
    assert snapshot.connections is not None
    logins = {one.user for one in snapshot.connections.value if one.user}
    assert logins
    for name in names | logins:
        assert name not in text
    own = names_of_this_computer()
    assert own.home not in text
    assert f"on {next(iter(own.computers))}" not in text


async def test_signed_out_everything_that_can_be_checked_is(demo: DemoProcess) -> None:
    async with services_of(demo.server_url) as services:
        report = await report_on(services)
    assert section(report, Check.CHAIN).state is StepState.FAILED
    assert values(report, Check.NETWORK)["answer"].startswith("HTTP 401")
    assert section(report, Check.LOOPBACK).state is StepState.DONE
    assert section(report, Check.CLOCK).state is StepState.DONE


async def test_a_profile_is_not_named(demo: DemoProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(_: object) -> Section:
        raise OSError("profiles/jane-doe/settings.json cannot be read")

    monkeypatch.setattr(diagnosis_module, "check_folders", fail)
    async with services_of(demo.server_url, profile="jane-doe") as services:
        report = await report_on(services)
    assert values(report, Check.VERSIONS)["profile"] == "one with another name"
    assert "profiles/[user]/settings.json" in values(report, Check.FOLDERS)["error"]
    assert "jane-doe" not in report_as_text(report)


async def test_the_last_hour_is_told_from_the_history(demo: DemoProcess) -> None:
    now = datetime.now(UTC)
    async with services_of(demo.server_url) as services:
        for minutes, kind, title in (
            (20, ActivityKind.FAULT, "Add-on offline for APEX-99999-01"),
            (10, ActivityKind.POSITION_OPENED, "Long 2 ES 12-26"),
            (90, ActivityKind.FAULT, "Before that hour"),
        ):
            at = now - timedelta(minutes=minutes)
            entry = ActivityEntry(0, kind, at, title, "", ended_at=at + timedelta(seconds=9))
            assert await services.history.record(entry) is not None
        report = await report_on(services)
    (line,) = section(report, Check.ACTIVITY).lines
    assert line.endswith("fault: Add-on offline for AP••••01; lasted 9 s")
    assert values(report, Check.ACTIVITY) == {"events": "1", "position_changes": "1"}
    assert "ES 12-26" not in report_as_text(report)


async def test_a_watched_profile_is_not_asked_again(demo: DemoProcess) -> None:
    async with signed_in_services(demo) as services:
        await services.monitor.check_everything()
        asked = services.connection.calls_last_minute()
        report = await made(services.new_diagnosis(watched=True))
        assert services.connection.calls_last_minute() == asked
    assert values(report, Check.TIMINGS)["answers"] == str(len(asked))


async def test_the_round_trip_through_a_real_keychain_leaves_nothing_there(
    demo: DemoProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    with SecretService() as keychain:
        bus = keychain.env["DBUS_SESSION_BUS_ADDRESS"]
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus)
        monkeypatch.delenv("DISPLAY", raising=False)
        async with services_on(partial(open_vault, time_limit=2), demo.server_url) as services:
            well = await report_on(services)
            assert keychain.items() == []
            keychain.lock()
            locked = await report_on(services)
            keychain.unlock()
            keychain.freeze()
            frozen = await report_on(services)
            keychain.thaw()
    assert section(well, Check.KEYCHAIN).state is StepState.DONE
    assert {"open", "write", "read", "delete"} <= set(values(well, Check.KEYCHAIN))
    assert section(locked, Check.KEYCHAIN).state is StepState.FAILED
    assert values(locked, Check.KEYCHAIN)["fault"] == "locked"
    assert values(frozen, Check.KEYCHAIN)["fault"] == "hanging"
    assert section(frozen, Check.LOOPBACK).state is StepState.DONE


@pytest.mark.parametrize("fault", list(VaultFault))
@pytest.mark.parametrize("call", ["write_fault", "read_fault", "delete_fault"])
async def test_each_fault_of_a_keychain_is_told_apart(
    demo: DemoProcess, fault: VaultFault, call: str
) -> None:
    vault = FaultyVault()
    async with services_of(demo.server_url, vault=vault) as services:
        await services.connection.load()
        setattr(vault, call, fault)
        report = await report_on(services)
    keychain = section(report, Check.KEYCHAIN)
    assert keychain.state is StepState.FAILED
    assert keychain.summary == str(VaultError(fault))
    assert values(report, Check.KEYCHAIN)["fault"] == fault.value


async def test_a_keychain_that_gives_back_something_else_is_found_out(demo: DemoProcess) -> None:
    vault = FaultyVault()
    vault.forgetful = True
    async with services_of(demo.server_url, vault=vault) as services:
        report = await report_on(services)
    assert "something else" in section(report, Check.KEYCHAIN).summary


async def test_no_proxy_catches_what_this_computer_asks_itself(
    demo: DemoProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as trap:
        port = trap.getsockname()[1]
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"):
            monkeypatch.setenv(name, f"http://joe:the-proxys-password@127.0.0.1:{port}")
        with connections_made() as connections:
            async with services_of(demo.server_url) as services:
                report = await report_on(services)
        assert ("127.0.0.1", port) not in connections.addresses
        assert section(report, Check.LOOPBACK).state is StepState.DONE
        assert values(report, Check.NETWORK)["proxy"] == "none"


async def test_a_proxy_is_named_by_its_host_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        monkeypatch.setenv("HTTPS_PROXY", f"http://joe:the-proxys-password@localhost:{port}")
        async with services_of("https://crosstrade.invalid/mcp") as services:
            report = await report_on(services)
    assert values(report, Check.NETWORK)["proxy"] == f"localhost:{port}"
    assert values(report, Check.NETWORK)["problem"] == "proxy_failed"
    text = report_as_text(report)
    assert "joe" not in text
    assert "the-proxys-password" not in text


async def test_ports_that_others_use_are_named(
    demo: DemoProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Others on this machine may use those of the app.
    with ExitStack() as stack:
        taken = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(6)]
        ports = [one.getsockname()[1] for one in taken]
        for one in taken[2:]:
            one.close()
        monkeypatch.setattr(loopback_round_trip, "DEFAULT_PORTS", ports)
        async with services_of(demo.server_url) as services:
            report = await report_on(services)
    facts = values(report, Check.LOOPBACK)
    assert facts["ports"] == f"4 of 6 free; in use: {ports[0]}, {ports[1]}"
    assert facts["listened_on"] == f"127.0.0.1:{ports[2]}"


async def test_no_registered_port_is_free_and_any_other_serves(
    demo: DemoProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setattr(
            loopback_round_trip, "DEFAULT_PORTS", (taken.getsockname()[1], ANY_PORT)
        )
        async with services_of(demo.server_url) as services:
            report = await report_on(services)
    assert values(report, Check.LOOPBACK)["ports"].startswith("0 of 1 free")
    assert values(report, Check.LOOPBACK)["answer"].startswith("HTTP 200 in ")
    assert section(report, Check.LOOPBACK).state is StepState.WARNING


async def test_a_name_that_does_not_resolve_is_said() -> None:
    async with services_of("https://crosstrade.invalid/mcp") as services:
        report = await report_on(services)
    assert values(report, Check.NETWORK)["problem"] == "name_not_resolved"
    assert values(report, Check.NETWORK)["name"].startswith("not found")
    assert section(report, Check.CLOCK).state is StepState.WARNING
    assert section(report, Check.LOOPBACK).state is StepState.DONE


async def test_a_server_that_hangs_holds_up_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "_ANSWER_TIMEOUT", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        async with services_of(f"http://127.0.0.1:{silent.getsockname()[1]}/mcp") as services:
            report = await report_on(services)
    assert values(report, Check.NETWORK)["problem"] == "no_answer"
    assert section(report, Check.LOOPBACK).state is StepState.DONE


# TLS


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return new_authority("A company’s own root", tmp_path_factory.mktemp("tls") / "authority.pem")


async def test_tls_is_described_with_the_certificate(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What OpenSSL takes for the system's roots.
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.path))
    certificate = authority.issue("localhost", tmp_path / "certificate.pem")
    async with refusing_tls_server(certificate) as url, services_of(url) as services:
        report = await report_on(services)
    facts = values(report, Check.NETWORK)
    assert facts["tls"].startswith("TLS 1.3, TLS_")
    assert facts["certificate_issuer"] == "A company’s own root"
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    assert facts["certificate_expires"] == f"{tomorrow:%Y-%m-%d}"
    assert "handshake" in facts
    assert section(report, Check.NETWORK).state is StepState.WARNING, "it ends within days"


@pytest.mark.parametrize("expired", [True, False])
async def test_a_certificate_that_is_refused_is_described_all_the_same(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expired: bool
) -> None:
    if expired:
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.path))
    certificate = authority.issue("localhost", tmp_path / "certificate.pem", expired=expired)
    async with refusing_tls_server(certificate) as url, services_of(url) as services:
        report = await report_on(services)
    facts = values(report, Check.NETWORK)
    assert section(report, Check.NETWORK).state is StepState.FAILED
    assert facts["problem"] == "tls_failed"
    assert facts["certificate_issuer"] == "A company’s own root"
    assert ("expired" in facts["error"]) == expired


# What goes wrong with the report itself


async def test_a_clock_that_is_wrong_is_said(demo: DemoProcess) -> None:
    clock = MovableClock()
    clock.ahead = 3 * 3600
    async with services_of(demo.server_url, clock=clock) as services:
        report = await report_on(services)
    wrong = section(report, Check.CLOCK)
    assert wrong.state is StepState.FAILED
    assert wrong.summary == "This computer’s clock is 3 hours ahead of CrossTrade’s."


async def test_a_check_that_fails_stops_no_other_and_tells_no_secret(
    demo: DemoProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_: object) -> Section:
        raise RuntimeError("quoted access_token=SEEDED-0123456789abcdef")

    monkeypatch.setattr(diagnosis_module, "check_loopback", fail)
    async with services_of(demo.server_url) as services:
        report = await report_on(services)
    failed = section(report, Check.LOOPBACK)
    assert failed.state is StepState.FAILED
    assert values(report, Check.LOOPBACK)["error"].startswith("RuntimeError: quoted")
    assert "SEEDED" not in report_as_text(report)
    assert section(report, Check.LOG).state is StepState.DONE


async def test_each_check_has_a_time_limit(
    demo: DemoProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = {Check.CHAIN: 0.1, Check.KEYCHAIN: 0.1}
    monkeypatch.setattr(diagnosis_module, "_TIME_LIMITS", limits)

    async def hang() -> Vault:
        await asyncio.Event().wait()
        raise AssertionError("nobody sets it")

    async def examine() -> MonitorState:
        await asyncio.Event().wait()
        raise AssertionError("nobody sets it")

    async with services_of(demo.server_url) as services:
        await services.connection.load()
        diagnosis = services.new_diagnosis(watched=True)
        subject = replace(diagnosis.subject, examine=examine, open_vault=hang)
        report = await made(Diagnosis(subject))
    assert section(report, Check.KEYCHAIN).summary == "No answer within 0.1 s."
    assert "within 0.1 s" in section(report, Check.CHAIN).summary
    assert section(report, Check.CHAIN).lines, "what is known is told all the same"


async def test_closing_ends_the_check_under_way(demo: DemoProcess) -> None:
    reached, ended = asyncio.Event(), asyncio.Event()

    async def examine() -> MonitorState:
        reached.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        raise AssertionError("nobody sets it")

    async with services_of(demo.server_url) as services:
        await services.connection.load()
        subject = replace(services.new_diagnosis(watched=True).subject, examine=examine)
        diagnosis = Diagnosis(subject)

        async def watch() -> None:
            async with aclosing(diagnosis.steps()) as steps:
                async for _ in steps:
                    pass

        watching = asyncio.create_task(watch())
        await asyncio.wait_for(reached.wait(), TEST_TIMEOUT)
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
    assert ended.is_set()
    assert diagnosis.report is None
