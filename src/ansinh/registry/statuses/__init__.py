"""Statuses: what is true of a person or household for a time, on which paper."""
