"""A secret's text comes out by its one method, and nowhere else."""

import copy
import json
import logging
import pickle
import pprint
from dataclasses import asdict, dataclass

import pytest

from ct_desktop.core.secret import SecretStr

TEXT = "eyJ-the-token-itself"


@dataclass(frozen=True)
class _Holder:
    secret: SecretStr


def test_the_text_comes_out_by_asking_for_it() -> None:
    assert SecretStr(TEXT).get_secret_value() == TEXT


@pytest.mark.parametrize(
    "shown",
    [
        repr(SecretStr(TEXT)),
        str(SecretStr(TEXT)),
        f"{SecretStr(TEXT)}",
        f"{SecretStr(TEXT):>40}",
        f"{SecretStr(TEXT)!r}",
        "%s" % SecretStr(TEXT),  # noqa: UP031 - this way of formatting is what is tested
        repr(_Holder(SecretStr(TEXT))),
        repr(asdict(_Holder(SecretStr(TEXT)))),
        pprint.pformat([SecretStr(TEXT)]),
    ],
)
def test_no_way_of_printing_shows_the_text(shown: str) -> None:
    assert TEXT not in shown
    assert "**********" in shown


def test_a_log_line_does_not_show_the_text(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger(__name__).error("token %s %r", SecretStr(TEXT), SecretStr(TEXT))
    assert TEXT not in caplog.text
    assert "**********" in caplog.text


def test_it_is_neither_pickled_nor_written_as_json() -> None:
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with pytest.raises(TypeError, match="not pickled"):
            pickle.dumps(SecretStr(TEXT), protocol)
    with pytest.raises(TypeError):
        json.dumps({"token": SecretStr(TEXT)})


def test_it_is_frozen() -> None:
    secret = SecretStr(TEXT)
    with pytest.raises(AttributeError, match="frozen"):
        secret._value = "another"
    with pytest.raises(AttributeError, match="frozen"):
        del secret._value
    assert secret.get_secret_value() == TEXT
    assert not hasattr(secret, "__dict__")


def test_secrets_are_equal_by_their_text_and_differ_from_the_text_itself() -> None:
    assert SecretStr(TEXT) == SecretStr(TEXT)
    assert hash(SecretStr(TEXT)) == hash(SecretStr(TEXT))
    assert SecretStr(TEXT) != SecretStr(TEXT + "x")
    assert SecretStr("é") == SecretStr("é")
    assert SecretStr("\ud800") != SecretStr(TEXT)
    assert SecretStr(TEXT) != TEXT


def test_a_copy_is_the_secret_itself() -> None:
    secret = SecretStr(TEXT)
    assert copy.copy(secret) is secret
    assert copy.deepcopy(secret) is secret
