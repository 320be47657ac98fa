"""Which records are the same person: Splink on DuckDB, in three bands, each pair with its reasons in words."""
