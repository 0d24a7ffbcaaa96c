"""A change of scope as one transaction: revoke, forget, consent, verify, store.

CrossTrade grants one scope a token, so that the old sign-in has to go before the new one comes
(the CrossTrade reference, sections 2.2 and 5). Nothing is revoked before it is known that the new
sign-in can begin: the server answers, a port is free, this computer is registered. What is begun of
the revocation is brought to its end, also where the trader gives up meanwhile, so that what holds
is known.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass

from ct_desktop.connection.connection import Connection
from ct_desktop.connection.errors import StorageFailedError
from ct_desktop.connection.failures import problem_of_oauth
from ct_desktop.connection.own_task import begin
from ct_desktop.connection.sign_in_attempt import SignInAttempt
from ct_desktop.core.moment import Clock
from ct_desktop.core.problems import Problem
from ct_desktop.core.scope_change import (
    ScopeChangeEnd,
    ScopeChangeStage,
    ScopeChangeStep,
    Standing,
)
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import (
    RevocationOutcome,
    SignInStage,
    SignInState,
    SignInStep,
    StepState,
)
from ct_desktop.core.wording import ACCESS_MAY_LIVE_ON
from ct_desktop.core.wording_scope import REVOKED_WORDS


@dataclass(frozen=True, slots=True)
class _Revoked:
    """What became of the old sign-in at the server; no ``outcome`` where that was not asked.

    ``stopped_by`` is why the change goes no further, the old sign-in being kept. ``in_doubt``: the
    server did not say what became of it.
    """

    outcome: RevocationOutcome | None
    stopped_by: Problem | None = None
    in_doubt: bool = False


class ScopeChange:
    """One change of scope that a person asked for; make a new one to start over.

    ``attempt`` is the sign-in at the new scope, not begun. Once :meth:`steps` has ended, or was
    closed or cancelled, ``end`` says what holds.
    """

    def __init__(
        self, *, connection: Connection, attempt: SignInAttempt, scope: Scope, clock: Clock
    ) -> None:
        self.scope = scope
        self.end: ScopeChangeEnd | None = None
        self._connection = connection
        self._attempt = attempt
        self._clock = clock
        self._revoking: asyncio.Task[_Revoked] | None = None
        self._forgetting: asyncio.Task[Problem | None] | None = None
        self._problems: dict[ScopeChangeStage, Problem] = {}

    def paste(self, text: str) -> None:
        """Take the address on which the browser ended, or the code alone.

        Raises :class:`~ct_desktop.connection.sign_in_attempt.PasteRejectedError`.
        """
        self._attempt.paste(text)

    async def open_again(self) -> bool:
        """Open the browser once more; ``False`` where that cannot be done."""
        return await self._attempt.open_again()

    async def steps(self) -> AsyncGenerator[ScopeChangeStep, None]:
        """Run the change. A failure is the last step, with its problem; nothing is raised.

        Iterate within ``contextlib.aclosing``. Leaving early while the old sign-in is being
        revoked takes until that is done, else frees the port and gives the new sign-in up.
        """
        try:
            async with self._connection.changing_scope():
                try:
                    async with aclosing(self._run()) as steps:
                        async for step in steps:
                            self._note(step)
                            yield step
                finally:
                    await self._settle()
        finally:
            self.end = self._what_holds()

    async def _run(self) -> AsyncGenerator[ScopeChangeStep, None]:
        async with aclosing(self._attempt.steps()) as sign_in:
            # All of the new sign-in that comes before the browser, while the old one still stands.
            async for prepared in sign_in:
                yield self._prepared(prepared)
                if prepared.state is StepState.FAILED:
                    return
                if prepared.stage is SignInStage.REGISTER and prepared.state is StepState.DONE:
                    break
            yield self._step(ScopeChangeStage.REVOKE, StepState.RUNNING)
            revoked = await asyncio.shield(self._begin_revoking())
            yield self._revoked(revoked)
            if revoked.stopped_by is not None:
                return
            yield self._step(ScopeChangeStage.FORGET, StepState.RUNNING)
            trouble = await asyncio.shield(self._begin_forgetting())
            state = StepState.DONE if trouble is None else StepState.WARNING
            yield self._step(ScopeChangeStage.FORGET, state, problem=trouble)
            async for step in sign_in:
                yield self._shown(step)

    # The old sign-in, in tasks of its own: half a revocation helps nobody

    def _begin_revoking(self) -> "asyncio.Task[_Revoked]":
        self._revoking = begin(self._revoke(), "revoke-for-scope-change")
        return self._revoking

    def _begin_forgetting(self) -> "asyncio.Task[Problem | None]":
        self._forgetting = begin(self._forget(), "forget-for-scope-change")
        return self._forgetting

    async def _revoke(self) -> _Revoked:
        try:
            revocation = await self._connection.revoke()
        except StorageFailedError as failed:
            return _Revoked(None, stopped_by=failed.problem)
        outcome = revocation.outcome
        if revocation.failure is None:
            return _Revoked(outcome, in_doubt=outcome in ACCESS_MAY_LIVE_ON)
        trouble = problem_of_oauth(revocation.failure)
        if not revocation.may_have_arrived:
            return _Revoked(outcome, stopped_by=trouble)
        # No answer, or none that says it. One question tells whether the old sign-in still works.
        honoured = await self._connection.is_honoured()
        if honoured is False:
            return _Revoked(RevocationOutcome.REVOKED)
        return _Revoked(outcome, stopped_by=trouble, in_doubt=honoured is None)

    async def _forget(self) -> Problem | None:
        try:
            await self._connection.forget()
        except StorageFailedError as failed:
            return failed.problem
        return None

    async def _settle(self) -> None:
        """Bring to its end what was begun of revoking and forgetting."""
        if self._revoking is None:
            return
        revoked = await asyncio.shield(self._revoking)
        if revoked.stopped_by is None:
            await asyncio.shield(self._forgetting or self._begin_forgetting())

    # What is shown

    def _prepared(self, step: SignInStep) -> ScopeChangeStep:
        failed = step.state is StepState.FAILED
        return self._step(
            ScopeChangeStage.REVOKE,
            StepState.FAILED if failed else StepState.RUNNING,
            sign_in_step=step,
            problem=step.problem,
        )

    def _revoked(self, revoked: _Revoked) -> ScopeChangeStep:
        state = StepState.WARNING if revoked.in_doubt else StepState.DONE
        return self._step(
            ScopeChangeStage.REVOKE,
            state if revoked.stopped_by is None else StepState.FAILED,
            detail="" if revoked.outcome is None else REVOKED_WORDS[revoked.outcome],
            outcome=revoked.outcome,
            problem=revoked.stopped_by,
        )

    def _shown(self, step: SignInStep) -> ScopeChangeStep:
        match step.stage:
            case SignInStage.VERIFY:
                stage, state = ScopeChangeStage.VERIFY, step.state
            case SignInStage.STORE:
                stage, state = ScopeChangeStage.STORE, step.state
            case _:
                stage, state = ScopeChangeStage.CONSENT, StepState.RUNNING
                if step.state is StepState.FAILED or (
                    step.stage is SignInStage.EXCHANGE and step.state is StepState.DONE
                ):
                    state = step.state
        return self._step(stage, state, sign_in_step=step, problem=step.problem)

    def _step(
        self,
        stage: ScopeChangeStage,
        state: StepState,
        *,
        detail: str = "",
        sign_in_step: SignInStep | None = None,
        outcome: RevocationOutcome | None = None,
        problem: Problem | None = None,
    ) -> ScopeChangeStep:
        now = self._clock.now() if sign_in_step is None else sign_in_step.at
        return ScopeChangeStep(stage, state, now, detail, sign_in_step, outcome, problem)

    def _note(self, step: ScopeChangeStep) -> None:
        if step.problem is not None and step.state is not StepState.RUNNING:
            self._problems[step.stage] = step.problem

    def _what_holds(self) -> ScopeChangeEnd:
        sign_in, revoking = self._connection.sign_in, self._revoking
        revoked = revoking.result() if revoking is not None and revoking.done() else None
        in_doubt = revoking is not None if revoked is None else revoked.in_doubt
        kept = revoked is None or revoked.stopped_by is not None
        last = next(reversed(self._problems.values()), None)
        if sign_in.state is SignInState.SIGNED_IN and not kept:
            standing = Standing.CHANGED if sign_in.scope is self.scope else Standing.OTHER_SCOPE
            verified = self._problems.get(ScopeChangeStage.VERIFY)
            trouble = self._problems.get(ScopeChangeStage.STORE, verified)
            return ScopeChangeEnd(standing, sign_in.scope, trouble, in_doubt)
        if kept and sign_in.state in (SignInState.SIGNED_IN, SignInState.KEYCHAIN_TROUBLE):
            return ScopeChangeEnd(Standing.UNCHANGED, sign_in.scope, last, in_doubt)
        standing = Standing.OLD_MAY_LIVE_ON if in_doubt else Standing.SIGNED_OUT
        return ScopeChangeEnd(standing, None, last, in_doubt)
