"""Reads what the system says of motion, in each system's own way, once the start is over."""

import asyncio
import sys

from ct_desktop.ui.motion.motion import Motion


async def watch_motion(motion: Motion, *, after: float) -> None:
    """Keep ``motion`` current, until cancelled where the system tells of changes.

    It begins ``after`` so many seconds: nothing of it is needed for the first figures. A system
    that does not answer is one that asks for nothing.
    """
    await asyncio.sleep(after)
    # Each of these is imported on its own system alone, and none before the first paint.
    if sys.platform == "win32":
        from ct_desktop.ui.motion.windows import wants_less_motion  # noqa: PLC0415 - see above

        motion.set_reduced(wants_less_motion())
    elif sys.platform == "darwin":
        from ct_desktop.ui.motion.macos import (  # noqa: PLC0415 - see above
            wants_less_motion,
        )

        motion.set_reduced(wants_less_motion())
    else:
        from ct_desktop.ui.motion.freedesktop import follow_desktop  # noqa: PLC0415 - see above

        await follow_desktop(motion)
