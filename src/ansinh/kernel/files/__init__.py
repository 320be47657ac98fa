"""Files that papers are made of: kept once by their hash, never overwritten."""
