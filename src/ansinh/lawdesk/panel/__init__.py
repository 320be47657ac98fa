"""What the law says of a person, on that person's page."""
