"""Pages of a person and of a household: everything that the registers hold of them, on one screen."""
