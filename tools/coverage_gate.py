"""`python -m tools.coverage_gate`: is every package tested as far as was promised? Exit status 1 when one is not."""

from __future__ import annotations

import io
import sys
from pathlib import Path

from coverage import Coverage
from coverage.exceptions import NoDataError

# Lines and branches, in percent. The engine decides money: nothing in it is untested.
GATES = {"lawengine": 100, "ansinh": 95, "synth": 95}


def main() -> int:
    """Print the coverage of each package, and what is missing where it is not enough."""
    root = Path(__file__).parents[1]
    data = Coverage(data_file=root / ".coverage", config_file=root / "pyproject.toml")
    data.load()
    failed = False
    for package, asked in GATES.items():
        report = io.StringIO()
        try:
            reached = data.report(file=report, include=f"src/{package}/*")
        except NoDataError:
            reached = 0
        failed |= reached < asked
        if reached < asked:
            print(report.getvalue())
        # Rounded down, so that 100 means every branch.
        print(f"coverage of {package}: {int(reached * 100) / 100} %, asked for {asked} %")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
