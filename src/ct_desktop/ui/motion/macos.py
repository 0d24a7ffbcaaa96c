"""macOS: "Reduce motion" in the accessibility settings.

Source: NSWorkspace's accessibilityDisplayShouldReduceMotion, called through the Objective-C
runtime. It is read once. Not run where this was built, which has no macOS.
"""

import ctypes
import ctypes.util


def wants_less_motion() -> bool:
    """Whether less motion is wanted; not where the runtime is not found."""
    library = ctypes.util.find_library("objc")
    if library is None:
        return False
    objc = ctypes.CDLL(library)
    objc.objc_getClass.restype = ctypes.c_void_p
    objc.sel_registerName.restype = ctypes.c_void_p
    ask_object = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
    ask_bool = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, ctypes.c_void_p)
    send = ctypes.cast(objc.objc_msgSend, ctypes.c_void_p).value
    if send is None:
        return False
    # Qt has loaded AppKit, which has this class.
    workspace = ask_object(send)(
        objc.objc_getClass(b"NSWorkspace"), objc.sel_registerName(b"sharedWorkspace")
    )
    reduces = objc.sel_registerName(b"accessibilityDisplayShouldReduceMotion")
    return workspace is not None and ask_bool(send)(workspace, reduces)
