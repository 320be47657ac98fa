"""The month's roll: from a list of people to who is paid what, why, and why not."""
