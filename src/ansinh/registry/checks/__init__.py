"""Checks across the registers: what cannot be right, as a standing work list."""
