"""The authorization server: registration, consent, codes, tokens, revocation."""
