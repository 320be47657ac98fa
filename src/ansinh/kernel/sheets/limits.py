"""How large a list may be. Beyond these a file is split, or is no list."""

from __future__ import annotations

MAX_ROWS = 2_000_000
MAX_COLUMNS = 500
MAX_FILE_BYTES = 1 << 30
MAX_UNPACKED_BYTES = 3 << 30
MAX_PACKING_RATIO = 300  # a spreadsheet of real people packs 5 to 30 times, an attack a thousand times
SMALL_ENOUGH = 50 << 20  # below this, how well a file packs does not matter
MAX_AREA = 60_000_000  # rows times columns from the first to the last filled cell
MAX_LINES_IN_CELL = 50
MAX_SHEETS = 200
