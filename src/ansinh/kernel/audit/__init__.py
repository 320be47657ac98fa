"""The audit log: append-only, each entry sealed by the hash of the one before."""
