"""The desktop portal's settings, as far as motion goes, on a bus of the test's own."""

from typing import Any

from jeepney import DBusAddress, Message, new_error, new_method_return, new_signal

from support.bus_service import BusService

_NAME = "org.freedesktop.portal.Desktop"
_PORTAL = DBusAddress(
    "/org/freedesktop/portal/desktop",
    bus_name=_NAME,
    interface="org.freedesktop.portal.Settings",
)

Settings = dict[tuple[str, str], tuple[str, Any]]
"""Signature and value, by namespace and key."""


class SettingsPortal(BusService):
    """Tells ``settings``."""

    def __init__(self, address: str, settings: Settings) -> None:
        super().__init__(address, _NAME)
        self._settings = settings

    def change(self, namespace: str, key: str, value: tuple[str, Any]) -> None:
        """Tell everybody of a new value."""
        body = (namespace, key, value)
        self.connection.send(new_signal(_PORTAL, "SettingChanged", "ssv", body))

    def answer(self, call: Message, member: str) -> Message:
        value = self._settings.get(call.body)
        if value is None:
            name = "org.freedesktop.portal.Error.NotFound"
            return new_error(call, name, "s", ("Requested setting not found",))
        # Read, unlike ReadOne, gives a variant within a variant.
        return new_method_return(call, "v", (("v", value),))
