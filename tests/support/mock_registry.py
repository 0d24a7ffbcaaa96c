"""A stand-in for ``winreg``, by its documentation: there is no Windows here."""

from typing import Self


class MockKey:
    """An open key of the stand-in."""

    def __init__(self, values: dict[str, tuple[int, str]]) -> None:
        self.values = values

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None


class MockRegistry:
    """As much of ``winreg`` as is used, by its documentation; ``refuses`` as a policy does."""

    HKEY_CURRENT_USER = 0x80000001
    KEY_SET_VALUE = 0x0002
    REG_SZ = 1

    def __init__(self, *, refuses: bool = False) -> None:
        self.keys: dict[str, dict[str, tuple[int, str]]] = {}
        self._refuses = refuses

    def OpenKey(self, root: int, path: str, reserved: int = 0, access: int = 0) -> MockKey:  # noqa: N802 - winreg's name
        self._check(root)
        if path not in self.keys:
            raise FileNotFoundError(2, "The system cannot find the file specified")
        return MockKey(self.keys[path])

    def CreateKey(self, root: int, path: str) -> MockKey:  # noqa: N802 - winreg's name
        self._check(root)
        return MockKey(self.keys.setdefault(path, {}))

    def SetValueEx(self, key: MockKey, name: str, reserved: int, kind: int, value: str) -> None:  # noqa: N802 - winreg's name
        key.values[name] = (kind, value)

    def QueryValueEx(self, key: MockKey, name: str) -> tuple[str, int]:  # noqa: N802 - winreg's name
        if name not in key.values:
            raise FileNotFoundError(2, "The system cannot find the file specified")
        kind, value = key.values[name]
        return value, kind

    def DeleteValue(self, key: MockKey, name: str) -> None:  # noqa: N802 - winreg's name
        if name not in key.values:
            raise FileNotFoundError(2, "The system cannot find the file specified")
        del key.values[name]

    def _check(self, root: int) -> None:
        assert root == self.HKEY_CURRENT_USER
        if self._refuses:
            raise PermissionError(13, "Access is denied")
