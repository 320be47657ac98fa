"""Proposals: what an officer wants the registers to hold of a person or a household, and on which paper."""
