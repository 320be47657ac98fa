"""The project's own checks: what formatter, linter, type checker and import-linter cannot see."""
