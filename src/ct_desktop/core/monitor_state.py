"""What the monitor tells whoever watches it: one value with all that a screen needs."""

from dataclasses import dataclass, field

from ct_desktop.core.chain import Chain
from ct_desktop.core.moment import Moment
from ct_desktop.core.request_budget import RequestBudget
from ct_desktop.core.sign_in import SignIn
from ct_desktop.core.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class MonitorState:
    """The newest snapshot, the chain, the sign-in, and how asking goes on.

    ``next_check_at`` is when the monitor asks again by itself while a link is broken.
    ``checking`` is true while the trader's own "check now" runs.
    """

    snapshot: Snapshot
    chain: Chain
    sign_in: SignIn
    next_check_at: Moment | None = None
    budget: RequestBudget = field(default_factory=RequestBudget)
    checking: bool = False
