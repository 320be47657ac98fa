"""Jobs: long work that a worker process does while the officer watches, stops it, or goes home."""
