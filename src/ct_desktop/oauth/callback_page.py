"""The page that the browser shows when it comes back to the loopback address.

Nothing in it comes from the request; what the app puts in is escaped, and it fetches nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from string import Template

from ct_desktop.resources import resource_path

_PAGE = "callback/page.html"

_CLOSE = "You can close this tab and go back to the app."


class _Tone(StrEnum):
    GRANTED = "granted"
    REFUSED = "refused"
    NEUTRAL = "neutral"


# Each tone has its own silhouette, as in the app: told apart without colour.
_SIGNS = {
    _Tone.GRANTED: '<circle cx="10" cy="10" r="9" fill="currentColor"/>'
    '<path class="sign" d="M6 10.5l2.6 2.6L14 7.5"/>',
    _Tone.REFUSED: '<rect x="1" y="1" width="18" height="18" rx="4" fill="currentColor"/>'
    '<path class="sign" d="M7 7l6 6M13 7l-6 6"/>',
    _Tone.NEUTRAL: '<circle cx="10" cy="10" r="8.5" stroke="currentColor"/>',
}


@dataclass(frozen=True, slots=True)
class CallbackPage:
    """What one page says. ``facts`` are names with values, shown as a list."""

    tone: _Tone
    title: str
    text: str
    next: str = _CLOSE
    facts: Mapping[str, str] | None = None

    def html(self) -> str:
        """The whole document."""
        facts = "".join(
            f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>"
            for name, value in (self.facts or {}).items()
        )
        template = Template(resource_path(_PAGE).read_text(encoding="utf-8"))
        return template.substitute(
            tone=self.tone.value,
            sign=_SIGNS[self.tone],
            title=escape(self.title),
            text=escape(self.text),
            next=escape(self.next),
            facts=f"<dl>{facts}</dl>" if facts else "",
        )


def granted(*, client_name: str, scope: str | None) -> CallbackPage:
    """After the exchange: access was given, and this is what for."""
    facts = {"Access for": client_name} | ({"Scope": scope} if scope else {})
    return CallbackPage(
        _Tone.GRANTED, "Access granted", "You gave this app the access below.", facts=facts
    )


def denied(*, client_name: str) -> CallbackPage:
    """The person chose to deny it."""
    return CallbackPage(
        _Tone.REFUSED,
        "Access denied",
        "You chose not to give access, and none was given.",
        facts={"Asked by": client_name},
    )


RECEIVED = CallbackPage(
    _Tone.NEUTRAL,
    "Your answer has arrived",
    "The app is still completing the sign-in.",
    "Go back to the app to see how it ends. You can close this tab.",
)
"""While the app still works on it."""

FAILED = CallbackPage(
    _Tone.REFUSED,
    "The sign-in could not be completed",
    "Nothing was stored. The app says what went wrong and what to do next.",
)

ALREADY_ANSWERED = CallbackPage(
    _Tone.NEUTRAL,
    "This sign-in was answered already",
    "Nothing has changed.",
)

NOT_THIS_SIGN_IN = CallbackPage(
    _Tone.NEUTRAL,
    "This answer does not belong to the sign-in in progress",
    "Nothing has changed. It may come from an earlier attempt.",
    "Go back to the app and open the sign-in page from there.",
)
