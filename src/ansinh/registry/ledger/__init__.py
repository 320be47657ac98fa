"""The ledger of the registers: papers, changes, and rows that are added and closed but never overwritten."""
