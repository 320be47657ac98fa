"""Who signs in: users, what their roles may do, whom a request acts for."""
