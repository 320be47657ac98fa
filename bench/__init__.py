"""Measurements against peers: `python -m bench`. Nothing of the product imports it."""
