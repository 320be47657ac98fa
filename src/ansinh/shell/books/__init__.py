"""Sổ: a working register for the price of a model and a page of declarations.

A room declares a `Book` (declaration.py) and gets list, filters, form, import, Excel, territory, history, papers and
counts. What may be seen and how a row is kept is the business of the book's `Keeper`, which the layer above supplies.
"""
