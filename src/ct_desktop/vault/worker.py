"""A thread of its own for keychain calls, since any of them may never return.

A call to a keychain can wait for a person, or for a service that is stuck. Nothing can end such a
call; so its thread is retired: it makes no further keychain call, holds up nobody, and as a daemon
thread does not keep the app from quitting.
"""

import asyncio
import logging
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from ct_desktop.vault.errors import VaultError, VaultFault
from ct_desktop.vault.keychain import Keychain

logger = logging.getLogger(__name__)

T = TypeVar("T")

Job = Callable[[Keychain], T]
"""Blocking work on the keychain, done in the worker's thread."""


class _RetiredError(Exception):
    """Ends a job whose worker was retired while it waited for the keychain."""


Settle = Callable[[Any, Exception | None], None]
"""Takes a job's result, or the error it ended with."""


@dataclass(frozen=True, slots=True)
class _Order:
    """A job, where its outcome goes, and whether anybody still waits for it."""

    job: Job[Any]
    settle: Settle
    wanted: Callable[[], bool]


class KeychainWorker:
    """Runs jobs on a keychain one after another, in one daemon thread.

    ``open_keychain`` is called in that thread, before the first job; that is where keyring is
    imported, away from the start of the app. ``when_late_call_returned`` is called, in that
    thread, with a job whose call returned after the worker was retired.
    """

    def __init__(
        self,
        open_keychain: Callable[[], Keychain],
        when_late_call_returned: Callable[[Job[Any]], None],
    ) -> None:
        self._open_keychain = open_keychain
        self._when_late_call_returned = when_late_call_returned
        self._orders: queue.SimpleQueue[_Order | None] = queue.SimpleQueue()
        self._retired = threading.Event()
        threading.Thread(target=self._run, name="keychain", daemon=True).start()

    @property
    def retired(self) -> bool:
        """Whether this worker takes no more jobs."""
        return self._retired.is_set()

    async def run(self, job: Job[T], time_limit: float) -> T:
        """Do ``job``; after ``time_limit`` seconds without an outcome, retire this worker.

        Raises ``VaultError``; HANGING when the time is up. When the waiting is cancelled, a job
        that has begun goes on to its end, so that no write is left half done.
        """
        loop = asyncio.get_running_loop()
        outcome: asyncio.Future[T] = loop.create_future()

        def hand_over(result: T, error: Exception | None) -> None:
            if outcome.done():  # timed out or cancelled meanwhile
                return
            if error is None:
                outcome.set_result(result)
            else:
                outcome.set_exception(error)

        def settle(result: T, error: Exception | None) -> None:
            with suppress(RuntimeError):  # the loop is closed: the app is quitting
                loop.call_soon_threadsafe(hand_over, result, error)

        self._orders.put(_Order(job, settle, wanted=lambda: not outcome.cancelled()))
        try:
            async with asyncio.timeout(time_limit):
                return await outcome
        except TimeoutError:
            self._retire()
        raise VaultError(VaultFault.HANGING, detail=f"no answer within {time_limit:g} s")

    def post(self, job: Job[Any]) -> None:
        """Do ``job`` in its turn, from any thread; a failure is logged."""

        def settle(_result: object, error: Exception | None) -> None:
            if error is not None:
                logger.warning("Keychain work in the background failed: %r", error)

        self._orders.put(_Order(job, settle, wanted=lambda: True))

    def _retire(self) -> None:
        """Take no more jobs. Those that wait behind the hanging call fail as well."""
        self._retired.set()
        with suppress(queue.Empty):
            while True:
                order = self._orders.get_nowait()
                if order is not None:
                    behind = VaultError(VaultFault.HANGING, detail="behind a call that hangs")
                    order.settle(None, behind)
        self._orders.put(None)  # ends the thread, once its call returns

    def _run(self) -> None:
        keychain: Keychain | None = None
        job: Job[Any] | None = None
        while (order := self._orders.get()) is not None:
            if not order.wanted():
                continue
            job = order.job
            try:
                if keychain is None:
                    keychain = _Guarded(self._open_keychain(), self._retired)
                result = job(keychain)
            except _RetiredError:
                break
            except Exception as error:
                order.settle(None, error)
            else:
                order.settle(result, None)
        if job is not None:
            self._when_late_call_returned(job)


class _Guarded:
    """A keychain that makes no more calls once its worker is retired."""

    def __init__(self, keychain: Keychain, retired: threading.Event) -> None:
        self._keychain = keychain
        self._retired = retired

    @property
    def description(self) -> str:
        return self._keychain.description

    @property
    def entry_limit(self) -> int | None:
        return self._keychain.entry_limit

    def get(self, service: str) -> str | None:
        self._check()
        return self._keychain.get(service)

    def set(self, service: str, text: str) -> None:
        self._check()
        self._keychain.set(service, text)

    def delete(self, service: str) -> None:
        self._check()
        self._keychain.delete(service)

    def _check(self) -> None:
        if self._retired.is_set():
            raise _RetiredError
