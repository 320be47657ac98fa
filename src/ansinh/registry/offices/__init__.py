"""Offices: agencies, what each is in charge of and since when, who serves there, the working calendar."""
