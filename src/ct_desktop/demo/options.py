"""What can be set about the simulated CrossTrade, at its start and while it runs."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

Dialect = Literal["rest", "mcp"]
Carrier = Literal["http", "jsonrpc", "iserror"]
Replies = Literal["json", "sse"]


class OptionsError(ValueError):
    """A setting that is not one, or a value it can't have; the text says which."""


class Options(BaseModel):
    """One value a variant that the CrossTrade reference documents or leaves open."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    dialect: Dialect = Field(
        default="rest",
        description="shape family of the answers: camelCase REST or small snake_case MCP",
    )
    carrier: Carrier = Field(
        default="http",
        description="how a refused tool call is told: HTTP status, JSON-RPC error, isError result",
    )
    replies: Replies = Field(
        default="json",
        description="JSON or event-stream answers (a session keeps what it was opened with)",
    )
    lifecycle: Literal["both", "handshake"] = Field(
        default="both",
        description="serve revision 2026-07-28 beside the initialize handshake, or not",
    )
    structured_content: bool = Field(
        default=False, description="send structuredContent beside the text"
    )
    page_size: int = Field(default=50, ge=1, le=500, description="tools on one page of tools/list")
    auto_approve: bool = Field(
        default=False, description="grant the requested scope with no consent page"
    )
    access_token_seconds: int = Field(default=3600, ge=1, description="lifetime of access tokens")
    registrations_per_hour: int = Field(
        default=10, ge=0, description="client registrations an address may make"
    )
    redirect_port_match: Literal["any", "exact"] = Field(
        default="any",
        description="whether a loopback redirect may use another port than registered",
    )
    challenge: Literal["resource_metadata", "realm"] = Field(
        default="resource_metadata", description="form of the 401's WWW-Authenticate"
    )
    addon_timeout_seconds: int = Field(
        default=60, ge=1, description="how long CrossTrade waits for a frozen NinjaTrader 8"
    )
    slow_seconds: int = Field(
        default=3, ge=1, description="how long the scenario slow keeps each answer waiting"
    )
    drop_stage_seconds: int = Field(
        default=20, ge=1, description="how long each stage of the scenario broker-dropping lasts"
    )
    short_token_seconds: int = Field(
        default=20, ge=1, description="lifetime of access tokens in the scenario token-expiring"
    )
    rate_limit: bool = Field(default=True, description="20 tool calls at once, then 3 a second")
    rate_limit_reply: Literal["plain", "coded"] = Field(
        default="plain", description="the 429's body: documented, or observed with Retry-After"
    )
    summary_without_account: Literal["snapshot", "refuse"] = Field(
        default="snapshot", description="GetAccountSummary without an account (REST dialect)"
    )
    capabilities_offline: Literal["refuse", "empty"] = Field(
        default="refuse", description="GetMcpCapabilities while the add-on is offline"
    )

    newest_version: str = Field(
        default="9.9.0",
        max_length=40,
        description="the newest version of the app by the release document",
    )

    def changed(self, changes: dict[str, object]) -> "Options":
        """These options with ``changes``; ``OptionsError`` names what can't be."""
        try:
            return Options.model_validate({**self.model_dump(), **changes})
        except ValidationError as error:
            problems = "; ".join(
                f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"
                for problem in error.errors()
            )
            raise OptionsError(problems) from error
