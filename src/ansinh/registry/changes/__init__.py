"""Changes of the registers: proposed, decided by another, applied as a whole, undone without destroying."""
