"""The trader's browser: opens the address and allows what the page asks.

``python -m soak.browser ADDRESS``, as ``xdg-open``.
"""

import sys

from support.oauth_browser import follow_authorization, plain_http_client

if __name__ == "__main__":
    with plain_http_client() as browser:
        browser.get(follow_authorization(sys.argv[1])).raise_for_status()
