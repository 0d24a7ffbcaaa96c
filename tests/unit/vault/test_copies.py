"""A secret over several entries, and a process killed at every single call to the keychain."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_desktop.vault.copies import delete_secret, read_secret, write_secret
from ct_desktop.vault.errors import VaultError, VaultFault
from support.keychains import WINDOWS_BYTES, KilledError, MemoryKeychain

ITEM = "default/app.crosstrade.io"

WINDOWS = MemoryKeychain(entry_bytes=WINDOWS_BYTES)
MACOS = MemoryKeychain(replaces_in_two_steps=True)
# No system is known to do both; it is the worst that one could.
BOTH = MemoryKeychain(entry_bytes=WINDOWS_BYTES, replaces_in_two_steps=True)

SECRETS = {"short": "s" * 40, "two entries": "t" * 2000, "four entries": "f" * 4700}


def copy_of(keychain: MemoryKeychain, kill_at: int | None = None) -> MemoryKeychain:
    return replace(keychain, entries=dict(keychain.entries), kill_at=kill_at, steps=0)


def secret_texts() -> st.SearchStrategy[str]:
    characters = st.characters(codec="utf-8", exclude_characters="\0")
    return st.text(characters, max_size=60).flatmap(
        lambda text: st.integers(1, 120).map(lambda times: text * times)
    )


@given(secret_texts(), secret_texts())
def test_any_text_comes_back_within_the_windows_limit(first: str, second: str) -> None:
    keychain = copy_of(WINDOWS)
    for secret in (first, second, first):
        write_secret(keychain, ITEM, secret)
        assert read_secret(keychain, ITEM) == secret
    delete_secret(keychain, ITEM)
    assert keychain.entries == {}


@pytest.mark.parametrize("character", ["a", "é", "\N{CHART WITH UPWARDS TREND}", "\ufeff"])
def test_every_length_around_the_windows_limit_is_stored(character: str) -> None:
    for length in (*range(580, 660), *range(1180, 1300), *range(2400, 2500)):
        keychain = copy_of(WINDOWS)
        write_secret(keychain, ITEM, character * length)
        assert read_secret(keychain, ITEM) == character * length


def test_the_windows_stand_in_refuses_one_character_more_than_1280() -> None:
    keychain = copy_of(WINDOWS)
    keychain.set("a", "x" * 1280)
    with pytest.raises(VaultError):
        keychain.set("a", "x" * 1281)


def test_a_secret_takes_one_entry_where_the_size_allows() -> None:
    for keychain in (copy_of(MACOS), copy_of(WINDOWS)):
        write_secret(keychain, ITEM, SECRETS["short"])
        write_secret(keychain, ITEM, SECRETS["short"])
        assert len(keychain.entries) == 1


@pytest.mark.parametrize("system", [WINDOWS, MACOS, BOTH], ids=["windows", "macos", "both"])
@pytest.mark.parametrize("old", [None, *SECRETS])
@pytest.mark.parametrize("new", [None, *SECRETS])
def test_killed_at_any_call_the_old_or_the_new_secret_is_read_whole(
    system: MemoryKeychain, old: str | None, new: str | None
) -> None:
    """``None`` is no secret; a new ``None`` is a deletion."""
    before = copy_of(system)
    old_secret = SECRETS[old].swapcase() if old else None
    new_secret = SECRETS[new] if new else None
    # Two writes, so that both places of the secret have been used.
    for secret in ("an older one" * 200, old_secret):
        change(before, secret)

    for kill_at in itertools.count():
        killed = copy_of(before, kill_at)
        try:
            change(killed, new_secret)
        except KilledError:
            pass
        else:
            break
        survivor = copy_of(killed)
        assert read_secret(survivor, ITEM) in (old_secret, new_secret)
        check_nothing_is_left_over(survivor)
        check_after_a_second_kill(killed, old_secret, new_secret)
    assert read_secret(copy_of(killed), ITEM) == new_secret
    check_nothing_is_left_over(copy_of(killed))


def check_nothing_is_left_over(survivor: MemoryKeychain) -> None:
    """The next write, and the next deletion, sweep what a kill left lying."""
    cleared = copy_of(survivor)
    delete_secret(cleared, ITEM)
    assert cleared.entries == {}
    write_secret(survivor, ITEM, SECRETS["two entries"])
    assert read_secret(survivor, ITEM) == SECRETS["two entries"]
    assert len(survivor.entries) == (2 if survivor.entry_limit else 1)


def check_after_a_second_kill(
    killed: MemoryKeychain, old_secret: str | None, new_secret: str | None
) -> None:
    third = "third" * 500
    for kill_at in itertools.count():
        again = copy_of(killed, kill_at)
        try:
            change(again, third)
        except KilledError:
            assert read_secret(copy_of(again), ITEM) in (old_secret, new_secret, third)
            check_nothing_is_left_over(copy_of(again))
        else:
            return


def change(keychain: MemoryKeychain, secret: str | None) -> None:
    if secret is None:
        delete_secret(keychain, ITEM)
    else:
        write_secret(keychain, ITEM, secret)


class BusyKeychain(MemoryKeychain):
    """A keychain to which another process writes before a reader's ``moment``-th call."""

    moment = 0
    secret = ""

    def get(self, service: str) -> str | None:
        if self.steps == self.moment:
            other = copy_of(WINDOWS)
            other.entries = self.entries
            write_secret(other, ITEM, self.secret)
        return super().get(service)


@pytest.mark.parametrize("first", SECRETS)
@pytest.mark.parametrize("second", SECRETS)
@pytest.mark.parametrize("writes_before", [1, 2])
def test_a_reader_overtaken_by_a_writer_reads_one_of_both(
    first: str, second: str, writes_before: int
) -> None:
    for moment in range(12):
        keychain = BusyKeychain(entry_bytes=WINDOWS_BYTES)
        writer = copy_of(WINDOWS)
        writer.entries = keychain.entries
        for _ in range(writes_before):
            write_secret(writer, ITEM, SECRETS[first])
        keychain.moment, keychain.secret = moment, SECRETS[second].upper()
        assert read_secret(keychain, ITEM) in (SECRETS[first], SECRETS[second].upper())


def damaged(keychain: MemoryKeychain) -> list[dict[str, str]]:
    """Every way to lose or garble one entry."""
    ways = []
    for service, text in keychain.entries.items():
        without = {name: value for name, value in keychain.entries.items() if name != service}
        ways += [without] if "#1." in service else []
        ways += [without | {service: changed} for changed in (text[:-1], text + "x", "", "garble")]
        other = next((value for name, value in without.items()), text[::-1])
        ways.append(without | {service: other})
    return ways


def test_a_damaged_set_is_broken_and_never_garbage() -> None:
    whole = copy_of(WINDOWS)
    write_secret(whole, ITEM, SECRETS["four entries"])
    assert len(damaged(whole)) > 20
    for entries in damaged(whole):
        keychain = replace(copy_of(whole), entries=entries)
        with pytest.raises(VaultError) as caught:
            read_secret(keychain, ITEM)
        assert caught.value.kind is VaultFault.BROKEN
        assert "ffff" not in f"{caught.value!s}{caught.value!r}"


def test_a_damaged_set_is_replaced_by_the_next_write_and_removed_by_a_deletion() -> None:
    whole = copy_of(WINDOWS)
    write_secret(whole, ITEM, SECRETS["four entries"])
    for entries in damaged(whole):
        keychain = replace(copy_of(whole), entries=dict(entries))
        write_secret(keychain, ITEM, "anew")
        assert read_secret(keychain, ITEM) == "anew"
        write_secret(keychain, ITEM, "and again")
        delete_secret(keychain, ITEM)
        assert read_secret(keychain, ITEM) is None


class ForgetfulKeychain(MemoryKeychain):
    """A keychain that takes what it is given and gives back something else."""

    def set(self, service: str, text: str) -> None:
        super().set(service, text[:-1])


def test_a_write_that_does_not_read_back_is_broken() -> None:
    with pytest.raises(VaultError) as caught:
        write_secret(ForgetfulKeychain(), ITEM, "secret")
    assert caught.value.kind is VaultFault.BROKEN


def test_a_secret_for_more_than_99_entries_is_refused_before_anything_is_stored() -> None:
    keychain = copy_of(WINDOWS)
    with pytest.raises(ValueError, match="too long"):
        write_secret(keychain, ITEM, "x" * 200_000)
    assert keychain.entries == {}
