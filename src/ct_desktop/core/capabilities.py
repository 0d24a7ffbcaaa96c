"""What the add-on says of itself: versions, features, self-test, watermarks.

Source: the CrossTrade reference, sections 1.1, 1.2 and 2.7.
"""

import re
from dataclasses import dataclass

MINIMUM_ADDON_VERSION = (1, 13, 0)
"""The oldest add-on that serves MCP fully (the CrossTrade reference, section 6)."""


def version_numbers(version: str | None) -> tuple[int, ...] | None:
    """``"v1.13.9"`` as ``(1, 13, 9)``, for comparing by number; ``None`` where there is none."""
    if version is None:
        return None
    numbers = re.findall(r"\d+", version)
    return tuple(int(number) for number in numbers) or None


@dataclass(frozen=True, slots=True)
class Capabilities:
    """The answer to GetMcpCapabilities. Versions are without a leading ``v``.

    Any of it may be missing: an older add-on says less.
    """

    addon_version: str | None = None
    nt8_version: str | None = None
    features: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the add-on's side of the answer is missing: NT8 or the add-on is not there."""
        return self.addon_version is None and self.nt8_version is None and not self.features

    @property
    def addon_is_outdated(self) -> bool:
        """Whether the add-on is older than :data:`MINIMUM_ADDON_VERSION`.

        One that lists features and names no version is, if it lacks ``backtest``.
        """
        numbers = version_numbers(self.addon_version)
        if numbers is None:
            return bool(self.features) and "backtest" not in self.features
        missing = len(MINIMUM_ADDON_VERSION) - len(numbers)
        return numbers + (0,) * missing < MINIMUM_ADDON_VERSION


@dataclass(frozen=True, slots=True)
class SelfTest:
    """The answer to McpSelfTest, called without ``deep``.

    ``categories`` are (name, state) in the server's order; the states seen are ``ok`` and
    ``unavailable``. The counters are there in one observed form only.
    """

    transport: str | None = None
    categories: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()
    passed: int | None = None
    failed: int | None = None
    skipped: int | None = None

    @property
    def unavailable(self) -> tuple[str, ...]:
        """The categories that are anything but ``ok``, ``passed`` or ``skipped``."""
        fine = {"ok", "pass", "passed", "skip", "skipped"}
        return tuple(name for name, state in self.categories if state.lower() not in fine)


@dataclass(frozen=True, slots=True)
class Watermarks:
    """A session's extremes for one account; all ``None`` where nothing watches the account.

    ``high_watermark``, ``low_watermark`` and ``current_balance`` are balances; ``pnl_high`` and
    ``unrealized_high`` are profits. They come from CrossTrade's cache, which carries no time.
    """

    account: str
    session: str | None = None
    high_watermark: float | None = None
    low_watermark: float | None = None
    current_balance: float | None = None
    pnl_high: float | None = None
    unrealized_high: float | None = None
