"""One profile's sign-in and session.

The only place that decides to renew, to reconnect or to give up.
"""
