"""What a profile remembers between runs. Nothing in it is secret."""

from enum import StrEnum
from typing import Annotated, TypedDict
from urllib.parse import urlsplit

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict

CROSSTRADE_SERVER_URL = "https://app.crosstrade.io/v1/api/mcp"
"""CrossTrade's hosted MCP server; the CrossTrade reference, section 1."""


class Theme(StrEnum):
    """The look that the person prefers."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


def _web_address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("not an http or https address")
    return url


class ProfileSettings(BaseModel):
    """One profile's settings. Keys that this version does not know are kept as they are."""

    model_config = ConfigDict(frozen=True, extra="allow")

    server_url: Annotated[str, AfterValidator(_web_address)] = CROSSTRADE_SERVER_URL
    theme: Theme = Theme.SYSTEM
    window_geometry: str | None = None
    """Opaque; the window's own."""
    mcp_lifecycle: str | None = None
    """The lifecycle that the server spoke last time, to be tried first."""
    last_granted_scope: str | None = None
    signed_in_since: AwareDatetime | None = None


class SettingsChanges(TypedDict, total=False):
    """Settings by name, for :meth:`SettingsStore.update`."""

    server_url: str
    theme: Theme
    window_geometry: str | None
    mcp_lifecycle: str | None
    last_granted_scope: str | None
    signed_in_since: AwareDatetime | None
