"""Every way in which a keychain fails, as the trader meets it: words, a retry, and a way on.

The way on is a sign-in that is held in memory until the app quits; a file is never one.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from functools import partial

import pytest

from ct_desktop.connection import grant_saving
from ct_desktop.connection.errors import StorageFailedError
from ct_desktop.connection.grant_storage import VaultOpener
from ct_desktop.core.chain import Link
from ct_desktop.core.links import LinkName, LinkState
from ct_desktop.core.problems import Action, ProblemKind, Severity
from ct_desktop.core.sign_in import SignIn, SignInState
from ct_desktop.profiles import AppFolders
from ct_desktop.services import Services
from ct_desktop.vault import (
    KeychainVault,
    MemoryVault,
    Vault,
    VaultError,
    VaultFault,
    open_vault,
)
from ct_desktop.vault.keychain import Keychain
from support.demo_grants import new_grant
from support.demo_process import UNATTENDED, DemoProcess
from support.grant_keepers import FaultyVault
from support.keychains import WINDOWS_BYTES, MemoryKeychain, StuckKeychain
from support.oauth_values import MovableClock
from support.secret_service import SecretService
from support.secret_watch import SecretWatch
from support.services_on_a_vault import services_on
from support.session_bus import SessionBus

LIFE = 600

FAULTS_OF_A_KEYCHAIN = [fault for fault in VaultFault if fault is not VaultFault.MISSING]

KINDS = {
    VaultFault.MISSING: ProblemKind.KEYCHAIN_MISSING,
    VaultFault.LOCKED: ProblemKind.KEYCHAIN_LOCKED,
    VaultFault.DENIED: ProblemKind.KEYCHAIN_DENIED,
    VaultFault.HANGING: ProblemKind.KEYCHAIN_HANGING,
    VaultFault.BROKEN: ProblemKind.KEYCHAIN_BROKEN,
}

DEMO_OPTIONS = {**UNATTENDED, "access_token_seconds": LIFE}


async def sign_in(services: Services, demo: DemoProcess) -> None:
    await services.connection.keep(await new_grant(services.http, demo))


class App:
    """The app of one trader, which is started again and again."""

    def __init__(self, demo: DemoProcess, clock: MovableClock) -> None:
        self._demo = demo
        self._clock = clock

    def started(self, vault: Vault | VaultOpener) -> AbstractAsyncContextManager[Services]:
        """Its services over ``vault``, with the keychain not looked at yet."""
        return services_on(vault, self._demo.server_url, clock=self._clock)

    @asynccontextmanager
    async def signed_in(self, vault: Vault | VaultOpener) -> AsyncIterator[Services]:
        """Its services with the keychain read, and a sign-in made."""
        async with self.started(vault) as services:
            await services.connection.load()
            await sign_in(services, self._demo)
            yield services

    async def sign_in_and_quit(self, vault: Vault | VaultOpener) -> None:
        """One start that leaves a sign-in behind."""
        async with self.signed_in(vault):
            pass

    async def assert_next_start_is_signed_in(self, vault: Vault | VaultOpener) -> None:
        """One more start, which finds what an earlier one left behind."""
        async with self.started(vault) as services:
            assert (await services.connection.load()).state is SignInState.SIGNED_IN


@pytest.fixture
def app(demo: DemoProcess, clock: MovableClock) -> App:
    return App(demo, clock)


async def sign_in_link(services: Services) -> Link:
    return (await services.monitor.check_everything()).chain[LinkName.SIGN_IN]


def assert_trouble(sign_in: SignIn, kind: ProblemKind) -> None:
    assert sign_in.state is SignInState.KEYCHAIN_TROUBLE
    assert sign_in.problem is not None
    assert sign_in.problem.kind is kind
    assert sign_in.problem.action is Action.RETRY_KEYCHAIN
    assert sign_in.problem.severity is Severity.BROKEN


@pytest.mark.parametrize("fault", VaultFault)
async def test_a_keychain_that_cannot_be_read_is_named_and_read_on_retry(
    app: App, fault: VaultFault
) -> None:
    vault = FaultyVault()
    await app.sign_in_and_quit(vault)
    async with app.started(vault) as services:
        vault.read_fault = fault
        assert_trouble(await services.connection.load(), KINDS[fault])
        link = await sign_in_link(services)
        assert link.state is LinkState.BROKEN
        vault.read_fault = None
        assert (await services.connection.load()).state is SignInState.SIGNED_IN
        assert (await sign_in_link(services)).state is LinkState.OK


@pytest.mark.parametrize("fault", FAULTS_OF_A_KEYCHAIN)
async def test_a_keychain_that_does_not_open_is_named_and_opened_on_retry(
    app: App, fault: VaultFault
) -> None:
    vault = FaultyVault()
    opens = False

    async def open_it() -> Vault:
        if not opens:
            raise VaultError(fault)
        return vault

    async with app.started(open_it) as services:
        assert_trouble(await services.connection.load(), KINDS[fault])
        opens = True
        assert (await services.connection.load()).state is SignInState.SIGNED_OUT


@pytest.mark.parametrize("fault", FAULTS_OF_A_KEYCHAIN)
async def test_the_session_only_way_on_is_said_plainly_and_leaves_no_file(
    app: App,
    demo: DemoProcess,
    fault: VaultFault,
    secret_watch: SecretWatch,
) -> None:
    vault = FaultyVault()
    vault.read_fault = vault.write_fault = fault
    async with app.started(vault) as services:
        await services.connection.load()
        grant = await new_grant(services.http, demo)
        secret_watch.add("the access token", grant.tokens.access_token.get_secret_value())
        assert grant.tokens.refresh_token is not None
        secret_watch.add("the refresh token", grant.tokens.refresh_token.get_secret_value())
        with pytest.raises(StorageFailedError) as failed:
            await services.connection.keep(grant)
        assert failed.value.problem.kind is KINDS[fault]
        held = services.connection.sign_in
        assert held.state is SignInState.SIGNED_IN
        assert not held.persistent
        assert held.kept_in == "memory, until you quit"
        assert held.problem is not None
        assert held.problem.severity is Severity.WARNING
        assert held.problem.cause.endswith("so the sign-in lasts until you quit.")
        link = await sign_in_link(services)
        assert link.state is LinkState.WARNING
        assert "kept until you quit" in link.detail
        # The keychain is back, and the trader tries it again.
        vault.read_fault = vault.write_fault = None
        assert (await services.connection.load()).persistent
    await app.assert_next_start_is_signed_in(vault)
    folders = AppFolders.from_environment()
    for folder in (folders.settings, folders.data):
        secret_watch.assert_absent_below(folder)


async def test_without_a_keychain_the_state_says_so_before_anybody_signs_in(
    app: App, demo: DemoProcess
) -> None:
    """Known bug: "locked or absent Secret Service"; never plaintext."""
    keychain = FaultyVault()
    found: list[Vault] = [MemoryVault(), keychain]

    async def find() -> Vault:
        return found.pop(0)

    async with app.started(find) as services:
        assert_trouble(await services.connection.load(), ProblemKind.KEYCHAIN_MISSING)
        await sign_in(services, demo)
        assert services.connection.sign_in.state is SignInState.SIGNED_IN
        assert not services.connection.sign_in.persistent
        # A keychain was started meanwhile, and the trader tries again.
        assert (await services.connection.load()).persistent
    await app.assert_next_start_is_signed_in(keychain)


async def test_a_keychain_that_lost_its_entry_is_told_and_can_be_signed_out_of(app: App) -> None:
    """Known bug: "KWallet returns None when locked"."""
    vault = FaultyVault()
    await app.sign_in_and_quit(vault)
    vault.forgetful = True
    async with app.started(vault) as services:
        assert_trouble(await services.connection.load(), ProblemKind.KEYCHAIN_BROKEN)
        vault.forgetful = False
        assert (await services.connection.load()).state is SignInState.SIGNED_IN
    vault.forgetful = True
    async with app.started(vault) as services:
        await services.connection.load()
        shown: list[str] = []
        await services.connection.sign_out(shown.append)
        assert shown == ["unreadable"]
        assert services.connection.sign_in.state is SignInState.SIGNED_OUT
        assert (await services.connection.load()).state is SignInState.SIGNED_OUT


async def test_a_sign_in_held_in_memory_replaces_the_older_one_of_a_keychain_found_late(
    app: App, demo: DemoProcess, clock: MovableClock
) -> None:
    vault = FaultyVault()
    await app.sign_in_and_quit(vault)
    grants = demo.state()["active_grants"]
    vault.read_fault = vault.write_fault = VaultFault.LOCKED
    async with app.started(vault) as services:
        await services.connection.load()
        clock.ahead += 5
        with pytest.raises(StorageFailedError):
            await sign_in(services, demo)
        assert demo.state()["active_grants"] == grants + 1
        vault.read_fault = vault.write_fault = None
        await services.connection.load()
    # The older one is revoked, not left behind with nobody to use it.
    assert demo.state()["active_grants"] == grants


# Stand-ins for the keychains of other systems, under the product's own vault.


def windows_vault(keychain: Keychain) -> KeychainVault:
    return KeychainVault(lambda: keychain, time_limit=2.0)


async def sign_in_at_length(services: Services, demo: DemoProcess) -> None:
    """Sign in with a grant as long as those of servers whose tokens are JWTs."""
    grant = await new_grant(services.http, demo)
    registration = replace(grant.registration, client_name="A name. " * 300)
    await services.connection.keep(replace(grant, registration=registration))


async def test_a_sign_in_fits_windows_in_pieces_through_every_renewal(
    app: App, demo: DemoProcess, clock: MovableClock
) -> None:
    """Known bug: "Windows 2560-byte blob, UTF-16 doubles it"."""
    keychain = MemoryKeychain(entry_bytes=WINDOWS_BYTES)
    async with app.started(windows_vault(keychain)) as services:
        await services.connection.load()
        await sign_in_at_length(services, demo)
        assert len(keychain.entries) > 1, "too small a sign-in to show anything"
        for _ in range(4):
            clock.ahead += LIFE * 2
            await services.connection.call(lambda crosstrade: crosstrade.list_tools())
    entries = [len(text.encode("utf-16-le")) for text in keychain.entries.values()]
    assert max(entries) <= WINDOWS_BYTES
    async with app.started(windows_vault(keychain)) as services:
        assert (await services.connection.load()).state is SignInState.SIGNED_IN
        await services.connection.call(lambda crosstrade: crosstrade.list_tools())


@pytest.mark.parametrize("damage", ["a piece is missing", "a piece is another's", "half a head"])
async def test_a_damaged_set_of_pieces_is_told_and_replaced_by_signing_in(
    app: App, demo: DemoProcess, damage: str
) -> None:
    keychain = MemoryKeychain(entry_bytes=WINDOWS_BYTES)
    async with app.started(windows_vault(keychain)) as services:
        await services.connection.load()
        await sign_in_at_length(services, demo)
    head, *pieces = sorted(keychain.entries, key=len)
    match damage:
        case "a piece is missing":
            del keychain.entries[pieces[-1]]
        case "a piece is another's":
            keychain.entries[pieces[-1]] = keychain.entries[pieces[-1]][:-10] + "0123456789"
        case _:
            keychain.entries[head] = keychain.entries[head][:20]
    async with app.started(windows_vault(keychain)) as services:
        assert_trouble(await services.connection.load(), ProblemKind.KEYCHAIN_BROKEN)
        await sign_in(services, demo)
        assert services.connection.sign_in.problem is None
    await app.assert_next_start_is_signed_in(windows_vault(keychain))


async def test_what_is_no_sign_in_is_told_and_replaced_by_signing_in(
    app: App, demo: DemoProcess
) -> None:
    vault = FaultyVault()
    item = f"default/{demo.origin.removeprefix('http://')}"
    await vault.write(item, '{"format": 7}')
    async with app.started(vault) as services:
        assert_trouble(await services.connection.load(), ProblemKind.KEYCHAIN_BROKEN)
        await sign_in(services, demo)
    await app.assert_next_start_is_signed_in(vault)


class UnreadableKeychain(MemoryKeychain):
    """Takes every entry and gives back something else."""

    def get(self, service: str) -> str | None:
        text = super().get(service)
        return None if text is None else text[::-1]


async def test_a_keychain_that_writes_and_does_not_read_back_is_not_trusted(
    app: App, demo: DemoProcess
) -> None:
    async with app.started(windows_vault(UnreadableKeychain())) as services:
        with pytest.raises(StorageFailedError) as failed:
            await sign_in(services, demo)
        assert failed.value.problem.kind is ProblemKind.KEYCHAIN_BROKEN
        assert not services.connection.sign_in.persistent


async def test_a_keychain_that_hangs_while_storing_holds_nobody_up_and_is_caught_up_with(
    app: App, demo: DemoProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Known bug: "keyring call hangs (D-Bus prompt)"."""
    monkeypatch.setattr(grant_saving, "_PATIENCE", 0.1)
    keychain = StuckKeychain()
    async with app.started(windows_vault(keychain)) as services:
        await services.connection.load()
        with keychain.hanging("set") as (_, let_go):
            with pytest.raises(StorageFailedError) as failed:
                await sign_in(services, demo)
            assert failed.value.problem.kind is ProblemKind.KEYCHAIN_HANGING
            await services.connection.call(lambda crosstrade: crosstrade.list_tools())
            stored = asyncio.Event()

            def note(sign_in: SignIn) -> None:
                if sign_in.persistent:
                    stored.set()

            services.connection.changed.subscribe(note)
            let_go()
            async with asyncio.timeout(10):
                await stored.wait()


async def test_keychain_calls_are_made_in_one_thread_that_is_not_the_loops(app: App) -> None:
    threads = set()

    class WatchedKeychain(MemoryKeychain):
        def get(self, service: str) -> str | None:
            threads.add(threading.current_thread())
            return super().get(service)

    await app.sign_in_and_quit(windows_vault(WatchedKeychain()))
    assert len(threads) == 1
    assert threading.main_thread() not in threads


# The real thing: gnome-keyring.


@pytest.fixture
def keychain(monkeypatch: pytest.MonkeyPatch) -> Iterator[SecretService]:
    with SecretService() as service:
        use(service, monkeypatch)
        yield service


def use(session: SecretService | SessionBus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", session.env["DBUS_SESSION_BUS_ADDRESS"])
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_CURRENT_DESKTOP"):
        monkeypatch.delenv(name, raising=False)


async def test_gnome_keyring_locked_then_unlocked(app: App, keychain: SecretService) -> None:
    await app.sign_in_and_quit(open_vault)
    keychain.lock()
    async with app.started(open_vault) as services:
        assert_trouble(await services.connection.load(), ProblemKind.KEYCHAIN_LOCKED)
        keychain.unlock()
        assert (await services.connection.load()).state is SignInState.SIGNED_IN


async def test_gnome_keyring_hanging_then_answering(app: App, keychain: SecretService) -> None:
    impatient = partial(open_vault, time_limit=0.5)
    await app.sign_in_and_quit(impatient)
    keychain.freeze()
    async with app.started(impatient) as services:
        assert_trouble(await services.connection.load(), ProblemKind.KEYCHAIN_HANGING)
        keychain.thaw()
        assert (await services.connection.load()).state is SignInState.SIGNED_IN


async def test_gnome_keyring_started_late_takes_the_sign_in_that_was_held_in_memory(
    app: App, demo: DemoProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    with SessionBus() as bus:
        use(bus, monkeypatch)
        async with app.started(open_vault) as services:
            assert_trouble(await services.connection.load(), ProblemKind.KEYCHAIN_MISSING)
            await sign_in(services, demo)
            with SecretService() as late:
                use(late, monkeypatch)
                assert (await services.connection.load()).persistent
                assert any("CrossTrade Desktop" in item.label for item in late.items())


async def test_gnome_keyring_locked_for_the_day_stops_no_renewal(
    app: App, demo: DemoProcess, clock: MovableClock, keychain: SecretService
) -> None:
    async with app.signed_in(open_vault) as services:
        keychain.lock()
        for _ in range(2):
            clock.ahead += LIFE * 2
            await services.connection.call(lambda crosstrade: crosstrade.list_tools())
        trouble = services.connection.sign_in.problem
        assert trouble is not None
        assert trouble.kind is ProblemKind.KEYCHAIN_LOCKED
        assert trouble.severity is Severity.WARNING
        keychain.unlock()
        assert (await services.connection.load()).problem is None
    async with app.started(open_vault) as services:
        await services.connection.load()
        await services.connection.call(lambda crosstrade: crosstrade.list_tools())
    assert demo.state()["reuse_detections"] == 0
