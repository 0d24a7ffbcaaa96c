"""What can go wrong with other clients' descriptions and files. Each message says what to do."""

from pathlib import Path


class ClientsError(Exception):
    """Anything that keeps a command about clients from being carried out."""


class UnknownClientError(ClientsError):
    """No client has that name. The message names those that come near."""


class ClientDescriptionError(ClientsError):
    """A description among the app's resources cannot be used: the installation is damaged."""


class SettingError(ClientsError):
    """A setting that this client's entry does not have, or a value that does not fit it."""


class PlaceError(ClientsError):
    """Where this client keeps its file cannot be told, or it keeps none."""


class ConfigurationFileError(ClientsError):
    """A client's file that cannot be read, changed or given back; nothing in it was changed.

    ``line`` and ``column`` count from 1, where the fault lies at one place.
    """

    def __init__(
        self, message: str, path: Path, *, line: int | None = None, column: int | None = None
    ) -> None:
        super().__init__(message)
        self.path = path
        self.line = line
        self.column = column


class UnsupportedLayoutError(ClientsError):
    """The file is sound, but written so that an entry cannot be put in without touching more."""


class BadSyntaxError(ValueError):
    """A text that is not of its format; ``line`` and ``column`` count from 1."""

    def __init__(self, reason: str, line: int, column: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.column = column
