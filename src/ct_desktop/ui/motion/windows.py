"""Windows: "Animation effects" in the accessibility settings.

Source: SystemParametersInfoW with SPI_GETCLIENTAREAANIMATION, winuser.h. It is read once. Not run
where this was built, which has no Windows.
"""

import ctypes

_GET_CLIENT_AREA_ANIMATION = 0x1042


def wants_less_motion() -> bool:
    """Whether animations are switched off; not where Windows does not say."""
    animates = ctypes.c_int(1)
    # By name, since other systems' ctypes have no such attribute for the type checker.
    user = getattr(ctypes, "windll").user32  # noqa: B009 - see above
    said = user.SystemParametersInfoW(_GET_CLIENT_AREA_ANIMATION, 0, ctypes.byref(animates), 0)
    return bool(said) and not animates.value
