"""Client registrations and the count of attempts at them."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ct_desktop.profiles import RegistrationAttempts, RegistrationStore

SERVER = "https://app.crosstrade.io/v1/api/mcp"
ISSUER = "https://app.crosstrade.io"

REGISTRATION = {
    "client_id": "abc",
    "redirect_uris": ["http://127.0.0.1:8321/callback"],
    "token_endpoint_auth_method": "none",
    "client_secret_expires_at": 0,
    "client_secret": None,
}

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_a_registration_comes_back(tmp_path: Path) -> None:
    assert RegistrationStore(tmp_path).load(SERVER, ISSUER) is None
    RegistrationStore(tmp_path).save(SERVER, ISSUER, REGISTRATION)
    assert RegistrationStore(tmp_path).load(SERVER, ISSUER) == REGISTRATION


@pytest.mark.parametrize(
    ("server", "issuer"),
    [
        (SERVER, ISSUER + "/"),
        (SERVER, "https://other.example"),
        (SERVER + "/", ISSUER),
        ("http://127.0.0.1:8000/mcp", ISSUER),
    ],
)
def test_b17_a_registration_is_for_its_own_server_and_issuer_alone(
    tmp_path: Path, server: str, issuer: str
) -> None:
    store = RegistrationStore(tmp_path)
    store.save(SERVER, ISSUER, REGISTRATION)
    assert store.load(server, issuer) is None
    store.save(server, issuer, {"client_id": "another"})
    assert store.load(SERVER, ISSUER) == REGISTRATION
    store.forget(server, issuer)
    store.forget(server, issuer)
    assert store.load(SERVER, ISSUER) == REGISTRATION


def test_a_new_registration_takes_the_place_of_the_old(tmp_path: Path) -> None:
    store = RegistrationStore(tmp_path)
    store.save(SERVER, ISSUER, REGISTRATION)
    store.save(SERVER, ISSUER, {"client_id": "new"})
    assert store.load(SERVER, ISSUER) == {"client_id": "new"}
    assert "abc" not in (tmp_path / "registrations.json").read_text()


@pytest.mark.parametrize(
    "registration",
    [
        {"client_secret": "hush"},
        {"client_id": "abc", "nested": [{"Registration_Access_Token": "hush"}]},
        {"refresh_token": "hush"},
        {"password": "hush"},
        {"code_verifier": "hush"},
        {"private_key": "hush"},
        {"client_assertion": "hush"},
    ],
)
def test_b31_a_registration_with_a_secret_is_refused(
    tmp_path: Path, registration: dict[str, object]
) -> None:
    with pytest.raises(ValueError, match="belongs in the keychain") as caught:
        RegistrationStore(tmp_path).save(SERVER, ISSUER, registration)
    assert "hush" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content",
    ["{", "[]", "{}", '{"registrations": 3}', '{"registrations": [3, {"issuer": 3}]}'],
)
def test_a_damaged_file_costs_one_registration_and_no_sign_in(tmp_path: Path, content: str) -> None:
    (tmp_path / "registrations.json").write_text(content)
    store = RegistrationStore(tmp_path)
    assert store.load(SERVER, ISSUER) is None
    store.save(SERVER, ISSUER, REGISTRATION)
    assert store.load(SERVER, ISSUER) == REGISTRATION


def test_attempts_are_counted_for_an_hour_by_issuer(tmp_path: Path) -> None:
    attempts = RegistrationAttempts(tmp_path / "attempts.json")
    assert attempts.in_the_last_hour(ISSUER, NOON) == ()
    for minutes in (0, 20, 40):
        attempts.note(ISSUER, NOON + timedelta(minutes=minutes))
    attempts.note("https://other.example", NOON)
    later = NOON + timedelta(minutes=70)
    assert attempts.in_the_last_hour(ISSUER, NOON + timedelta(minutes=59)) == (
        NOON,
        NOON + timedelta(minutes=20),
        NOON + timedelta(minutes=40),
    )
    assert len(attempts.in_the_last_hour(ISSUER, later)) == 2
    attempts.note(ISSUER, later)
    assert len(json.loads((tmp_path / "attempts.json").read_text())["attempts"]) == 3


def test_a_clock_set_back_does_not_free_the_allowance(tmp_path: Path) -> None:
    attempts = RegistrationAttempts(tmp_path / "attempts.json")
    attempts.note(ISSUER, NOON)
    assert attempts.in_the_last_hour(ISSUER, NOON - timedelta(minutes=30)) == (NOON,)


@pytest.mark.parametrize(
    "content",
    [
        "{",
        '{"attempts": 7}',
        '{"attempts": [7, {}, {"at": 7, "issuer": "x"}, {"at": "soon", "issuer": "x"}]}',
        '{"attempts": [{"at": "0001-01-01T00:00:00+23:00", "issuer": "x"}]}',
    ],
)
def test_damaged_attempts_are_forgotten(tmp_path: Path, content: str) -> None:
    path = tmp_path / "attempts.json"
    path.write_text(content)
    attempts = RegistrationAttempts(path)
    assert attempts.in_the_last_hour("x", NOON) == ()
    attempts.note("x", NOON)
    assert attempts.in_the_last_hour("x", NOON) == (NOON,)
