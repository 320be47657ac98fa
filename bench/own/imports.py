"""What `ansinh decide` imports: names those heavy packages that it must do without. Arguments: the command's own."""

from __future__ import annotations

import contextlib
import io
import json
import sys

from ansinh.cli.main import main

HEAVY = ("numpy", "pyarrow", "yaml", "jsonschema", "jinja2", "openpyxl", "xlsxwriter", "python_calamine", "babel")


def run(arguments: list[str]) -> None:
    """Run the command and print what it drew in."""
    with contextlib.redirect_stdout(io.StringIO()):
        status = main(arguments)
    print(json.dumps({"status": status, "heavy": [name for name in HEAVY if name in sys.modules]}))


if __name__ == "__main__":
    run(sys.argv[1:])
