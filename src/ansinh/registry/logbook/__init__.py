"""The audit log as a page: who did and saw what."""
