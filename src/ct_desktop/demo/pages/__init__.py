"""The HTML pages of the simulated CrossTrade. Everything put into one is escaped."""

from functools import cache
from html import escape
from importlib import resources
from string import Template

from starlette.responses import HTMLResponse


class Markup(str):
    """HTML made by this package, put into a page as it is."""

    __slots__ = ()


@cache
def _text(name: str) -> str:
    return resources.files(__name__).joinpath(name).read_text(encoding="utf-8")


def render(
    name: str, values: dict[str, str], *, status: int = 200, form_action: str = "'self'"
) -> HTMLResponse:
    """The page ``name`` in its frame with ``values`` in their places.

    Plain strings are escaped. The policy allows the page's own style and forms to ``form_action``
    and nothing else; no script runs, no other page may frame it.
    """
    escaped = {
        key: value if isinstance(value, Markup) else escape(value) for key, value in values.items()
    }
    content = Template(_text(name)).substitute(escaped)
    page = Template(_text("frame.html")).substitute(
        title=escaped["title"], style=_text("style.css"), content=content
    )
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
        f"form-action {form_action}; frame-ancestors 'none'"
    )
    return HTMLResponse(
        page,
        status_code=status,
        headers={
            "Content-Security-Policy": policy,
            "X-Frame-Options": "DENY",
            "X-Content-Type-Options": "nosniff",
            # Not no-referrer: with it browsers send "Origin: null" with the page's own forms.
            "Referrer-Policy": "same-origin",
            "Cache-Control": "no-store",
        },
    )
