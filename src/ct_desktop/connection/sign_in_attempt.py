"""A whole sign-in: the OAuth flow, then a check with CrossTrade and the keychain."""

import logging
import secrets
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from datetime import timedelta
from functools import cached_property

import httpx

from ct_desktop.connection.connection import Connection
from ct_desktop.connection.errors import StorageFailedError
from ct_desktop.connection.failures import problem_of_oauth, problem_of_paste
from ct_desktop.connection.grant import Grant
from ct_desktop.connection.registration_records import RegistrationRecords
from ct_desktop.core.moment import Clock, Moment
from ct_desktop.core.problems import Problem, ProblemKind
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignInStage, SignInStep, StepState
from ct_desktop.core.wording import problem, registrations_words
from ct_desktop.crosstrade.calls import CrossTrade
from ct_desktop.crosstrade.errors import CallFailed
from ct_desktop.oauth.client_identity import ClientSetup
from ct_desktop.oauth.errors import (
    AuthorizationTimedOut,
    CallbackRejected,
    OAuthError,
)
from ct_desktop.oauth.flow import AuthorizationFlow, FlowStep, OpenBrowser
from ct_desktop.oauth.scopes import ScopePolicy

_log = logging.getLogger(__name__)

__all__ = ["OpenBrowser", "PasteRejectedError", "SignInAttempt"]


class PasteRejectedError(Exception):
    """What was pasted does not belong to this sign-in, which goes on waiting."""

    def __init__(self, trouble: Problem) -> None:
        super().__init__(trouble.title)
        self.problem = trouble


class SignInAttempt:
    """One attempt by a person who asked for it; make a new one to start over.

    ``open_browser`` is ``None`` where no browser is to be opened. ``register_anew`` leaves the kept
    registration aside, for when CrossTrade no longer knows it. With ``tries_a_tool`` the new
    sign-in is checked by a read tool's answer, else by the list of tools.
    """

    def __init__(
        self,
        *,
        connection: Connection,
        http: httpx.AsyncClient,
        records: RegistrationRecords,
        scope: Scope,
        open_browser: OpenBrowser | None,
        timeout: float,
        clock: Clock,
        register_anew: bool = False,
        tries_a_tool: bool = False,
    ) -> None:
        self._connection = connection
        self._records = records
        self._clock = clock
        self._tries_a_tool = tries_a_tool
        self._registration_reused = False
        self._kept = False
        endpoint = connection.endpoint
        self._flow = AuthorizationFlow(
            http=http,
            server_url=endpoint.server_url,
            # CrossTrade grants one scope a token, so the person's choice is all that is asked for.
            scope=ScopePolicy(fixed=scope.value),
            client=ClientSetup(name=endpoint.client_name, register_anew=register_anew),
            registrations=records,
            open_browser=open_browser,
            clock=clock,
            proofs=connection.proofs,
            timeout=timeout,
        )

    def paste(self, text: str) -> None:
        """Take the address on which the browser ended, or the code alone.

        Raises :class:`PasteRejectedError`.
        """
        try:
            self._flow.paste(text)
        except CallbackRejected as rejected:
            raise PasteRejectedError(problem_of_paste(rejected)) from rejected

    async def open_again(self) -> bool:
        """Open the browser once more; ``False`` where that cannot be done."""
        return await self._flow.open_again()

    async def steps(self) -> AsyncGenerator[SignInStep, None]:
        """Run the attempt. A failure is the last step, with its problem; nothing is raised.

        Iterate within ``contextlib.aclosing``: leaving early frees the port and changes nothing.
        """
        try:
            async with aclosing(self._run()) as steps:
                async for step in steps:
                    yield step
        finally:
            if self._flow.is_complete and not self._kept:
                # Refused or given up half-way: no grant is left behind, here or at the server.
                await self._connection.discard(self._grant)

    async def _run(self) -> AsyncGenerator[SignInStep, None]:
        stage = SignInStage.DISCOVER
        try:
            async with aclosing(self._flow.steps()) as steps:
                async for flow_step in steps:
                    stage = flow_step.stage
                    yield self._shown(flow_step)
        except OAuthError as error:
            # No warning, which goes to the terminal: whoever asked is told by the step.
            _log.info("Signing in failed at %s: %s", stage, error)
            yield self._failed_by(stage, error)
            return
        grant, begun = self._grant, self._clock.now()
        yield SignInStep(SignInStage.VERIFY, StepState.RUNNING, begun)
        verified = await self._verified(grant, begun)
        yield verified
        if verified.state is StepState.FAILED:
            return
        begun = self._clock.now()
        yield SignInStep(SignInStage.STORE, StepState.RUNNING, begun)
        trouble = await self._store(grant)
        self._kept = True
        yield replace(
            self._done(SignInStage.STORE, begun, problem=trouble), granted_scope=grant.scope
        )

    @cached_property
    def _grant(self) -> Grant:
        """What the flow brought."""
        result, now = self._flow.result, self._clock.now()
        return Grant(
            sign_in_id=secrets.token_hex(8),
            tokens=result.tokens,
            registration=result.registration,
            server=result.server,
            generation=0,
            signed_in_since=now.utc,
            renewed_at=now.utc,
        )

    async def _store(self, grant: Grant) -> Problem | None:
        """Keep the grant; what the trader should know where that is not in a keychain."""
        try:
            await self._connection.keep(grant)
        except StorageFailedError as failed:
            return failed.problem
        if self._connection.sign_in.persistent:
            return None
        return problem(ProblemKind.KEYCHAIN_MISSING)

    async def _verified(self, grant: Grant, begun: Moment) -> SignInStep:
        """A request with the token: the one that began it all, once more, or a read tool.

        Trouble beyond the sign-in, as with the plan or the add-on, is not the sign-in's: it is
        told, and the chain will show it.
        """
        try:
            await self._connection.try_grant(
                grant, CrossTrade.get_capabilities if self._tries_a_tool else CrossTrade.list_tools
            )
        except CallFailed as failure:
            if failure.problem.kind is ProblemKind.TOKEN_REJECTED:
                return self._failed(SignInStage.VERIFY, self._connection.named(failure.problem))
            return self._done(SignInStage.VERIFY, begun, problem=failure.problem)
        return self._done(SignInStage.VERIFY, begun)

    def _done(
        self, stage: SignInStage, begun: Moment, *, problem: Problem | None = None
    ) -> SignInStep:
        now = self._clock.now()
        return SignInStep(
            stage,
            StepState.DONE if problem is None else StepState.WARNING,
            now,
            duration=now.seconds_since(begun),
            problem=problem,
        )

    def _failed(self, stage: SignInStage, trouble: Problem) -> SignInStep:
        return SignInStep(stage, StepState.FAILED, self._clock.now(), problem=trouble)

    def _failed_by(self, stage: SignInStage, error: OAuthError) -> SignInStep:
        trouble = self._connection.named(problem_of_oauth(error))
        if trouble.kind is ProblemKind.REGISTRATION_LIMITED:
            trouble = self._with_registrations(trouble)
        elif trouble.kind is ProblemKind.CLIENT_UNKNOWN and not self._registration_reused:
            # It was registered a moment ago: once more would be no better.
            trouble = problem(ProblemKind.REGISTRATION_REFUSED)
        # A server that dropped our registration may say so in the browser alone, where nothing
        # leads back to us (diillson/chatcli#1308).
        again = trouble.kind is ProblemKind.CLIENT_UNKNOWN or (
            isinstance(error, AuthorizationTimedOut) and self._registration_reused
        )
        return replace(self._failed(stage, trouble), may_register_again=again)

    def _with_registrations(self, trouble: Problem) -> Problem:
        """A refusal for too many registrations, with our own share in them and when to come back.

        Where the server does not say when, its hour is counted from our oldest attempt.
        """
        attempts = self._records.attempts_lately
        retry_after = trouble.retry_after
        if retry_after is None and attempts:
            free = min(attempts) + timedelta(hours=1) - self._clock.now().utc
            retry_after = max(0.0, free.total_seconds())
        cause = f"{trouble.cause} {registrations_words(len(attempts))}."
        return replace(trouble, cause=cause, retry_after=retry_after)

    def _shown(self, step: FlowStep) -> SignInStep:
        """A step of the flow as both faces of the app show it."""
        if step.registration_reused is not None:
            self._registration_reused = step.registration_reused
        anew = step.registration_reused is False
        rejected = problem(ProblemKind.CALLBACK_REJECTED) if step.rejected is not None else None
        return SignInStep(
            step.stage,
            step.state,
            step.at,
            duration=step.duration,
            port=step.port,
            registration_reused=step.registration_reused,
            registrations_lately=len(self._records.attempts_lately) if anew else None,
            browser_opened=step.browser_opened,
            authorization_url=step.authorization_url,
            deadline=step.deadline,
            problem=rejected,
        )
