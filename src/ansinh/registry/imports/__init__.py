"""Lists of communes and agencies put into the registers: read, matched, decided, applied as one, undoable."""
