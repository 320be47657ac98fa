"""How well the linkage of people does on registers whose truth is known: `python -m bench linkage`."""
