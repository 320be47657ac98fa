"""Why a row is judged as it is, and what can be wrong with an import as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import N_, _


class ImportRefusedError(AnSinhError):
    """An import cannot go on; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence with `{places}`, or several, a line each; `values` fills them."""

    code: str
    template: str
    values: Mapping[str, str] = field(default_factory=dict)

    def and_also(self, other: Reason) -> Reason:
        """Both, one after the other; the first gives the code."""
        return Reason(self.code, f"{self.template}\n{other.template}", {**other.values, **self.values})

    def as_lines(self) -> str:
        """The values as they are kept beside a row."""
        return "\n".join(f"{name}={' '.join(value.split())}" for name, value in self.values.items())


def reason_of(error: AnSinhError) -> Reason:
    """The reason that an error gives."""
    return Reason(error.code, error.template, {name: str(value) for name, value in error.params.items()})


def sentence(template: str, lines: str) -> str:
    """A kept reason in the reader's language."""
    values = dict(line.split("=", 1) for line in lines.split("\n") if "=" in line)
    return " ".join(_(each).format(**values) for each in template.split("\n") if each)


NO_NAME: Final = Reason("no_name", N_("The row names nobody."))
NOBODY_IN_PARTICULAR: Final = Reason(
    "too_little", N_("Neither a birth date nor a number: nobody can tell who this is.")
)
COMMUNE_MISSING: Final = Reason("commune_missing", N_("The row does not say in which commune the person lives."))
HELD_ELSEWHERE: Final = Reason(
    "held_elsewhere", N_("The registers hold this number in a place outside the territory of this list.")
)
NO_DAY_OF_DEATH: Final = Reason(
    "no_day_of_death", N_("No date of death can be read: enter the death on the person's page.")
)
WAITS_ELSEWHERE: Final = Reason("waits_elsewhere", N_("Another proposal about the same entry waits for a decision."))
HOME_CONTRADICTED: Final = Reason("home_contradicted", N_("Rows of one household say different poverty classes."))
PUT_OFF: Final = Reason("put_off", N_("Left for later."))
CHANGED_SINCE: Final = Reason(
    "changed_since", N_("The registers were changed after the rows were checked: check them anew.")
)


def no_commune(name: str) -> Reason:
    """No commune of the territory has this name."""
    return Reason(
        "no_commune", N_("There is no commune “{commune_name}” in the territory of this list."), {"commune_name": name}
    )


def too_long(column: str, most: int) -> Reason:
    """A text does not fit its column."""
    return Reason(
        "too_long", N_("“{too_long}”: longer than {most_signs} signs."), {"too_long": column, "most_signs": str(most)}
    )


def twice(row: int) -> Reason:
    """An earlier row names the same person."""
    return Reason("twice", N_("The same person already stands in row {earlier_row}."), {"earlier_row": str(row)})


def held_by_many(count: int) -> Reason:
    """Several people are held under one number."""
    return Reason("held_by_many", N_("The registers hold this number for {how_many} people."), {"how_many": str(count)})


def perhaps(name: str, birth: str, count: int) -> Reason:
    """Somebody held may be meant; a person decides."""
    template = (
        N_("Perhaps {held_name}, born {held_birth}: name and birth alone do not settle it.")
        if count == 1
        else N_("{how_many} people of the commune may be meant, such as {held_name}, born {held_birth}.")
    )
    return Reason("perhaps", template, {"held_name": name, "held_birth": birth or "?", "how_many": str(count)})


def differs(column: str, held: str, listed: str) -> Reason:
    """One column in which the list contradicts the registers; each has its template, so several can stand together."""
    templates = {
        "full_name": N_("Name: the registers say “{held_full_name}”, the list “{listed_full_name}”."),
        "birth_date": N_("Birth: the registers say {held_birth_date}, the list {listed_birth_date}."),
        "sex": N_("Sex: the registers and the list differ."),
        "citizen_id": N_("Citizen's number: the registers say {held_citizen_id}, the list {listed_citizen_id}."),
        "commune": N_("The registers hold this person in {held_commune}, the list in {listed_commune}."),
        "account": N_("The registers hold another account of this person."),
    }
    return Reason(f"differs_{column}", templates[column], {f"held_{column}": held, f"listed_{column}": listed})


def status_differs(register: str) -> Reason:
    """A register holds something else."""
    templates = {
        "disability": N_("Disability: the registers hold something else than the list says."),
        "merit": N_("Merit: the registers hold something else than the list says."),
        "parents": N_("Situation of the parents: the registers hold something else than the list says."),
        "poverty": N_("Poverty class: the registers hold something else from a later day."),
    }
    return Reason(
        f"differs_{register}", templates.get(register, N_("The registers hold something else from a later day."))
    )


def is_dead(day: str) -> Reason:
    """Somebody dead stands in the list."""
    return Reason("dead", N_("The registers say that this person died ({held_death})."), {"held_death": day})


def noted_death(day: str) -> Reason:
    """The note tells of a death; a person confirms it."""
    return Reason("noted_death", N_("The note says that this person died ({noted_day})."), {"noted_day": day or "?"})


def noted(text: str) -> Reason:
    """The note tells of something that a person has to look at."""
    return Reason("noted", N_("The note says: “{noted_text}”."), {"noted_text": text})


def same_file(code: str) -> ImportRefusedError:
    """The list was uploaded before."""
    return ImportRefusedError("import-same-file", N_("This very list is here already, as {batch}."), batch=code)


def not_yours() -> ImportRefusedError:
    """The place or the batch lies outside the viewer's postings."""
    return ImportRefusedError("import-not-yours", N_("This lies outside what your office may import."))


def not_now() -> ImportRefusedError:
    """Somebody was faster."""
    return ImportRefusedError("import-not-now", N_("The import has gone on meanwhile. Look at it as it is now."))


def foreign_register(register: str) -> ImportRefusedError:
    """A register of another function."""
    return ImportRefusedError(
        "import-function",
        N_("The list holds {register}, which is not among your office's functions."),
        register=register,
    )


def no_name_column() -> ImportRefusedError:
    """Without names nothing can be read."""
    return ImportRefusedError("import-no-name", N_("No column is taken for the full name."))


def nothing_to_write() -> ImportRefusedError:
    """All rows wait or are refused."""
    return ImportRefusedError("import-nothing", N_("No row can be taken in as things stand."))


def file_lost() -> ImportRefusedError:
    """The content is gone."""
    return ImportRefusedError("import-file-lost", N_("The stored file is missing or damaged. Upload the list again."))
