"""An Sinh: what the department does."""
