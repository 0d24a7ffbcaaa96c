"""The claim on a profile's one window, where this package's users look for it."""

from ct_desktop.profiles.window_claim import InstanceClaim

__all__ = ["InstanceClaim"]
