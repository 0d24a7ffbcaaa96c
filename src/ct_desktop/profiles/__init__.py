"""What is saved on disk: settings and client registrations, a folder a profile, nothing secret.

Everything here is blocking and quick; call it in a thread where an event loop runs.
"""

from ct_desktop.profiles.account_rules import LARGEST_AMOUNT, with_rule
from ct_desktop.profiles.errors import ProfileError
from ct_desktop.profiles.folders import HOME_VARIABLE, AppFolders, ProfileFolders
from ct_desktop.profiles.names import (
    DEFAULT_PROFILE,
    DEMO_PROFILE,
    own_profile_folder,
    parse_profile_name,
    profile_folder,
)
from ct_desktop.profiles.profile_list import (
    ListedProfile,
    create_profile,
    find_profile,
    list_profiles,
    listed_profile,
    open_profile,
    profile_label,
    profile_name,
    rename_profile,
)
from ct_desktop.profiles.registration_attempts import RegistrationAttempts
from ct_desktop.profiles.registrations import RegistrationStore
from ct_desktop.profiles.second_screen_places import (
    SecondScreenPlace,
    place_for,
    with_place,
)
from ct_desktop.profiles.settings import (
    CROSSTRADE_SERVER_URL,
    NOTIFIED_LINKS,
    ProfileSettings,
    SettingsChanges,
    Theme,
)
from ct_desktop.profiles.settings_store import LoadedSettings, SettingsStore

__all__ = [
    "CROSSTRADE_SERVER_URL",
    "DEFAULT_PROFILE",
    "DEMO_PROFILE",
    "HOME_VARIABLE",
    "LARGEST_AMOUNT",
    "NOTIFIED_LINKS",
    "AppFolders",
    "ListedProfile",
    "LoadedSettings",
    "ProfileError",
    "ProfileFolders",
    "ProfileSettings",
    "RegistrationAttempts",
    "RegistrationStore",
    "SecondScreenPlace",
    "SettingsChanges",
    "SettingsStore",
    "Theme",
    "create_profile",
    "find_profile",
    "list_profiles",
    "listed_profile",
    "open_profile",
    "own_profile_folder",
    "parse_profile_name",
    "place_for",
    "profile_folder",
    "profile_label",
    "profile_name",
    "rename_profile",
    "with_place",
    "with_rule",
]
