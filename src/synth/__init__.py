"""Synthetic people, households and lists: one generator for samples, tests, benchmarks and demonstrations."""
