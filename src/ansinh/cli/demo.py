"""`ansinh demo`: a made-up province in the registers, to walk through; real data are never touched."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random
from typing import Any

from ansinh.cli.django_ready import ready
from ansinh.cli.errors import OK
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import N_, _, language
from synth.names import Names, Sex
from synth.province.land import Commune
from synth.province.make import PEOPLE_AT_SCALE_1, Order, pieces
from synth.province.tables import SCHEMAS

SCALE, PROVINCE, SEED = "0.02", "38", 38
_SMALLEST, _LARGEST = 0.0005, 4.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "--scale",
        default=SCALE,
        help=_("size; 1 is 3.7 million people (default: {scale})").format(scale=SCALE),
    )
    parser.add_argument("--province", default=PROVINCE, help=_("code of the province (default: 38, Thanh Hóa)"))
    parser.add_argument("--seed", type=int, default=SEED, help=_("the same seed makes the same province"))
    parser.add_argument("--fresh", action="store_true", help=_("throw the demo's data away and begin anew"))
    parser.add_argument("--yes", action="store_true", help=_("do not ask before throwing away"))


def run(args: argparse.Namespace) -> int:
    """Fill the database, or say that it is filled."""
    people = _people(args.scale)
    os.environ["ANSINH_DEMO"] = "1"
    demo = ready("ansinh.registry.loading.demo")
    if args.fresh:
        _make_sure(args.yes)
        demo.begin_anew()
    maker = Maker(args.seed, people, args.province)
    loaded = demo.prepare(args.province, maker, say=_say)
    if loaded.kept:
        done = _("The demo's data are there already and are kept: {people} people. (--fresh begins anew.)")
    else:
        done = _("Ready: {people} people, {rows} rows, in {seconds} s.")
    numbers = {"people": counted(loaded.people), "rows": counted(loaded.rows), "seconds": loaded.seconds}
    sys.stdout.write(done.format(**numbers) + "\n")
    return OK


class Maker:
    """Makes a province up, always the same for the same seed."""

    def __init__(self, seed: int, people: int, province: str) -> None:
        self._seed, self._people, self._province = seed, people, province
        self.tables = list(SCHEMAS)

    def make(self, communes: Sequence[Any]) -> tuple[set[str], Iterable[Mapping[str, Any]]]:
        """Codes of the especially hard communes, and the tables."""
        named = tuple(Commune(place.code, place.name, place.kind == "ward") for place in communes)
        order = Order(self._seed, self._people, self._province, named)
        land = order.land()
        hard = {commune.code for commune, is_hard in zip(land.communes, land.hard, strict=True) if is_hard}
        return hard, pieces(order, land)

    def names(self) -> Iterator[str]:
        """Officers' names."""
        random = Random(self._seed)  # noqa: S311 - made-up people, not secrets
        names = Names(random)
        while True:
            sex: Sex = random.choice(("male", "female"))
            yield names.person(names.family(minority=False), sex, random.randint(1968, 1998))


def counted(number: int) -> str:
    """74.698 in Vietnamese, 74,698 in English."""
    written = f"{number:,}"
    return written if language() == "en" else written.replace(",", ".")


def _people(text: str) -> int:
    """How many people a scale asks for.

    Raises:
        AnSinhError: `scale` when it is none, or out of reach.
    """
    try:
        scale = float(text)
    except ValueError:
        scale = 0.0
    if not _SMALLEST <= scale <= _LARGEST:
        raise AnSinhError("scale", N_("A scale lies between {least} and {most}"), least=_SMALLEST, most=_LARGEST)
    return round(scale * PEOPLE_AT_SCALE_1)


def _make_sure(yes: bool) -> None:
    """Ask before everything is thrown away; a closed or silent input means no."""
    if yes:
        return
    sys.stdout.write(_("All data of this demo will be thrown away. Type “yes” to go on: "))
    sys.stdout.flush()
    answer = sys.stdin.readline().strip().lower()
    if answer not in {"yes", _("yes")}:
        raise AnSinhError("kept", N_("Nothing was thrown away."))


def _say(sentence: str, places: Mapping[str, object]) -> None:
    shown = {name: counted(value) if isinstance(value, int) else value for name, value in places.items()}
    sys.stdout.write(_(sentence).format(**shown) + "\n")
    sys.stdout.flush()
