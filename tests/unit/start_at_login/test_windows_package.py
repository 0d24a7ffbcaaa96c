"""Whether this process runs from a package, against a stand-in: there is no Windows here."""

import ctypes

import pytest

from ct_desktop.start_at_login import runs_from_package

NO_PACKAGE = 15700
BUFFER_TOO_SMALL = 122


class Kernel32:
    """As much of the library as is used, by its documentation."""

    def __init__(self, answer: int) -> None:
        self._answer = answer

    def GetCurrentPackageFullName(self, length: object, name: None) -> int:  # noqa: N802 - Windows' name
        assert isinstance(length, type(ctypes.byref(ctypes.c_uint32())))
        return self._answer


@pytest.mark.parametrize(("answer", "packaged"), [(NO_PACKAGE, False), (BUFFER_TOO_SMALL, True)])
def test_a_package_has_a_name(answer: int, packaged: bool) -> None:
    assert runs_from_package(Kernel32(answer)) is packaged


def test_there_is_no_package_but_on_windows() -> None:
    assert not runs_from_package()
