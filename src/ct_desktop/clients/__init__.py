"""The trader's other AI clients: how each is set up, and whether its file is right.

What is known of a client is data, in ``resources/clients``. This package reads it, writes the
entry for the CrossTrade server into a client's own file without touching anything else, and finds
mistakes there. It never reads this app's tokens, and no token is ever written into another
client's file: each client signs in by itself.
"""
