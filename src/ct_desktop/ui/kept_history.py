"""The history as the Settings screen has it: how large it is, and deleted when the trader says."""

import logging
from collections.abc import Callable

from ct_desktop.core.wording_history import DELETED, NOT_DELETED, SIZE_NOT_READ, size_words
from ct_desktop.history import History, HistoryError
from ct_desktop.history.recorder import ActivityRecorder

_log = logging.getLogger(__name__)


class KeptHistory:
    """Tells ``show`` how large it is, in words, and ``show_failure`` why it was not deleted."""

    def __init__(
        self,
        history: History,
        recorder: ActivityRecorder,
        *,
        show: Callable[[str], None],
        show_failure: Callable[[str], None],
    ) -> None:
        self._history = history
        self._recorder = recorder
        self._show = show
        self._show_failure = show_failure

    async def read(self) -> None:
        """Tell how large it is."""
        self._show(await self._size())

    async def delete(self) -> None:
        """Delete it, and tell what is left."""
        try:
            await self._recorder.delete_history()
        except HistoryError as error:
            self._show_failure(NOT_DELETED.format(reason=error))
            return
        _log.info("The history was deleted")
        self._show_failure("")
        self._show(DELETED.format(size=await self._size()))

    async def _size(self) -> str:
        try:
            return size_words(await self._history.size())
        except HistoryError:
            return SIZE_NOT_READ
