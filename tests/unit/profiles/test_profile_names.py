"""What may name a profile, and which names are one and the same."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_desktop.profiles import (
    ProfileError,
    own_profile_folder,
    parse_profile_name,
    profile_folder,
)
from ct_desktop.profiles.names import LONGEST_NAME, is_profile_folder


@pytest.mark.parametrize("name", ["default", "apex-1", "my.2nd_one", "apex funded", "7", "x" * 40])
def test_a_plain_name_in_small_letters_is_its_own_folder(name: str) -> None:
    assert parse_profile_name(f"  {name} ") == profile_folder(name) == name


@pytest.mark.parametrize(
    ("typed", "shown", "folder"),
    [
        ("Apex  Funded ", "Apex Funded", "apex funded"),
        ("Müller", "Müller", "müller"),
        ("Mu\u0308ller", "Müller", "müller"),
        ("Straße", "Straße", "strasse"),
        ("口座二", "口座二", "口座二"),
        ("\uff21\uff30\uff25\uff38\uff11", "\uff21\uff30\uff25\uff38\uff11", "apex1"),
        ("\u062d\u0633\u0627\u0628", "\u062d\u0633\u0627\u0628", "\u062d\u0633\u0627\u0628"),
        ("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u062e"),
        ("हिन्दी", "हिन्दी", "हिन्दी"),
        ("Ελλάς", "Ελλάς", "ελλάσ"),
    ],
)
def test_names_of_any_language_are_shown_as_typed(typed: str, shown: str, folder: str) -> None:
    assert parse_profile_name(typed) == shown
    assert profile_folder(typed) == folder


@pytest.mark.parametrize(
    "same",
    [
        ("Apex", "apex", "APEX", " apex "),
        ("Café", "Cafe\u0301", "CAFÉ"),
        ("Straße", "STRASSE", "strasse"),
        ("ﬁrst", "First"),
        ("Ωmega", "\u2126mega", "ωmega"),
        ("S\u0131la", "sila", "SILA"),
        ("ΜΆΡΙΟΣ", "μάριος", "μάριοσ"),
    ],
)
def test_names_that_some_system_takes_for_the_same_have_one_folder(same: tuple[str, ...]) -> None:
    assert len({profile_folder(name) for name in same}) == 1


@pytest.mark.parametrize(
    "name",
    [
        *("", " ", ".", "..", ".hidden", "a.", "a/b", "a\\b", "a:b", "a*", "a|b", 'a"b', "a\0b"),
        *("con", "NUL", "com1.txt", "COM\u00b9", "Aux .x", "lpt0"),
        *("x" * 41, "ß" * 21, "\ufdfa" * 3, "½"),
        *("\u202egnp.exe", "a\u202eb", "a\u2066b", "\u200cab", "\u0301a"),
        *("a\u3164b", "\u3164", "😀", "a#b", "\ud800", "-apex", "_apex"),
    ],
)
def test_names_unsafe_as_a_folder_are_refused_with_a_way_out(name: str) -> None:
    with pytest.raises(ProfileError, match="Use up to 40 letters and digits of any language"):
        parse_profile_name(name)


def test_a_huge_name_is_not_said_back_whole() -> None:
    with pytest.raises(ProfileError) as refused:
        parse_profile_name("x" * 100_000)
    assert len(str(refused.value)) < 400


@given(st.text(max_size=50))
def test_any_text_gives_a_safe_folder_or_a_clear_error(text: str) -> None:
    try:
        name, folder = parse_profile_name(text), profile_folder(text)
    except ProfileError:
        return
    assert Path(folder).name == folder == folder.strip(" .") == folder.casefold()
    assert len(folder) <= LONGEST_NAME
    assert len(folder.encode()) <= 160
    assert is_profile_folder(folder)
    assert parse_profile_name(name) == name
    assert profile_folder(name) == profile_folder(folder) == folder
    assert profile_folder(name.upper()) == profile_folder(name.lower()) == folder
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert profile_folder_or_none(unicodedata.normalize(form, name)) in (folder, None)


def profile_folder_or_none(text: str) -> str | None:
    try:
        return profile_folder(text)
    except ProfileError:
        return None  # written apart, a name can be too long


def test_the_demos_name_is_not_for_a_profile_of_ones_own() -> None:
    assert profile_folder("demo") == "demo"
    for name in ("Demo", "\uff24\uff25\uff2d\uff2f", "de\u200cmo"):
        with pytest.raises(ProfileError, match="kept for the demo"):
            own_profile_folder(name)
    assert own_profile_folder("Main") == "main"
