"""The Connection screen: the chain in full, the sign-in, the self-test, the broker connections."""
