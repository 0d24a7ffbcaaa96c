"""Windows: whether this process runs from an MSIX package: Windows switches its start at login."""

import importlib
import sys
from typing import Any

_NO_PACKAGE = 15700
"""APPMODEL_ERROR_NO_PACKAGE, winerror.h."""


def runs_from_package(kernel32: Any = None) -> bool:
    """Whether the process has a package's identity. ``kernel32`` is Windows' own library.

    A package's startup task is switched in Windows' settings (Apps, Startup), and what the process
    writes to the registry nobody else sees. Source: Microsoft, GetCurrentPackageFullName,
    appmodel.h. Tested here against a stand-in, and on no Windows.
    """
    if kernel32 is None and sys.platform != "win32":
        return False
    ctypes = importlib.import_module("ctypes")
    library = kernel32 or ctypes.windll.kernel32
    length = ctypes.c_uint32(0)
    # Without a place for the name it answers that the place is too small, or that there is none.
    return bool(library.GetCurrentPackageFullName(ctypes.byref(length), None) != _NO_PACKAGE)
