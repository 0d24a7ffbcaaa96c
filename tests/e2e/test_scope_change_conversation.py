"""The scope dialog on real services, against the simulated CrossTrade, with the way back."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal, TypeVar

import httpx
import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot
from qasync import QEventLoop

from ct_desktop.core.problems import ProblemKind
from ct_desktop.core.scope_change import ScopeChangeEnd, Standing
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignInState
from ct_desktop.core.wording import problem
from ct_desktop.core.wording_scope import end_words
from ct_desktop.services import Services
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.scope_change.conversation import ScopeChangeConversation
from ct_desktop.ui.scope_change.dialog import ScopeChangeDialog
from ct_desktop.ui.sign_in.dialog import SignInDialog
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from support.demo_process import DemoProcess
from support.oauth_browser import follow_authorization, plain_http_client
from support.signed_in_services import signed_in_services

TIMEOUT = 20.0
"""Seconds for a state to come, on a busy machine."""

STORY_TIMEOUT = 60.0
"""Seconds for all of a test."""

T = TypeVar("T")
Decision = Literal["allow", "deny"]


class TraderBrowser(QObject):
    """Stands where the desktop's browser does; answers each page when told how."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))

    async def answer(self, decision: Decision) -> None:
        """Answer the next page that was opened."""
        await until(lambda: self.opened, "a page in the browser")
        url = self.opened.pop(0)
        await asyncio.to_thread(_go_through, url, decision)


def _go_through(url: str, decision: Decision) -> None:
    callback = follow_authorization(url, decision=decision)
    with plain_http_client() as browser, suppress(httpx.ReadError):
        browser.get(callback)


async def until(look: Callable[[], T | None], what: str) -> T:
    """The first value of ``look`` that is not empty, with Qt's work going on."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + TIMEOUT
    while not (found := look()):
        if loop.time() > deadline:
            raise AssertionError(f"{what} did not come")
        await asyncio.sleep(0.01)
    return found


@pytest.fixture(autouse=True)
def _plenty_of_registrations(demo: DemoProcess) -> None:
    """Their limit is not the subject here."""
    demo.set_options(registrations_per_hour=1000)


@pytest.fixture
def browser(qapp: QApplication) -> Iterator[TraderBrowser]:
    browser = TraderBrowser()
    QDesktopServices.setUrlHandler("http", browser, "open")  # type: ignore[arg-type]  # the stub is wrong
    yield browser
    QDesktopServices.unsetUrlHandler("http")


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    window.setCentralWidget(QWidget())
    window.resize(1440, 900)
    qtbot.addWidget(window)
    window.show()
    return window


class Trader:
    """What a trader sees and presses while a conversation goes on."""

    def __init__(self, window: QMainWindow, services: Services) -> None:
        self.window = window
        self.services = services

    async def dialog(self) -> ScopeChangeDialog:
        def find() -> ScopeChangeDialog | None:
            return next(
                (each for each in self.window.findChildren(ScopeChangeDialog) if each.isVisible()),
                None,
            )

        return await until(find, "the scope dialog")

    async def reads(self, words: str) -> None:
        def says() -> bool:
            texts = self.window.findChildren(Text)
            return any(text.isVisible() and words in text.text() for text in texts)

        try:
            await until(says, repr(words))
        except AssertionError as missing:
            shown = [text.text() for text in self.window.findChildren(Text) if text.isVisible()]
            raise AssertionError(f"{missing}; shown is {shown}") from None

    async def decides_to_change(self) -> ScopeChangeDialog:
        dialog = await self.dialog()
        if dialog.understood.isVisible():
            dialog.understood.click()
        dialog.change.click()
        return dialog

    @property
    def held(self) -> tuple[SignInState, Scope | None]:
        sign_in = self.services.connection.sign_in
        return sign_in.state, sign_in.scope


@dataclass(frozen=True)
class Talk:
    """A conversation that has begun, of a trader who is signed in read-only."""

    window: QMainWindow
    trader: Trader
    browser: TraderBrowser
    conversation: ScopeChangeConversation
    task: asyncio.Task[None]

    def is_over(self) -> bool:
        return self.conversation.is_closed


Story = Callable[[Talk], Awaitable[None]]
Play = Callable[[Story], None]


@pytest.fixture
def play(
    qapp: QApplication, window: QMainWindow, demo: DemoProcess, browser: TraderBrowser
) -> Play:
    """Plays a test's story in a conversation on trade scope, on the event loop of the window."""

    async def converse(story: Story) -> None:
        async with signed_in_services(demo) as services:
            theme = Theme(ColourScheme.DARK)
            conversation = ScopeChangeConversation(theme, window, services)
            task = asyncio.create_task(conversation.run(Scope.TRADE))
            try:
                await story(Talk(window, Trader(window, services), browser, conversation, task))
            finally:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

    def run_story(story: Story) -> None:
        with QEventLoop(qapp) as loop:
            loop.run_until_complete(asyncio.wait_for(converse(story), STORY_TIMEOUT))

    return run_story


def test_up_by_the_decision_and_down_again_by_one_click(play: Play) -> None:
    async def story(talk: Talk) -> None:
        dialog = await talk.trader.decides_to_change()
        await talk.browser.answer("allow")
        await talk.trader.reads("The scope is changed")
        assert talk.trader.held == (SignInState.SIGNED_IN, Scope.TRADE)

        dialog.back.click()
        await talk.browser.answer("allow")
        await talk.trader.reads(
            end_words(ScopeChangeEnd(Standing.CHANGED, Scope.READ), Scope.READ)[1]
        )
        assert talk.trader.held == (SignInState.SIGNED_IN, Scope.READ)
        assert not talk.is_over()

        (await talk.trader.dialog()).close_dialog.click()
        await talk.task
        assert talk.is_over()
        assert talk.browser.opened == []

    play(story)


def test_denied_says_that_nothing_is_signed_in_and_one_click_connects_read_only(play: Play) -> None:
    async def story(talk: Talk) -> None:
        dialog = await talk.trader.decides_to_change()
        await talk.browser.answer("deny")
        await talk.trader.reads("Nothing is signed in now")
        await talk.trader.reads("You chose Deny")
        assert talk.trader.held[1] is None

        dialog.back.click()
        await talk.browser.answer("allow")
        # There is no keychain here, which the trader is to read.
        await talk.trader.reads("Signed in, until you quit")
        (await until(lambda: talk.window.findChild(SignInDialog), "the dialog")).go_on.click()
        await talk.task
        assert talk.is_over()
        assert talk.trader.held == (SignInState.SIGNED_IN, Scope.READ)

    play(story)


def test_stopped_while_the_browser_is_waited_for_it_says_what_holds(play: Play) -> None:
    async def story(talk: Talk) -> None:
        dialog = await talk.trader.decides_to_change()
        await talk.trader.reads("Waiting for your browser")
        dialog.stop.click()
        await talk.trader.reads("Nothing is signed in now")
        assert talk.trader.held[1] is None
        assert not talk.task.done()
        dialog.close_dialog.click()
        await talk.task

    play(story)


def test_a_pasted_address_serves_as_the_browser_does(play: Play) -> None:
    async def story(talk: Talk) -> None:
        dialog = await talk.trader.decides_to_change()
        url = (await until(lambda: talk.browser.opened, "the page"))[0]
        dialog.pasted.emit("nothing of a sign-in")
        await talk.trader.reads(problem(ProblemKind.PASTE_UNRECOGNISED).title)
        dialog.pasted.emit(await asyncio.to_thread(follow_authorization, url))
        await talk.trader.reads("The scope is changed")
        assert talk.trader.held == (SignInState.SIGNED_IN, Scope.TRADE)

    play(story)


def test_keeping_changes_nothing(play: Play) -> None:
    async def story(talk: Talk) -> None:
        (await talk.trader.dialog()).keep.click()
        await talk.task
        assert talk.is_over()
        assert talk.trader.held == (SignInState.SIGNED_IN, Scope.READ)
        assert talk.browser.opened == []

    play(story)


def test_an_app_that_quits_meanwhile_leaves_no_dialog(play: Play) -> None:
    async def story(talk: Talk) -> None:
        await talk.trader.decides_to_change()
        await talk.trader.reads("Waiting for your browser")
        talk.task.cancel()
        await asyncio.gather(talk.task, return_exceptions=True)
        assert talk.task.cancelled()
        assert talk.is_over()
        assert not any(each.isVisible() for each in talk.window.findChildren(ScopeChangeDialog))

    play(story)
