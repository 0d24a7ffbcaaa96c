"""What is known of one client: the schema of a file in ``resources/clients``.

Adding a client is adding such a file; no code names one. What is not known is left out or said to
be unknown, and each fact that matters stands under ``sources`` with its standing.
"""

from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from ct_desktop.core.scopes import Scope

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Entry = dict[str, Any]
"""A server's entry as plain values, in the order in which they are written."""

ADDRESS_MARK = "<address>"
SCOPE_MARK = "<scope>"
NAME_MARK = "<name>"
"""What an entry, a command or a step holds where the server's address, the scope or the name that
the server goes by in the client's file belongs."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Format(StrEnum):
    """How a client's file is written. ``JSONC`` is JSON that may hold comments and trailing
    commas."""

    YAML = "yaml"
    JSON = "json"
    JSONC = "jsonc"
    TOML = "toml"


class System(StrEnum):
    """The systems that this app runs on."""

    LINUX = "linux"
    MACOS = "macos"
    WINDOWS = "windows"


class Sharing(StrEnum):
    """Who shares the credential that the client obtains at CrossTrade."""

    PER_USER = "per_user"
    PER_CONNECTION = "per_connection"
    GLOBAL = "global"
    UNKNOWN = "unknown"


class Placeholder(StrEnum):
    """The ways of naming a value that a client puts in for itself."""

    SHELL = "${NAME}"
    ENV = "${env:NAME}"
    INPUT = "${input:NAME}"
    DOLLAR = "$NAME"
    BRACED_ENV = "{env:NAME}"
    DOUBLE = "{{NAME}}"
    SECRET = "${{ secrets.NAME }}"  # noqa: S105 - the name of a form, no secret


class Credential(_Part):
    """Who shares the credential, where the client keeps it and what a team should know."""

    sharing: Sharing
    explanation: Text
    stored: Text
    advice: Text


class SignIn(_Part):
    """How the client obtains its credential.

    ``oauth``: by itself, in the browser. ``bridge``: through ``mcp-remote``, which signs in for it.
    ``token``: not at all; it wants an access token from elsewhere. ``callbacks`` are the patterns
    of the redirect URIs, where they are known.
    """

    method: Literal["oauth", "bridge", "token"]
    how: Text
    callbacks: tuple[Text, ...] = ()


class ScopeChoice(_Part):
    """Where the scope is chosen: in the entry, on CrossTrade's page, or in a command."""

    chosen_in: Literal["entry", "consent", "command"]
    guidance: Text


class Place(_Part):
    """One place in which the client looks for its file.

    Paths may begin with ``~`` or an environment variable in the system's own spelling; those
    without root lie in the folder of a project. ``resolves`` is what is put in for there, where
    that differs from the file's other places.
    """

    id: Text
    title: Text
    linux: str | None = None
    macos: str | None = None
    windows: str | None = None
    resolves: tuple[Placeholder, ...] | None = None

    def path_on(self, system: System) -> str | None:
        """The path as the description has it; ``None`` where the client has none there."""
        return {
            System.LINUX: self.linux,
            System.MACOS: self.macos,
            System.WINDOWS: self.windows,
        }[system]


class TimeLimit(_Part):
    """A key of the entry that limits the time for an answer; below ``least`` NinjaTrader 8 cannot
    always answer in time. In the unit that the client counts in."""

    key: Text
    unit: Literal["ms", "s"]
    least: int


class OtherForm(_Part):
    """Another form of the entry that the client reads as well, so that it is left as it is.

    With ``under`` its keys stand in a mapping of that name. Without, it is known by its transport.
    """

    under: str | None = None
    address_key: Text
    transport_key: Text
    transports: tuple[Text, ...] = Field(min_length=1)


class Expected(_Part):
    """A key that the entry needs beside its address, and what goes wrong without it."""

    key: Text
    value: bool | int | str
    title: Text
    cause: Text


class ConfigurationFile(_Part):
    """The client's file and the shape of the server's entry in it.

    ``wrapper`` leads to the servers: a mapping by name, or, where ``name_key`` is given, a list of
    entries that hold their name under that key. ``address_key`` is absent for a bridge, whose
    address is one of its ``args``. ``transports`` are all that are right, the one to write first;
    empty where the client takes none. ``transport_needed`` is whether it has to be there.
    """

    format: Format
    name: Text
    wrapper: tuple[Text, ...] = Field(min_length=1)
    name_key: str | None = None
    new_file: Entry = {}
    may_create: bool = True
    address_key: str | None = None
    wrong_address_keys: tuple[Text, ...] = ()
    wrong_wrappers: tuple[Text, ...] = ()
    transport_key: str | None = None
    transports: tuple[Text, ...] = ()
    transport_needed: bool = False
    other_forms: tuple[OtherForm, ...] = ()
    headers_key: str = "headers"
    time_limit: TimeLimit | None = None
    expected: tuple[Expected, ...] = ()
    off: dict[str, bool] = {}
    resolves: tuple[Placeholder, ...] = ()
    known_names: tuple[Text, ...] = ()
    custom_names_key: str | None = None
    environment_file: str | None = None
    places: tuple[Place, ...] = Field(min_length=1)
    entry: Entry

    @model_validator(mode="after")
    def _entry_fits(self) -> Self:
        if self.address_key is not None and self.entry.get(self.address_key) != ADDRESS_MARK:
            raise ValueError(f"entry.{self.address_key} has to be {ADDRESS_MARK}")
        if self.address_key is None and ADDRESS_MARK not in self.entry.get("args", ()):
            raise ValueError(f"without address_key, entry.args has to hold {ADDRESS_MARK}")
        if self.transport_key is not None and not self.transports:
            raise ValueError("transport_key needs transports")
        if self.transport_key in self.entry and (
            self.entry[self.transport_key] != self.transports[0]
        ):
            raise ValueError("the entry's transport has to be the first of transports")
        return self


class FormField(_Part):
    """One field of a settings page, and what to enter there."""

    label: Text
    value: Text


class Example(_Part):
    """What to paste where there is no file: fields of a page, or lines of a program."""

    format: Literal["fields", "json", "python"]
    fields: tuple[FormField, ...] = ()
    text: str = ""


class Step(_Part):
    """One numbered step. ``shows`` is what stands beneath it: the text to paste, or a command."""

    title: Text
    text: Text
    shows: Literal["nothing", "snippet", "command"] = "nothing"
    command: str = ""


class Symptom(_Part):
    """What goes wrong without being seen in a file, why, and what helps."""

    symptom: Text
    cause: Text
    fix: Text


class Source(_Part):
    """What a fact rests on.

    ``verified``: seen in the client's own documentation, source or program. ``reported``: said by
    the CrossTrade reference alone, or by a third party. ``disputed``: sources differ, and the claim
    says how. ``unknown``: looked for and not found.
    """

    claim: Text
    standing: Literal["verified", "reported", "disputed", "unknown"]
    where: Text


class Setting(_Part):
    """A value of the entry that ``--set KEY=VALUE`` may give; ``key`` with dots between levels."""

    key: Text
    kind: Literal["integer", "boolean", "text"]
    meaning: Text


class ClientDescription(_Part):
    """One client."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    name: Text
    initials: Annotated[str, StringConstraints(min_length=1, max_length=2)]
    kind: Literal["file", "screen", "program"]
    summary: Text
    other_names: tuple[Text, ...] = ()
    least_version: str | None = None
    credential: Credential
    sign_in: SignIn
    scope: ScopeChoice
    file: ConfigurationFile | None = None
    example: Example | None = None
    settings: tuple[Setting, ...] = ()
    reload: Text
    restart_needed: bool
    steps: tuple[Step, ...] = Field(min_length=1)
    limits: tuple[Text, ...] = ()
    symptoms: tuple[Symptom, ...] = ()
    sources: tuple[Source, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _has_something_to_paste(self) -> Self:
        if (self.file is None) == (self.kind == "file"):
            raise ValueError("a client of kind 'file' has a file, and no other has one")
        if self.kind != "file" and self.example is None:
            raise ValueError("a client without a file has an example")
        if not any(step.shows == "snippet" for step in self.steps):
            raise ValueError("one step has to show the text to paste")
        return self


DEFAULT_SCOPE = Scope.READ
"""What every recipe asks for unless the trader chose otherwise."""
