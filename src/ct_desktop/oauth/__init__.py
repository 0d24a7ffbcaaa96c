"""OAuth 2.1 for a native app, one module per standard. Nothing here knows CrossTrade."""
