"""``python -m ct_desktop`` is the command ``ct-desktop``."""

import sys

from ct_desktop.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
