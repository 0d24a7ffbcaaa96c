"""The window: Qt, and only here.

PySide6 puts an import function of its own into ``builtins``, which looks for ``from __feature__
import`` in every module that is imported after it: it reads each one's source and keeps the lines
for good. That is an eighth of the time to the first figures and some megabytes, for something that
nothing here uses; so Python's own function is put back.
"""

import builtins

_import = builtins.__import__

import PySide6  # noqa: E402, F401 - imported for what it does to builtins

builtins.__import__ = _import
