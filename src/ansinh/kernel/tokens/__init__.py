"""Access tokens: how another program reads the registers in the name of one user."""
