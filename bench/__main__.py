"""`python -m bench` measures against the peers and writes bench/RESULTS.md; `… hundred-million` is the long one.

`… linkage` measures the linkage of people on two labelled millions, `… registry` the pages and the snapshot of a whole
province on PostgreSQL, `… simulate` a what-if of a province; these stand apart from the rest.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from bench.batch import compare, race, unknowns
from bench.household import one_household
from bench.hundred_million import kept, run_it
from bench.linkage.report import measure_linkage
from bench.machine import machine, versions
from bench.measure import alone, keep_law
from bench.people import say
from bench.registry.measure import measure_registry
from bench.report import RESULTS, report
from bench.simulate import measure_simulate
from bench.targets import owned_up, targets, unexplained

USAGE = "usage: python -m bench [hundred-million|linkage|registry|simulate]"


def main(words: Sequence[str]) -> int:
    """Exit status 1: a target is missed and nobody has owned up to it."""
    if list(words) not in ([], ["hundred-million"], ["linkage"], ["registry"], ["simulate"]):
        print(USAGE, file=sys.stderr)
        return 2
    with alone():
        if list(words) == ["linkage"]:
            return measure_linkage()
        if list(words) == ["registry"]:
            return measure_registry()
        if list(words) == ["simulate"]:
            return measure_simulate()
        return _measure(hundred_million=bool(words))


def _measure(*, hundred_million: bool) -> int:
    keep_law()
    if hundred_million:
        print(run_it())
        return 0
    facts = {"machine": machine(), "versions": versions(), "missed": owned_up()}
    facts |= {"equal": compare(), "unknown": unknowns()}
    one = one_household()
    races = {size: race(size) for size in ("1m", "10m")}
    hundred = kept()
    found = targets(races["10m"], one, hundred)
    text = report(facts, races, one, hundred, found)
    RESULTS.write_text(text, encoding="utf-8")
    print(text)
    wrong = unexplained(found, facts["missed"])
    for line in wrong:
        say(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
