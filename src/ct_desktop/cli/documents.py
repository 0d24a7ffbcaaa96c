"""What the command line promises as JSON: one model a document, stable from the first release.

Keys may be added, never changed or taken away. What the server did not supply is null, never 0;
times are ISO 8601 in UTC. Source: the design, section 7.
"""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from ct_desktop.core.accounts import AccountClass
from ct_desktop.core.capabilities import SelfTest
from ct_desktop.core.chain import Link
from ct_desktop.core.drawdown import Room
from ct_desktop.core.links import LinkName, LinkState
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.peaks import PeakSource
from ct_desktop.core.positions import Position
from ct_desktop.core.problems import Action, Problem, ProblemKind
from ct_desktop.core.rows import AccountRow
from ct_desktop.core.scopes import Scope
from ct_desktop.profiles import ListedProfile


class Document(BaseModel):
    """A document or a part of one."""

    model_config = ConfigDict(frozen=True)

    def as_json(self) -> str:
        """The document as people read it: indented, in its own script."""
        return self.model_dump_json(indent=2, by_alias=True)


class ProblemDocument(Document):
    """What is wrong with a link, and what to do."""

    kind: ProblemKind
    title: str
    cause: str
    fix: str
    action: Action

    @classmethod
    def of(cls, problem: Problem) -> "ProblemDocument":
        """``problem`` in its public form."""
        return cls(
            kind=problem.kind,
            title=problem.title,
            cause=problem.cause,
            fix=problem.fix,
            action=problem.action,
        )


class LinkDocument(Document):
    """One link of the connection chain."""

    name: LinkName
    state: LinkState
    checked_at: datetime | None
    evidence: str | None
    problem: ProblemDocument | None

    @classmethod
    def of(cls, link: Link) -> "LinkDocument":
        """``link`` in its public form."""
        return cls(
            name=link.name,
            state=link.state,
            checked_at=link.checked_at.utc if link.checked_at else None,
            evidence=" · ".join(text for text in (link.evidence, link.detail) if text) or None,
            problem=ProblemDocument.of(link.problem) if link.problem else None,
        )


class StatusDocument(Document):
    """``status --json``."""

    profile: str
    server: str
    scope: Scope | None
    links: tuple[LinkDocument, ...]
    addon_version: str | None
    nt8_version: str | None

    @classmethod
    def of(cls, state: MonitorState, *, profile: str, server: str) -> "StatusDocument":
        """The state of one profile's connection."""
        capabilities = state.snapshot.capabilities
        return cls(
            profile=profile,
            server=server,
            scope=state.sign_in.scope,
            links=tuple(LinkDocument.of(link) for link in state.chain.links),
            addon_version=capabilities.value.addon_version if capabilities else None,
            nt8_version=capabilities.value.nt8_version if capabilities else None,
        )


class ProfileDocument(Document):
    """One profile of this computer; ``signed_in`` and ``scope`` are as last recorded."""

    profile: str
    """The lasting name of its folder, as in ``status --json``."""
    name: str
    """What the trader calls it; ``--profile`` takes either."""
    signed_in: bool
    scope: str | None
    open: bool
    """Whether a window is open on it."""

    @classmethod
    def of(cls, listed: ListedProfile, *, is_open: bool) -> "ProfileDocument":
        """``listed`` in its public form."""
        return cls(
            profile=listed.folder,
            name=listed.name,
            signed_in=listed.signed_in,
            scope=listed.scope,
            open=is_open,
        )


class ProfilesDocument(Document):
    """``profiles --json``."""

    profiles: tuple[ProfileDocument, ...]


class SelfTestDocument(Document):
    """``selftest --json``."""

    transport: str | None
    categories: dict[str, str]
    warnings: tuple[str, ...]
    passed: int | None
    failed: int | None
    skipped: int | None

    @classmethod
    def of(cls, self_test: SelfTest) -> "SelfTestDocument":
        """CrossTrade's answer in its public form."""
        return cls(
            transport=self_test.transport,
            categories=dict(self_test.categories),
            warnings=self_test.warnings,
            passed=self_test.passed,
            failed=self_test.failed,
            skipped=self_test.skipped,
        )


class RoomDocument(Document):
    """What is left before a limit: always an estimate, from figures as old as the account's own.

    ``source`` says who named the peak that the limit follows, null where it follows none.
    """

    amount: float
    fraction: float
    threshold: float
    estimate: Literal[True] = True
    source: PeakSource | None
    peak: float | None
    peak_at: datetime | None

    @classmethod
    def of(cls, room: Room | None) -> "RoomDocument | None":
        """``room`` in its public form."""
        if room is None:
            return None
        return cls(
            amount=room.amount,
            fraction=room.fraction,
            threshold=room.threshold,
            source=room.source,
            peak=room.peak.balance if room.peak else None,
            peak_at=room.peak.at if room.peak else None,
        )


class AccountDocument(Document):
    """One account; also a line of ``accounts --csv``."""

    name: str
    display_name: str
    provider: str | None
    connection_status: str | None
    currency: str | None
    cash_value: float | None
    net_liquidation: float | None
    buying_power: float | None
    realized_pnl: float | None
    unrealized_pnl: float | None

    @classmethod
    def of(cls, row: AccountRow) -> "AccountDocument":
        """``row`` in its public form."""
        account, balance = row.account, row.balance
        status = account.connection_status
        return cls(
            name=account.name,
            display_name=account.display_name,
            provider=account.provider,
            connection_status=status.text if status else None,
            currency=balance.currency if balance else None,
            cash_value=balance.cash_value if balance else None,
            net_liquidation=balance.net_liquidation if balance else None,
            buying_power=balance.buying_power if balance else None,
            realized_pnl=balance.realized_pnl if balance else None,
            unrealized_pnl=row.open_pnl,
        )


class LimitedAccountDocument(AccountDocument):
    """One account with its class, and what is left before its limits."""

    account_class: AccountClass = Field(serialization_alias="class")
    room_to_loss_limit: RoomDocument | None
    room_to_drawdown: RoomDocument | None

    @classmethod
    def of(cls, row: AccountRow) -> "LimitedAccountDocument":
        """``row`` in its public form."""
        return cls(
            **AccountDocument.of(row).model_dump(),
            account_class=row.account_class,
            room_to_loss_limit=RoomDocument.of(row.room_to_loss_limit),
            room_to_drawdown=RoomDocument.of(row.room_to_drawdown),
        )


class AccountsDocument(Document):
    """``accounts --json``."""

    accounts: tuple[LimitedAccountDocument, ...]
    fetched_at: datetime | None


class PositionDocument(Document):
    """One open position; also a line of ``positions --csv``."""

    account: str
    instrument: str
    market_position: Literal["Long", "Short"]
    quantity: float
    average_price: float | None
    market_price: float | None
    unrealized_pnl: float | None

    @classmethod
    def of(cls, position: Position) -> "PositionDocument":
        """``position`` in its public form; the server's flat ones never come this far."""
        return cls(
            account=position.account,
            instrument=position.instrument,
            market_position="Long" if position.market_position == "Long" else "Short",
            quantity=position.quantity,
            average_price=position.average_price,
            market_price=position.market_price,
            unrealized_pnl=position.unrealized_pnl,
        )


class PositionsDocument(Document):
    """``positions --json``."""

    positions: tuple[PositionDocument, ...]
    fetched_at: datetime | None
