"""Does in one window what the trader wants of profiles: the menu, and all that it offers."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox

from ct_desktop.core import wording_profiles as words
from ct_desktop.core.sign_in import RevocationOutcome, SignInState
from ct_desktop.profile_removal import remove_profile
from ct_desktop.profiles import (
    ListedProfile,
    ProfileError,
    create_profile,
    list_profiles,
    profile_label,
    profile_name,
    rename_profile,
)
from ct_desktop.profiles.window_claim import window_is_open
from ct_desktop.services import Services
from ct_desktop.ui.dialogs import Dialogs
from ct_desktop.ui.launch import Ending, Launch, SwitchProfile
from ct_desktop.ui.profiles.conversations import NameConversation, RemovalConversation
from ct_desktop.ui.profiles.menu import ProfileChoices, ProfileEntry, ProfileMenu
from ct_desktop.ui.profiles.name_dialog import ProfileNameDialog
from ct_desktop.ui.profiles.removal_dialog import ProfileRemovalDialog
from ct_desktop.ui.profiles.second_window import open_second_window
from ct_desktop.ui.shell.window import MainWindow
from ct_desktop.ui.theme.theme import Theme


class Profiles(QObject):
    """Everything about profiles in one window, whose services are ``services``.

    ``start`` runs what the trader asked for, ``end`` ends this life of the window. Files are read
    and written in threads.
    """

    label_changed = Signal(str)
    """What to call this window's profile; empty where it is the only one."""

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        services: Services,
        dialogs: Dialogs,
        *,
        launch: Launch,
        start: Callable[[Coroutine[Any, Any, None]], None],
        end: Callable[[Ending], None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._services = services
        self._dialogs = dialogs
        self._launch = launch
        self._start = start
        self._end = end

    async def show_menu(self) -> None:
        """Read which profiles there are now, and let the trader choose."""
        choices = await asyncio.to_thread(self._choices)
        menu = ProfileMenu(choices, self._window)
        names = {each.folder: each.name for each in choices.others}
        menu.switch_requested.connect(lambda folder: self._start(self._switch(folder)))
        menu.second_window_requested.connect(self._open_second_window)
        menu.new_requested.connect(self._ask_new)
        menu.rename_requested.connect(lambda: self._ask_rename(choices.here.name))
        menu.remove_requested.connect(lambda folder: self._ask_removal(folder, names[folder]))
        menu.popup(self._window.profile_menu_place(menu.sizeHint()))

    def _choices(self) -> ProfileChoices:
        services = self._services
        sign_in = services.connection.sign_in
        signed_in = sign_in.state is SignInState.SIGNED_IN
        scope = sign_in.scope.value if sign_in.scope else None
        here = services.profile
        name = profile_name(here, None)
        others: list[ProfileEntry] = []
        trouble = ""
        try:
            for each in list_profiles(services.folders):
                if each.folder == here:
                    name = each.name
                else:
                    others.append(self._entry(each))
        except ProfileError as error:
            trouble = str(error)
        state = words.sign_in_state(scope, signed_in=signed_in)
        return ProfileChoices(
            ProfileEntry(here, name, state), others, in_demo=self._launch.demo, trouble=trouble
        )

    def _entry(self, listed: ListedProfile) -> ProfileEntry:
        state = words.sign_in_state(listed.scope, signed_in=listed.signed_in)
        is_open = self._is_open(listed.folder)
        return ProfileEntry(listed.folder, listed.name, state, is_open=is_open)

    def _is_open(self, profile: str) -> bool:
        """Whether another process has a window on it."""
        return window_is_open(self._services.folders.profile(profile).window_lock)

    async def _switch(self, profile: str) -> None:
        if await asyncio.to_thread(self._is_open, profile):
            self._open_second_window(profile)
        else:
            self._end(SwitchProfile(profile))

    def _open_second_window(self, profile: str) -> None:
        launch = self._launch
        if open_second_window(profile, server_url=launch.server_url, debug=launch.debug):
            return
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(words.NOT_STARTED.format(name=profile))
        box.finished.connect(box.deleteLater)
        box.open()

    def _ask_new(self) -> None:
        ways = (words.OPEN_APART, words.OPEN_HERE)
        dialog = ProfileNameDialog(
            self._theme, self._window, words.NEW_TITLE, explanation=words.NEW_WORDS, ways=ways
        )
        self._hold(dialog, NameConversation(dialog, self._create))

    async def _create(self, name: str, way: str) -> None:
        made = await asyncio.to_thread(create_profile, self._services.folders, name)
        await self.show_label()
        if way == words.OPEN_HERE:
            self._end(SwitchProfile(made.folder))
        else:
            self._open_second_window(made.folder)

    def _ask_rename(self, name: str) -> None:
        dialog = ProfileNameDialog(
            self._theme,
            self._window,
            words.RENAME_TITLE,
            explanation=words.RENAME_WORDS,
            ways=(words.RENAME_IT,),
            name=name,
        )
        self._hold(dialog, NameConversation(dialog, self._rename))

    async def _rename(self, name: str, _way: str) -> None:
        services = self._services
        await asyncio.to_thread(rename_profile, services.folders, services.profile, name)
        await self.show_label()

    def _ask_removal(self, profile: str, name: str) -> None:
        dialog = ProfileRemovalDialog(self._theme, self._window, name)
        remove = partial(self._remove, profile)
        self._hold(dialog, RemovalConversation(dialog, name, remove))

    async def _remove(self, profile: str) -> RevocationOutcome:
        services = self._services
        outcome = await remove_profile(
            services.folders,
            profile,
            server_url=self._launch.server_url,
            open_vault=services.open_vault,
        )
        await self.show_label()
        return outcome

    def _hold(
        self,
        dialog: ProfileNameDialog | ProfileRemovalDialog,
        conversation: NameConversation | RemovalConversation,
    ) -> None:
        if not self._dialogs.hold(conversation, conversation.run()):
            dialog.deleteLater()

    async def show_label(self) -> None:
        """Say anew which profile this is: whether that is worth saying depends on the others."""
        self.label_changed.emit(await asyncio.to_thread(self._label))

    def _label(self) -> str:
        services = self._services
        try:
            saved = services.settings.load().settings.profile_name
            return profile_label(services.folders, services.profile, saved)
        except ProfileError:
            return profile_name(services.profile, None)
