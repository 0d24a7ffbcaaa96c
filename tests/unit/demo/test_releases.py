"""The release document of the simulated CrossTrade, as the app reads it."""

import asyncio
from urllib.parse import urlsplit
from urllib.request import urlopen

from ct_desktop import __version__
from ct_desktop.updates import parse_version, releases_url
from ct_desktop.updates.question import newest_release
from support.demo_process import DemoProcess


def page_text(address: str) -> str:
    """What a browser gets there."""
    with urlopen(address, timeout=5) as page:
        text: str = page.read().decode()
    return text


async def test_the_app_reads_of_a_newer_version_and_its_page(demo: DemoProcess) -> None:
    before = demo.state()["release_questions"]
    release = await newest_release(releases_url(demo.server_url, in_demo=True))
    assert release.version > parse_version(__version__)
    assert len(release.changes) == 3
    assert demo.state()["release_questions"] == before + 1
    page = await asyncio.to_thread(page_text, release.page)
    assert f"CrossTrade Desktop {release.version}" in page


async def test_which_version_is_the_newest_can_be_set(demo: DemoProcess) -> None:
    demo.set_options(newest_version=__version__)
    release = await newest_release(releases_url(demo.server_url, in_demo=True))
    assert str(release.version) == __version__


def test_outside_the_demo_crosstrade_is_asked_whatever_server_is_watched(
    demo: DemoProcess,
) -> None:
    asked = urlsplit(releases_url(demo.server_url, in_demo=False))
    assert (asked.scheme, asked.hostname) == ("https", "crosstrade.io")
