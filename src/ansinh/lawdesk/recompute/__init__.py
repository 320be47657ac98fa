"""Recomputing the months of a list: arrears and recovery between two days, with causes and both readings."""
