"""Where the app's files lie on this system."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from ct_desktop.private_folder import make_private_folder
from ct_desktop.profiles.errors import ProfileError
from ct_desktop.profiles.names import is_profile_folder, profile_folder

HOME_VARIABLE = "CT_DESKTOP_HOME"
"""The environment variable that moves every file of the app under one folder."""

_FOLDER_NAME = "crosstrade-desktop"


@dataclass(frozen=True, slots=True)
class ProfileFolders:
    """The folders of one profile; nothing of another profile lies in them."""

    settings: Path
    data: Path

    @property
    def sign_in_lock(self) -> Path:
        """The lock file for whoever changes this profile's sign-in (``machine_lock``)."""
        return self.data / "sign-in.lock"

    @property
    def sign_in_record(self) -> Path:
        """What ought to lie in the keychain, without its secrets."""
        return self.data / "sign-in.json"

    @property
    def window_lock(self) -> Path:
        """The lock file of this profile's one window."""
        return self.data / "window.lock"

    @property
    def history(self) -> Path:
        """What happened and when, in SQLite."""
        return self.data / "history.sqlite3"

    @property
    def update_record(self) -> Path:
        """As that of :class:`AppFolders`, for a profile that asks an address of its own."""
        return self.data / "updates.json"


@dataclass(frozen=True, slots=True)
class AppFolders:
    """The app's folders: for settings, for data and for logs."""

    settings: Path
    data: Path
    logs: Path

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "AppFolders":
        """The folders that this system gives an app, or those under ``CT_DESKTOP_HOME``."""
        home = environment.get(HOME_VARIABLE)
        if home:
            root = Path(home).expanduser().absolute()
            return cls(settings=root / "settings", data=root / "data", logs=root / "logs")
        places = platformdirs.PlatformDirs(_FOLDER_NAME, appauthor=False)
        return cls(
            settings=places.user_config_path,
            data=places.user_data_path,
            logs=places.user_log_path,
        )

    @property
    def registration_attempts(self) -> Path:
        """The file of registration attempts; one for all profiles, as the limit is by address."""
        return self.data / "registration-attempts.json"

    @property
    def update_record(self) -> Path:
        """When it was asked for a newer version; one for all profiles, as the app is one."""
        return self.data / "updates.json"

    def profile(self, name: str) -> ProfileFolders:
        """The folders of the profile ``name``, made if need be. Raises ``ProfileError``.

        By its folder's name, or one that comes to the same (``profile_folder``).
        """
        name = profile_folder(name)
        folders = ProfileFolders(
            settings=self.settings / "profiles" / name, data=self.data / "profiles" / name
        )
        for folder in (folders.settings, folders.data):
            try:
                make_private_folder(folder)
            except OSError as error:
                raise ProfileError(
                    f"The folder {folder} cannot be made ({error.strerror}). Check the disk and "
                    f"your rights there, or choose another place with {HOME_VARIABLE}."
                ) from error
        return folders

    def profile_names(self) -> tuple[str, ...]:
        """The folders' names of the profiles that exist, in order; the demo's may be among them.

        What else lies there was not made by this app, and is left alone.
        """
        try:
            return tuple(
                sorted(
                    entry.name
                    for entry in (self.settings / "profiles").iterdir()
                    if entry.is_dir() and is_profile_folder(entry.name)
                )
            )
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise ProfileError(
                f"The folder {self.settings / 'profiles'} cannot be read ({error.strerror}). "
                f"Check that it is yours, or choose another place with {HOME_VARIABLE}."
            ) from error
