"""Changes of scope as a trader goes through them, on a keychain of the test's."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from urllib.parse import parse_qs, urlencode, urlsplit

from ct_desktop.connection.scope_change import ScopeChange
from ct_desktop.core.scope_change import ScopeChangeEnd, ScopeChangeStage, ScopeChangeStep
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignInStage, StepState
from ct_desktop.services import Services
from ct_desktop.vault import Vault
from support.demo_grants import Served, new_grant
from support.grant_keepers import FaultyVault
from support.oauth_browser import follow_authorization
from support.services_on_a_vault import loaded_services_on

Answer = Callable[[str], Awaitable[str | None]]
"""What the trader's browser does with a link: the address that it ends on, if it ends."""


async def allow(url: str) -> str:
    """Choose Allow."""
    return await asyncio.to_thread(follow_authorization, url)


async def deny(url: str) -> str:
    """Choose Deny (RFC 6749, section 4.1.2.1)."""
    query = parse_qs(urlsplit(url).query)
    answer = {"error": "access_denied", "state": query["state"][0]}
    return f"{query['redirect_uri'][0]}?{urlencode(answer)}"


async def close_the_browser(url: str) -> None:
    """Never come back."""


@asynccontextmanager
async def signed_in_at(
    server: Served, scope: Scope, vault: Vault | None = None
) -> AsyncIterator[Services]:
    """Services that hold a sign-in at ``scope``."""
    async with loaded_services_on(vault or FaultyVault(), server.server_url) as services:
        grant = await new_grant(services.http, server, scope=scope.value)
        await services.connection.keep(grant)
        yield services


async def change(
    services: Services,
    scope: Scope,
    answer: Answer = allow,
    *,
    timeout: float = 30.0,  # noqa: ASYNC109 - the change’s own limit
    watch: Callable[[ScopeChangeStep], None] = lambda step: None,
) -> tuple[list[ScopeChangeStep], ScopeChangeEnd]:
    """Go through a change; its steps, and what holds. ``watch`` sees each step as it comes."""
    changing = services.new_scope_change(scope, open_browser=None, timeout=timeout)
    steps = []
    async with aclosing(changing.steps()) as coming:
        async for step in coming:
            steps.append(step)
            watch(step)
            await answer_if_waiting(changing, step, answer)
    assert changing.end is not None
    return steps, changing.end


async def answer_if_waiting(changing: ScopeChange, step: ScopeChangeStep, answer: Answer) -> None:
    """Give the browser's answer to a change that has come to its wait."""
    below = step.sign_in_step
    if below is None or below.authorization_url is None or below.stage is not SignInStage.WAIT:
        return
    if below.state is StepState.RUNNING:
        address = await answer(below.authorization_url)
        if address is not None:
            changing.paste(address)


def outcomes(steps: list[ScopeChangeStep]) -> dict[ScopeChangeStage, StepState]:
    """How each stage that was begun stands at the end, in order."""
    return {step.stage: step.state for step in steps}
