"""What the app's publisher serves beside CrossTrade: the newest version, and a page about it."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ct_desktop.demo import pages
from ct_desktop.demo.simulation import Simulation

RELEASES_PATH = "/desktop/releases.json"
PAGE_PATH = "/desktop/releases/newest"

CHANGES = (
    "This version is part of the demo: there is nothing to install",
    "The notice shows what the release says of itself, as plain text",
    "The page opens in your browser, and nothing is downloaded by the app",
)


class Releases:
    """Names the version that the options say is the newest."""

    def __init__(self, simulation: Simulation, *, origin: str) -> None:
        self._simulation = simulation
        self._origin = origin

    def routes(self) -> list[Route]:
        """The document and the page."""
        return [
            Route(RELEASES_PATH, self.document, methods=["GET"]),
            Route(PAGE_PATH, self.page, methods=["GET"]),
        ]

    async def document(self, _: Request) -> Response:
        """The newest release."""
        self._simulation.ledger.note_release_question()
        return JSONResponse(
            {
                "version": self._simulation.options.newest_version,
                "page": f"{self._origin}{PAGE_PATH}",
                "changes": list(CHANGES),
            }
        )

    async def page(self, _: Request) -> Response:
        """What a trader reads about it."""
        version = self._simulation.options.newest_version
        return pages.render(
            "message.html",
            {
                "title": f"CrossTrade Desktop {version}",
                "text": ". ".join(CHANGES) + ".",
                "hint": "On the real page the packages for each system are found here.",
            },
        )
