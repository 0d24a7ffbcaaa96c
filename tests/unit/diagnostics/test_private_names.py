"""What names the trader is taken out of every text, and what only looks so stays."""

import re
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ct_desktop.core.accounts import Account
from ct_desktop.core.feeds import BrokerConnection
from ct_desktop.core.moment import Dated
from ct_desktop.core.positions import MarketPosition, Position
from ct_desktop.core.snapshot import Snapshot
from ct_desktop.diagnostics.private_names import PrivateNames, names_in, names_of_this_computer
from support.ui_states import moment, state_with

NAMES = PrivateNames(
    home="/home/jane",
    computers=frozenset({"TRADING-PC", "TRADING-PC.lan"}),
    users=frozenset({"jane"}),
    accounts=frozenset({"APEX-12345-07", "Sim101"}),
    logins=frozenset({"jane.doe@example.com", "jdoe77"}),
)

account_names = st.from_regex(r"[A-Za-z]{2,6}[-_ ]?[0-9]{3,8}(-[0-9]{2})?", fullmatch=True)
logins = st.from_regex(r"[a-z]{3,10}[0-9]{2,4}", fullmatch=True) | st.emails()
around = st.text(max_size=30)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("/home/jane/.config/x", "~/.config/x"),
        ("/home/janet/x", "/home/janet/x"),
        ("/srv/jane/x", "/srv/[user]/x"),
        ("CrossTrade Desktop on TRADING-PC", "CrossTrade Desktop on [this computer]"),
        ("trading-pc.lan and TRADING-PC", "[this computer] and [this computer]"),
        ("APEX-12345-07: 2 lots", "AP••••07: 2 lots"),
        ("backup_APEX-12345-07.csv", "backup_AP••••07.csv"),
        ("Sim101 but not Sim1010", "S••••01 but not Sim1010"),
        ("jane.doe@example.com", "ja••••oe@e••••.com"),
        ("other@example.org", "o••••r@e••••.org"),
        ("as JDOE77", "as j••••77"),
        ("from 192.168.1.20:5000", "from [address]:5000"),
        ("to fe80::1ff:fe23:4567:890a%eth0.", "to [address]."),
        ("on 127.0.0.1:51731 and [::1]", "on 127.0.0.1:51731 and [::1]"),
        ("NinjaTrader 8 8.1.8.1 answers", "NinjaTrader 8 8.1.8.1 answers"),
        ("at 18:35:23, in 12:30", "at 18:35:23, in 12:30"),
        ("Authorization: Bearer abc.def", "Authorization: Bearer [redacted]"),
    ],
)
def test_each_kind_of_name_is_masked_and_nothing_else(text: str, masked: str) -> None:
    assert NAMES.mask(text) == masked


@pytest.mark.parametrize("text", ["Straße 77", "STRAßE 77", "İSTANBUL-1", "口座12345", "ΣΊΣΥΦΟΣ-9"])
def test_a_name_of_any_script_is_found_whatever_its_case(text: str) -> None:
    accounts = frozenset({"Straße 77", "İstanbul-1", "口座12345", "Σίσυφος-9"})
    masked = PrivateNames(accounts=accounts).mask(f"({text})")
    assert "••••" in masked
    assert text[2:-2] not in masked


def test_a_version_that_is_known_is_no_network_address() -> None:
    names = replace(NAMES, versions=frozenset({"8.1.8.1"}))
    assert names.mask("8.1.8.1") == "8.1.8.1"
    assert NAMES.mask("8.1.8.1") == "[address]"


def test_windows_paths_are_shortened_in_each_of_their_forms() -> None:
    names = PrivateNames(home="C:\\Users\\jane", users=frozenset({"jane"}))
    assert names.mask("C:\\Users\\jane\\x") == "~\\x"
    assert names.mask("c:/users/jane/x") == "~/x"
    assert names.mask(repr("C:\\Users\\jane\\x")) == "'~\\\\x'"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("DEMO1234567 was closed", "DE••••67 was closed"),
        ("account 7654321", "account 7••••21"),
        ("APEX-99999-01, LFE0506", "AP••••01, L••••06"),
        ("It was APEX-99999-01.", "It was AP••••01."),
        ("account:DEMO1234567/orders", "account:DE••••67/orders"),
        ("2026-11-22 10:41:07,123 WARNING", "2026-11-22 10:41:07,123 WARNING"),
        ("http://127.0.0.1:51731/callback", "http://127.0.0.1:51731/callback"),
        ("in 1.234567 s", "in 1.234567 s"),
    ],
)
def test_what_looks_like_an_account_is_masked_where_nobody_knows_the_names(
    text: str, masked: str
) -> None:
    assert PrivateNames().mask(text, from_elsewhere=True) == masked


@given(account_names, logins, around, around)
def test_no_known_name_survives_wherever_it_stands(
    account: str, login: str, before: str, after: str
) -> None:
    # Inside a longer word a short name is a part of that word; a long one is found there too.
    assume(len(account) >= 8 or not re.search(r"[^\W_]$", before))
    assume(len(account) >= 8 or not re.search(r"^[^\W_]", after))
    names = PrivateNames(accounts=frozenset({account}), logins=frozenset({login}))
    text = names.mask(f"{before}{account}{after} by {login}.")
    assert account.casefold() not in text.casefold()
    assert login.casefold() not in text.casefold()


def test_accounts_and_logins_are_gathered_from_every_figure() -> None:
    snapshot = Snapshot(
        accounts=Dated(
            (
                Account("APEX-1", "My funded one"),
                Account("Backtest", "Backtest"),
            ),
            moment(0),
        ),
        positions=Dated((Position("LFE-2", "ES 12-26", MarketPosition.LONG, 1),), moment(0)),
        connections=Dated((BrokerConnection("Rithmic", user="jdoe77"),), moment(0)),
    )
    accounts, found = names_in(replace(state_with(), snapshot=snapshot))
    assert accounts == {"APEX-1", "My funded one", "LFE-2"}
    assert found == {"jdoe77"}


def test_this_computer_knows_its_own_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/jane")
    monkeypatch.setenv("USERPROFILE", "/home/jane")
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "jdoe")
    monkeypatch.setattr("platform.node", lambda: "trading-pc.example.lan")
    monkeypatch.setattr("socket.gethostname", lambda: "trading-pc")
    names = names_of_this_computer()
    assert names.computers == {"trading-pc.example.lan", "trading-pc"}
    assert names.users == {"jane", "jdoe"}
    assert names.mask("/home/jane/x of jdoe on trading-pc") == "~/x of [user] on [this computer]"


def test_names_that_name_nobody_are_words_like_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/root")
    monkeypatch.setenv("USERPROFILE", "/root")
    monkeypatch.setenv("LOGNAME", "Administrator")
    monkeypatch.setattr("platform.node", lambda: "localhost")
    monkeypatch.setattr("socket.gethostname", lambda: "localhost")
    names = names_of_this_computer()
    assert names.mask("ISRG Root X1 for localhost") == "ISRG Root X1 for localhost"
