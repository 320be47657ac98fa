"""Commands of Django's kind, one a module."""
