"""Filling empty registers: Arrow tables become rows, quickly, on both databases."""
