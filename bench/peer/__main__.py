"""What is measured, in OpenFisca's own process: `batch`, `bare`, `rows` (for the comparison), `household`."""

import json
import statistics
import sys
import time
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pyarrow as pa
from openfisca_core.simulations import SimulationBuilder
from pyarrow import parquet

from bench.peer.facts import DEFAULTS, NEVER_CHANGE
from bench.peer.loading import MONTH, files_in, load
from bench.peer.overlap import Allowance, Care
from bench.peer.system import PROGRAMMES, MonthlyAllowances

ROUNDS, TIMES = 15, 10
OURS = ("lawengine", "ansinh", "synth")


def main(command, *arguments):
    """Run one measurement and print what it found as one line of JSON."""
    found = {"batch": batch, "bare": bare, "rows": rows, "household": household}[command](*arguments)
    assert not sys.modules.keys() & set(OURS)
    print(json.dumps({"versions": {name: version(name) for name in ("openfisca-core", "numpy", "pyarrow")}, **found}))


def batch(folder):
    """Load, build and calculate everything in one simulation, with a value for each condition.

    Nothing is written: OpenFisca has no way of its own.
    """
    return {"people": _calculated(folder, reasons=True).person.count}


def bare(folder):
    """As `batch`, without reasons, and by the shortest way found."""
    return {"people": _calculated(folder, reasons=False).person.count}


def _calculated(folder, *, reasons):
    system = MonthlyAllowances(reasons=reasons)
    simulation = load(system, folder)
    for name in system.results():
        simulation.calculate(name, MONTH)
    return simulation


def rows(folder, out, way="reasons"):
    """As `batch` or `bare`, then write every right: person, programme, amount, whether it is paid."""
    simulation = _calculated(folder, reasons=way == "reasons")
    paid_of = _paid(simulation)
    people = pa.concat_tables([parquet.read_table(file, columns=["person_id"]) for file in files_in(folder)]).column(0)
    tables = []
    for programme in PROGRAMMES:
        amounts = simulation.calculate(programme.right, MONTH)
        found = np.flatnonzero(amounts)
        paid = paid_of[programme.right][found] if programme.right in paid_of else np.ones(len(found), np.bool_)
        columns = {
            "person_id": people.take(pa.array(found)),
            "programme": pa.repeat(programme.name, len(found)),
            "amount": amounts[found].astype(np.int64),
            "paid": paid,
        }
        tables.append(pa.table(columns))
    parquet.write_table(pa.concat_tables(tables), out)
    return {"programmes": {programme.name: list(programme.conditions) for programme in PROGRAMMES}}


def _paid(simulation):
    """For each programme that may be set aside: who is paid."""
    allowance, care = (simulation.calculate(name, MONTH) for name in ("allowance_paid", "care_paid"))
    paid = {right.name: allowance == right for right in Allowance}
    paid |= {right.name: care == right for right in Care}
    paid["social_single_parent"] = simulation.calculate("single_parent_paid", MONTH)
    return paid


def household(path):
    """CPU milliseconds to build one household from a dict and calculate everything: the median of rounds."""
    system = MonthlyAllowances(reasons=True)
    situation = _situation(json.loads(Path(path).read_text(encoding="utf-8")))

    def decide():
        simulation = SimulationBuilder().build_from_entities(system, situation)
        return {name: simulation.calculate(name, MONTH) for name in system.results()}

    answer = decide()
    rounds = []
    for _ in range(ROUNDS):
        before = time.process_time()
        for _ in range(TIMES):
            decide()
        rounds.append((time.process_time() - before) / TIMES * 1000)
    amounts = {programme.name: [int(amount) for amount in answer[programme.right]] for programme in PROGRAMMES}
    return {"milliseconds": statistics.median(rounds), "amounts": amounts}


def _situation(payload):
    """The same household in OpenFisca's words; facts that no programme here asks for are left out."""

    def values(facts):
        return {name: _dated(name, value) for name, value in facts.items() if name in DEFAULTS}

    members = payload["members"]
    household = {"members": [member["id"] for member in members], **values(payload["household"])}
    return {"persons": {member["id"]: values(member) for member in members}, "households": {"h": household}}


def _dated(name, value):
    return {"ETERNITY": value} if name in NEVER_CHANGE else {str(time): value for time in (MONTH, MONTH.last_month)}


if __name__ == "__main__":
    main(*sys.argv[1:])
