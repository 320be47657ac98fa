"""Keeping the house: offices and their functions, users and their postings, the calendar, numbers, intake points."""
