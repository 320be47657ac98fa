"""The cube of a snapshot: found beside it, built when it is not there, and built anew when it lacks what is asked."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from lawengine.batch.columns import HOUSEHOLD, PERSON
from lawengine.batch.cube import Cube, CubeBuilder, CubeRefusedError
from lawengine.batch.cube_file import load_cube, save_cube
from lawengine.batch.read import read_parquet
from lawengine.batch.translate import CubeLacksError
from lawengine.batch.whatif import Tally, Whatif
from lawengine.model import Edition
from lawengine.plan import Plan, Question
from lawengine.planner import make_plan
from lawengine.scenario import with_amounts

SUFFIX = ".cube"
MOST_KEPT = 8
_SETTINGS = "settings.json"
Amounts = Mapping[str, int]
Say = Callable[[str], None]


def snapshot_files(place: Path) -> list[Path]:
    """The Parquet files of a snapshot (one file, or a folder of them); none when it is a list of another kind."""
    files = sorted(place.glob("*.parquet")) if place.is_dir() else [place] if place.suffix == ".parquet" else []
    return files if files and all(_has_ids(path) for path in files) else []


def _has_ids(path: Path) -> bool:
    try:
        names = pq.read_schema(path).names
    except (OSError, pa.ArrowInvalid):
        return False
    return PERSON in names and HOUSEHOLD in names


class Snapshot:
    """People in Parquet, with what is kept beside them. `say` is told of long work, by a word that names it."""

    def __init__(self, place: Path, *, closed: bool, say: Say) -> None:
        self.place, self.files, self.closed, self._say = place, snapshot_files(place), closed, say

    def compare(self, edition: Edition, question: Question, amounts: Amounts) -> tuple[Plan, Plan, Tally]:
        """What `amounts` would do: on the cube, or – where no cube holds these people – on the people.

        Raises:
            QuestionError: a file, a value or an amount cannot be. LawConflictError: the law is undecided on somebody.
        """
        before = make_plan(edition, question)
        after = make_plan(with_amounts(edition, question, amounts), question)
        try:
            tally = self._on_cube(edition, question, amounts, before, after)
        except CubeRefusedError:
            self._say("people")
            whatif = Whatif(before, after, closed=self.closed)
            for path in self.files:
                for columns, starts in read_parquet(path, whatif.engines[0].layout, frozenset()):
                    whatif.add(columns, starts)
            tally = whatif.tally
        return before, after, tally

    def _on_cube(self, edition: Edition, question: Question, amounts: Amounts, before: Plan, after: Plan) -> Tally:
        stamp = self._stamp(edition, question)
        folder = self.place.with_name(self.place.name + SUFFIX) / stamp[:16]
        kept = load_cube(folder, stamp)
        if kept is not None:
            try:
                return Whatif(before, after, closed=self.closed).on_cube(kept)
            except CubeLacksError:
                self._say("again")
        settings = [*_settings(folder), dict(amounts)][-MOST_KEPT:]
        others = [make_plan(with_amounts(edition, question, item), question) for item in settings]
        cube = self._build([before, *others])
        self._keep(cube, folder, stamp, settings)
        return Whatif(before, after, closed=self.closed).on_cube(cube)

    def _build(self, plans: Sequence[Plan]) -> Cube:
        self._say("build")
        builder = CubeBuilder(plans, closed=self.closed)
        for path in self.files:
            for columns, starts in read_parquet(path, builder.layout, frozenset()):
                builder.add(columns, starts)
        return builder.cube()

    def _stamp(self, edition: Edition, question: Question) -> str:
        """What a cube depends on: the people byte by byte, the book, the question."""
        digest = hashlib.sha256(f"{edition.hash} {question.on} {question.decided} {question.month}".encode())
        digest.update(f"{question.province} {question.former_province} {sorted(question.readings)}".encode())
        digest.update(f"{sorted(question.programmes or ())} {self.closed}".encode())
        for path in self.files:
            with path.open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
        return digest.hexdigest()

    def _keep(self, cube: Cube, folder: Path, stamp: str, settings: Sequence[Amounts]) -> None:
        """Where nothing can be written the answer is the same, only slower next time."""
        try:
            save_cube(cube, folder, stamp)
            (folder / _SETTINGS).write_text(json.dumps(settings), encoding="utf-8")
            every = sorted(folder.parent.iterdir(), key=lambda path: path.stat().st_mtime)
            for old in every[:-MOST_KEPT]:
                shutil.rmtree(old, ignore_errors=True)
        except OSError:
            return


def _settings(folder: Path) -> list[dict[str, int]]:
    """What-ifs that were asked of a kept cube before: a new one tells apart what they do too."""
    try:
        found: list[dict[str, int]] = json.loads((folder / _SETTINGS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return found
