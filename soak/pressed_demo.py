"""The simulated CrossTrade in pressed time: ``python -m soak.pressed_demo OPTION…``."""

import sys

from soak.pressed_time import press

if __name__ == "__main__":
    press()
    from ct_desktop.demo.__main__ import main

    sys.exit(main())
