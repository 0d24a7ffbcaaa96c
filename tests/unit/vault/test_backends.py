"""The adapters of the systems that these tests do not run on, each over a stand-in.

Windows: keyring's own backend over a stand-in for the Credential Manager's functions. KWallet and
macOS: the adapter over a stand-in for keyring's backend.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from keyring.backends import Windows
from keyring.errors import InitError, KeyringError, KeyringLocked, PasswordSetError

from ct_desktop.vault.copies import delete_secret, read_secret, write_secret
from ct_desktop.vault.errors import VaultError, VaultFault
from ct_desktop.vault.kwallet import KWalletKeychain
from ct_desktop.vault.macos import MacKeychain
from ct_desktop.vault.naming import USER_NAME
from ct_desktop.vault.opening import open_system_keychain
from ct_desktop.vault.windows import WindowsKeychain
from support.keychains import WINDOWS_BYTES

ITEM = "default/app.crosstrade.io"


class WindowsError(Exception):
    """As pywintypes.error: the system's number and the function that failed."""

    def __init__(self, winerror: int, funcname: str) -> None:
        super().__init__(winerror, funcname, "in words")
        self.winerror = winerror
        self.funcname = funcname


@dataclass
class CredentialManager:
    """A stand-in for win32cred: what keyring calls of it, with Windows's size limit."""

    CRED_TYPE_GENERIC = 1
    CRED_PERSIST_LOCAL_MACHINE = 2
    CRED_PERSIST_ENTERPRISE = 3

    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    failure: WindowsError | None = None

    def CredRead(  # noqa: N802 - pywin32's
        self,
        *,
        Type: int,  # noqa: N803 - pywin32's
        TargetName: str,  # noqa: N803 - pywin32's
    ) -> dict[str, Any]:
        self._fail()
        if TargetName not in self.entries:
            raise WindowsError(1168, "CredRead")
        return self.entries[TargetName]

    def CredWrite(self, credential: dict[str, Any], flags: int) -> None:  # noqa: N802 - pywin32's
        self._fail()
        blob = credential["CredentialBlob"].encode("utf-16-le")
        if len(blob) > WINDOWS_BYTES:
            raise WindowsError(1783, "CredWrite")  # the stub received bad data
        self.entries[credential["TargetName"]] = credential | {"CredentialBlob": blob}

    def CredDelete(  # noqa: N802 - pywin32's
        self,
        *,
        Type: int,  # noqa: N803 - pywin32's
        TargetName: str,  # noqa: N803 - pywin32's
    ) -> None:
        self._fail()
        if self.entries.pop(TargetName, None) is None:
            raise WindowsError(1168, "CredDelete")

    def _fail(self) -> None:
        if self.failure is not None:
            raise self.failure


@pytest.fixture
def credential_manager(monkeypatch: pytest.MonkeyPatch) -> CredentialManager:
    manager = CredentialManager()
    monkeypatch.setattr(Windows, "win32cred", manager, raising=False)
    monkeypatch.setattr(
        Windows, "pywintypes", type("pywintypes", (), {"error": WindowsError}), raising=False
    )
    return manager


def test_windows_holds_a_long_secret_in_entries_of_its_size(
    credential_manager: CredentialManager,
) -> None:
    secret = "é\N{CHART WITH UPWARDS TREND}x" * 1000
    write_secret(WindowsKeychain(), ITEM, secret)
    assert read_secret(WindowsKeychain(), ITEM) == secret
    assert len(credential_manager.entries) > 1
    delete_secret(WindowsKeychain(), ITEM)
    assert credential_manager.entries == {}


def test_windows_keeps_no_older_secret_under_a_second_name(
    credential_manager: CredentialManager,
) -> None:
    keychain = WindowsKeychain()
    for secret in ("first", "second", "third"):
        keychain.set("service", secret)
    assert [
        entry["CredentialBlob"].decode("utf-16-le") for entry in values(credential_manager)
    ] == ["third"]


def test_windows_secrets_stay_on_the_machine(credential_manager: CredentialManager) -> None:
    WindowsKeychain().set("service", "secret")
    (entry,) = values(credential_manager)
    assert entry["Persist"] == CredentialManager.CRED_PERSIST_LOCAL_MACHINE
    assert entry["UserName"] == USER_NAME


def values(manager: CredentialManager) -> list[dict[str, Any]]:
    return list(manager.entries.values())


@pytest.mark.parametrize(
    ("winerror", "kind"),
    [
        (5, VaultFault.DENIED),
        (1223, VaultFault.DENIED),
        (1312, VaultFault.MISSING),
        (1783, VaultFault.BROKEN),
    ],
)
def test_windows_errors_are_told_apart(
    credential_manager: CredentialManager, winerror: int, kind: VaultFault
) -> None:
    keychain = WindowsKeychain()
    credential_manager.failure = WindowsError(winerror, "Cred")
    assert [fault(call) for call in calls_on(keychain)] == [kind] * 3


def test_windows_garbage_in_an_entry_is_broken(credential_manager: CredentialManager) -> None:
    WindowsKeychain().set("service", "secret")
    credential_manager.entries["service"]["CredentialBlob"] = b"\xff\xfe\xff"
    assert fault(lambda: WindowsKeychain().get("service")) is VaultFault.BROKEN


def calls_on(keychain: Any) -> list[Callable[[], object]]:
    return [
        lambda: keychain.get("service"),
        lambda: keychain.set("service", "hush"),
        lambda: keychain.delete("service"),
    ]


def fault(call: Callable[[], object]) -> VaultFault:
    with pytest.raises(VaultError) as caught:
        call()
    error = caught.value
    assert "hush" not in f"{error!s}{error!r}{error.detail}"
    # A chained exception could carry the secret into a crash report.
    assert error.__cause__ is None
    assert error.__context__ is None
    return error.kind


@dataclass
class Wallet:
    """A stand-in for keyring's KWallet backend; ``open`` is what the person does when asked."""

    entries: dict[str, str] = field(default_factory=dict)
    is_open: bool = True
    opens_when_asked: bool = True
    failure: Exception | None = None

    def connected(self, service: str, /) -> bool:
        if self.failure is not None:
            raise self.failure
        self.is_open = self.is_open or self.opens_when_asked
        return self.is_open

    def get_password(self, service: str, username: str, /) -> str | None:
        if self.failure is not None:
            raise self.failure
        return self.entries.get(service) if self.is_open else None

    def set_password(self, service: str, username: str, password: str, /) -> None:
        if not self.connected(service):
            raise PasswordSetError("Cancelled by user")
        self.entries[service] = password

    def delete_password(self, service: str, username: str, /) -> None:
        del self.entries[service]


def test_a_wallet_that_answers_none_because_it_is_locked_is_locked_not_empty() -> None:
    wallet = Wallet({"service": "secret"}, is_open=False, opens_when_asked=False)
    assert fault(lambda: KWalletKeychain(wallet).get("service")) is VaultFault.LOCKED
    assert fault(lambda: KWalletKeychain(wallet).delete("service")) is VaultFault.LOCKED
    assert wallet.entries == {"service": "secret"}


def test_a_wallet_that_the_person_opens_when_asked_gives_its_secret() -> None:
    wallet = Wallet({"service": "secret"}, is_open=False)
    assert KWalletKeychain(wallet).get("service") == "secret"


def test_an_open_wallet_without_the_entry_has_none() -> None:
    assert KWalletKeychain(Wallet()).get("service") is None


def test_a_wallet_that_the_person_does_not_open_for_a_write_is_denied() -> None:
    wallet = Wallet(is_open=False, opens_when_asked=False)
    assert fault(lambda: KWalletKeychain(wallet).set("service", "hush")) is VaultFault.DENIED


@pytest.mark.parametrize(
    ("failure", "kind"),
    [
        (KeyringLocked("x"), VaultFault.LOCKED),
        (InitError("x"), VaultFault.MISSING),
        (KeyringError("hush"), VaultFault.BROKEN),
        (ValueError("hush"), VaultFault.BROKEN),
    ],
)
def test_wallet_errors_are_told_apart(failure: Exception, kind: VaultFault) -> None:
    keychain = KWalletKeychain(Wallet(failure=failure))
    assert [fault(call) for call in calls_on(keychain)] == [kind] * 3


@dataclass
class FailingKeychain:
    """A stand-in for keyring's macOS backend, failing with one result of the system."""

    raised: type[KeyringError]
    result: int

    def get_password(self, service: str, username: str, /) -> str | None:
        raise self.raised("hush") from OSError(self.result, "in words")

    def set_password(self, service: str, username: str, password: str, /) -> None:
        self.get_password(service, username)

    def delete_password(self, service: str, username: str, /) -> None:
        self.get_password(service, username)


@pytest.mark.parametrize(
    ("raised", "result", "kind"),
    [
        (KeyringLocked, -128, VaultFault.DENIED),
        (KeyringError, -25293, VaultFault.DENIED),
        (KeyringError, -25308, VaultFault.LOCKED),
        (KeyringError, -25307, VaultFault.MISSING),
        (PasswordSetError, -50, VaultFault.BROKEN),
    ],
)
def test_macos_results_are_told_apart(
    raised: type[KeyringError], result: int, kind: VaultFault
) -> None:
    keychain = MacKeychain(FailingKeychain(raised, result))
    assert [fault(call) for call in calls_on(keychain)] == [kind] * 3


@pytest.mark.parametrize(
    ("system", "description"),
    [("Windows", "Windows Credential Manager"), ("Darwin", "macOS Keychain")],
)
def test_each_system_has_its_own_keychain(
    system: str,
    description: str,
    credential_manager: CredentialManager,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("platform.system", lambda: system)
    assert open_system_keychain(prompt_time_limit=1.0).description == description


def test_kde_without_its_wallet_falls_back_to_the_secret_service(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "KDE")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    with pytest.raises(VaultError) as caught:
        open_system_keychain(prompt_time_limit=1.0)
    assert caught.value.kind is VaultFault.MISSING
    assert "Secret Service" in caught.value.keychain
