"""The batch job: files of people in, results and reasonings out, one process per core."""

from __future__ import annotations

import json
import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass, replace
from itertools import chain
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from lawengine.batch.encode import Fault
from lawengine.batch.engine import Engine
from lawengine.batch.files import PEOPLE, RESULTS, SUMMARY, part_file, staged, writer
from lawengine.batch.merge import Keeper, merge_decisions
from lawengine.batch.part import Part, ProgrammeTotal
from lawengine.batch.read import people_in, read_parquet
from lawengine.errors import N_, LawEngineError, QuestionError
from lawengine.plan import Plan

Progress = Callable[[int, int], None]
"""Called with the people judged so far and all people."""
_KEPT = "kept"
_PAUSE = 0.2


class BatchError(LawEngineError):
    """The job could not be finished, for a reason that lies neither in the law nor in the list."""


@dataclass(frozen=True, slots=True)
class PartSummary:
    """One input file; `by_hand` households were judged by the closure."""

    source: str
    people: int
    households: int
    by_hand: int
    totals: tuple[ProgrammeTotal, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The whole job. `reasonings` is how many distinct decisions there are; `unread` the groups outside the book."""

    edition: str
    on: str
    decided: str
    province: str | None
    people: int
    households: int
    by_hand: int
    reasonings: int
    totals: tuple[ProgrammeTotal, ...]
    parts: tuple[PartSummary, ...]
    unread: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Job:
    """What every worker knows."""

    plan: Plan
    closed: bool
    vouched: frozenset[str]
    collect: bool
    stage: Path


class _Worker:
    """Judges files one after the other; signatures met in one are known in the next."""

    def __init__(self, job: _Job) -> None:
        self._job = job
        self._engine = Engine(job.plan, closed=job.closed, vouched=job.vouched)
        self._keeper = Keeper(job.stage / _KEPT / str(os.getpid()))

    def judge(self, number: int, path: Path, report: Callable[[int], None]) -> PartSummary:
        """Judge one file into the stage."""
        part, job = Part(self._engine), self._job
        found: list[Fault] = []
        batches = self._batches(part, path, found if job.collect else None, report)
        first = next(batches, None) or part.empty(pq.read_schema(path))
        with (
            writer(part_file(job.stage, RESULTS, number), first[0].schema) as results,
            writer(part_file(job.stage, PEOPLE, number), first[1].schema) as people,
        ):
            for lines, everybody in chain([first], batches):
                results.write_batch(lines)
                people.write_batch(everybody)
        self._keeper.keep(part, number)
        named = tuple(replace(fault, source=path.name) for fault in found)
        return PartSummary(path.name, part.people, part.households, part.by_hand, part.totals(), named)

    def _batches(
        self, part: Part, path: Path, faults: list[Fault] | None, report: Callable[[int], None]
    ) -> Iterator[tuple[pa.RecordBatch, pa.RecordBatch]]:
        for columns, starts in read_parquet(path, self._engine.layout, self._job.vouched):
            batch = part.judge(columns, starts, faults)
            report(columns.length)
            if batch is not None:
                yield batch


def run(
    plan: Plan,
    inputs: Sequence[Path],
    out: Path,
    *,
    closed: bool = False,
    vouched: frozenset[str] = frozenset(),
    processes: int | None = None,
    progress: Progress | None = None,
    faults: list[Fault] | None = None,
) -> Summary:
    """Judge files of people, each grouped by household, and write into `out` what docs/reference/batch.md describes.

    Args:
        inputs: Parquet files; see `judge_table` for their columns and for `closed`, `vouched`, `faults`.
        processes: at most so many at a time, each with one file; by default one for each core. A script that asks for
            more than one must be safe to import (`if __name__ == "__main__"`).

    Raises:
        QuestionError: a file or a value in it cannot be read. LawConflictError: the law is undecided on somebody.
        BatchError: a process was ended from outside.
    """
    sizes = _sizes(inputs)
    count = min(processes or len(os.sched_getaffinity(0)), len(inputs))
    with staged(out) as stage:
        job = _Job(plan, closed, vouched, faults is not None, stage)
        parts = _together(job, sizes, count, progress) if count > 1 else _in_turn(job, sizes, progress)
        reasonings = merge_decisions(plan, stage / _KEPT, stage)
        summary = _summary(plan, parts, reasonings)
        text = json.dumps(asdict(summary), ensure_ascii=False, default=str)
        (stage / SUMMARY).write_text(text + "\n", encoding="utf-8")
    if faults is not None:
        faults.extend(fault for part in parts for fault in part.faults)
    return summary


def _sizes(inputs: Sequence[Path]) -> dict[Path, int]:
    """How many people each file holds."""
    sizes: dict[Path, int] = {}
    for path in inputs:
        if path in sizes:
            raise QuestionError(path.name, N_("the file stands twice in the list"))
        sizes[path] = people_in(path)
    if not sizes:
        raise QuestionError("inputs", N_("there is no file to judge"))
    return sizes


def _in_turn(job: _Job, sizes: Mapping[Path, int], progress: Progress | None) -> list[PartSummary]:
    worker = _Worker(job)
    done = 0

    def report(people: int) -> None:
        nonlocal done
        done += people
        if progress is not None:
            progress(done, sum(sizes.values()))

    return [worker.judge(number, path, report) for number, path in enumerate(sizes)]


_workers: list[tuple[_Worker, Synchronized[int]]] = []


def _begin(job: _Job, counter: Synchronized[int]) -> None:
    """Make a process ready."""
    _workers[:] = [(_Worker(job), counter)]


def _judge(number: int, path: Path) -> PartSummary:
    """Judge one file in a process that was made ready."""
    ((worker, counter),) = _workers

    def report(people: int) -> None:
        with counter.get_lock():
            counter.value += people

    return worker.judge(number, path, report)


def _together(job: _Job, sizes: Mapping[Path, int], count: int, progress: Progress | None) -> list[PartSummary]:
    """Several processes, the largest files first."""
    context = multiprocessing.get_context("spawn")
    counter = context.Value("q", 0)
    order = sorted(enumerate(sizes), key=lambda item: -sizes[item[1]])
    with ProcessPoolExecutor(count, context, _begin, (job, counter)) as pool:
        futures = {number: pool.submit(_judge, number, path) for number, path in order}
        waiting: set[Future[PartSummary]] = set(futures.values())
        try:
            while waiting:
                done, waiting = wait(waiting, _PAUSE, FIRST_COMPLETED)
                if progress is not None:
                    progress(counter.value, sum(sizes.values()))
                for future in done:
                    future.result()
        except BrokenProcessPool as error:
            raise BatchError(N_("a process was ended from outside; perhaps the memory was not enough")) from error
        finally:
            pool.shutdown(cancel_futures=True)
    return [futures[number].result() for number in range(len(futures))]


def _summary(plan: Plan, parts: Sequence[PartSummary], reasonings: int) -> Summary:
    totals = [
        ProgrammeTotal(
            same[0].programme,
            sum(item.paid for item in same),
            sum(item.set_aside for item in same),
            sum(item.undetermined for item in same),
            sum(item.amount for item in same),
        )
        for same in zip(*(part.totals for part in parts), strict=True)
    ]
    question = plan.question
    return Summary(
        plan.edition.hash,
        question.on.isoformat(),
        question.decided.isoformat(),
        question.province,
        sum(part.people for part in parts),
        sum(part.households for part in parts),
        sum(part.by_hand for part in parts),
        reasonings,
        tuple(totals),
        tuple(parts),
        tuple(group.id for group in plan.unread),
    )
