"""`python -m tools.check`: run the project's own checks over the tree; exit status 1 when one finds something."""

from __future__ import annotations

import sys
from pathlib import Path

from tools import budgets, catalogue, docs, exactness, glossary, locks, words

CHECKS = (budgets, words, exactness, docs, glossary, catalogue, locks)


def main() -> int:
    """Print every fault and one line of summary."""
    root = Path(__file__).parents[1]
    found = sorted(fault for check in CHECKS for fault in check.faults(root))
    for fault in found:
        print(fault)
    print(f"{len(CHECKS)} checks of our own, {len(found)} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
