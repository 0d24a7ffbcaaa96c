"""Where the frozen app begins."""

import sys

from ct_desktop.cli.main import main

sys.exit(main())
