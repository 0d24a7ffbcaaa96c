"""What the trader wants done with a client's file: done in a thread, told as a value."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from ct_desktop.clients.applying import Applied, ApplyPlan, carry_out, plan_apply, undo
from ct_desktop.clients.checking import CheckResult, check_file
from ct_desktop.clients.description import ClientDescription
from ct_desktop.clients.entry import Wanted
from ct_desktop.clients.errors import ClientsError, ConfigurationFileError
from ct_desktop.clients.library import all_clients
from ct_desktop.clients.places import FilePlace, choose_place
from ct_desktop.clients.undo_record import UndoRecord
from ct_desktop.core.wording_clients import BACKUP_HOLDS_SECRET, NOTHING_TO_WRITE, undone_text
from ct_desktop.core.wording_clients_screen import WORK_FAILED, WRITTEN, WRITTEN_NEW

_log = logging.getLogger(__name__)


class FileAct(StrEnum):
    """What is to be done. ``FIND`` looks where the file is, ``PLAN`` what would be written."""

    FIND = "find"
    CHECK = "check"
    PLAN = "plan"
    WRITE = "write"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class FileWish:
    """One wish. Without ``path`` it is for the usual file; ``plan`` is what ``WRITE`` writes."""

    act: FileAct
    client: ClientDescription
    wanted: Wanted
    path: Path | None = None
    place_id: str | None = None
    plan: ApplyPlan | None = None


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """What came of ``wish``. ``place`` is the file it was about, if any could be told.

    ``is_there`` is whether the file exists, ``can_be_made`` whether it can be made where it is
    looked for. ``words`` say what was done or why it was not; ``failed`` is whether it was not.
    ``caution`` is what the trader should do besides.
    """

    wish: FileWish
    place: FilePlace | None = None
    is_there: bool = False
    can_be_made: bool = False
    result: CheckResult | None = None
    plan: ApplyPlan | None = None
    words: str = ""
    failed: bool = False
    caution: str = ""
    can_undo: bool = False


class ClientFiles:
    """Reads and writes clients' files, one wish after the other.

    ``data`` is the app's folder for data, where changes are noted so that they can be taken back.
    """

    def __init__(
        self,
        data: Path,
        *,
        show_clients: Callable[[tuple[ClientDescription, ...]], None],
        show_failure: Callable[[str], None],
        show_answer: Callable[[FileAnswer], None],
    ) -> None:
        self._record = UndoRecord.in_folder(data)
        self._show_clients = show_clients
        self._show_failure = show_failure
        self._show_answer = show_answer
        self._working = asyncio.Lock()

    async def load(self) -> None:
        """Tell which clients are known, or why they cannot be read."""
        try:
            clients = await asyncio.to_thread(all_clients)
        except ClientsError as error:
            _log.error("The clients' descriptions cannot be read: %s", error)
            self._show_failure(str(error))
        else:
            self._show_clients(clients)

    async def fulfil(self, wish: FileWish) -> None:
        """Do as ``wish`` says and tell what came of it, whatever that is."""
        answer = FileAnswer(wish, words=WORK_FAILED, failed=True)
        try:
            async with self._working:
                answer = await asyncio.to_thread(self._fulfilled, wish)
        finally:
            self._show_answer(answer)

    def _fulfilled(self, wish: FileWish) -> FileAnswer:
        answer = FileAnswer(wish)
        try:
            place = choose_place(wish.client, path=wish.path, place_id=wish.place_id)
            answer = replace(answer, place=place)
            answer = self._acted(answer, place)
        except ClientsError as error:
            answer = replace(answer, words=str(error), failed=True)
        if answer.place is None:
            return answer
        path = answer.place.path
        # A path without root is for a project's folder, and a window stands in none.
        is_rooted = path.parent != Path.cwd() and path.parent.is_dir()
        may_create = wish.client.file is not None and wish.client.file.may_create
        answer = replace(answer, is_there=answer.place.exists, can_be_made=may_create and is_rooted)
        try:
            known = self._record.find(path.resolve())
        except ConfigurationFileError as error:
            return replace(answer, words=answer.words or str(error), failed=True)
        return replace(answer, can_undo=known is not None)

    def _acted(self, answer: FileAnswer, place: FilePlace) -> FileAnswer:
        wish = answer.wish
        if wish.act is FileAct.PLAN:
            plan = plan_apply(wish.client, wish.wanted, place)
            words = "" if plan.is_needed else NOTHING_TO_WRITE
            return replace(answer, plan=plan, words=words)
        if wish.act is FileAct.WRITE:
            assert wish.plan is not None, "what is written was shown first"
            applied = carry_out(wish.plan, self._record)
            caution = applied.backup is not None and wish.plan.backup_holds_secret
            answer = replace(
                answer,
                words=f"{_written(applied)} {wish.client.reload}",
                caution=BACKUP_HOLDS_SECRET if caution else "",
            )
        elif wish.act is FileAct.UNDO:
            undone = undo(place, self._record)
            words = undone_text(str(undone.path), is_removed=undone.is_removed)
            answer = replace(answer, words=words)
        writes = wish.act in (FileAct.WRITE, FileAct.UNDO)
        if wish.act is FileAct.CHECK or (writes and place.exists):
            result = check_file(wish.client, wish.wanted, place)
            answer = replace(answer, result=result)
        return answer


def _written(applied: Applied) -> str:
    return WRITTEN_NEW if applied.backup is None else WRITTEN.format(applied.backup)
