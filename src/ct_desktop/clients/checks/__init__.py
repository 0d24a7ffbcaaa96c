"""What a client's file is held to: one module a subject, each finding with its cause and mend."""
