"""What can be wrong with a file that should hold a list."""

from __future__ import annotations

from ansinh.kernel.errors import AnSinhError


class SheetError(AnSinhError):
    """The file as a whole cannot be read. `row` counts from 1 as in the file, `column` is a letter, where known."""

    def __init__(
        self, code: str, template: str, *, row: int | None = None, column: str | None = None, **params: object
    ) -> None:
        places = {"row": row, "column": column}
        super().__init__(code, template, **params, **{name: at for name, at in places.items() if at is not None})
        self.row = row
        self.column = column
