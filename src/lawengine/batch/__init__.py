"""The second executor: whole populations by signature, Parquet to Parquet, equal to the closure row for row."""

from lawengine.batch.encode import Fault
from lawengine.batch.job import BatchError, PartSummary, Summary, run
from lawengine.batch.outcomes import Outcome
from lawengine.batch.part import ProgrammeTotal
from lawengine.batch.table import BatchResult, judge_table

__all__ = [
    "BatchError",
    "BatchResult",
    "Fault",
    "Outcome",
    "PartSummary",
    "ProgrammeTotal",
    "Summary",
    "judge_table",
    "run",
]
