"""Names and types of the book: every expression is typed, every name that a file mentions exists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lawengine.catalogue import Catalogue
from lawengine.cel.check import check
from lawengine.cel.tree import Compare, In, ListLit, Lit, Members, Name, Node, Size, children, walk
from lawengine.cel.types import BOOL, INT, Environment, Type
from lawengine.document import RawBook
from lawengine.environment import environment
from lawengine.errors import N_, LawEngineError, LawFileError
from lawengine.fold import is_interval
from lawengine.model import Amount, ConcurrenceRule, Edition, Programme


def check_book(edition: Edition, raw: RawBook) -> None:
    """Check what the structure alone cannot show.

    Raises:
        LawFileError: names file and line.
    """
    names = _Names(edition, raw)
    for derived in edition.catalogue.derived.values():
        if derived.node is not None:
            names.expression(
                derived.node, INT if derived.type == "int" else BOOL, "facts.yaml", ("derived", derived.name), "person"
            )
    for programme in edition.programmes.values():
        _check_programme(programme, names)
    for fact in edition.catalogue.facts.values():
        names.fact(fact.not_before, ("date",), "facts.yaml", ("facts", fact.name, "not_before"))
        for other, value in fact.implies.items():
            target = edition.catalogue.facts.get(other)
            if target is None or target.of != fact.of or (target.codes and value not in target.codes):
                names.fail(
                    "facts.yaml",
                    ("facts", fact.name, "implies"),
                    N_("{other} cannot be {value}"),
                    other=other,
                    value=value,
                )
    for overlay in edition.overlays:
        if not any(item.code == overlay.territory for item in edition.territories):
            names.fail(overlay.file, ("territory",), N_("no province has the code {code}"), code=overlay.territory)
        for number, rate in enumerate(overlay.rates):
            names.parameter(rate.parameter, overlay.file, ("rates", number), bound=True)
            names.programmes(sorted(rate.covers), overlay.file, ("rates", number, "covers"))
        for number, extra in enumerate(overlay.supplements):
            names.programmes([extra.programme], overlay.file, ("supplements", number))
    for number, rule in enumerate(edition.concurrence):
        _check_rule(rule, number, names)


class _Names:
    """The names of the book, and errors with the place of their use."""

    def __init__(self, edition: Edition, raw: RawBook) -> None:
        self.edition = edition
        self.raw = raw
        catalogue, parameters = edition.catalogue, edition.parameters
        self.environments: dict[str, Environment] = {
            subject: environment(catalogue, parameters, subject) for subject in ("person", "household")
        }

    def fail(self, file: str, path: tuple[str | int, ...], template: str, **params: object) -> None:
        """Raise an error at a path of a file."""
        raise LawFileError(file, self.raw.documents[file].line(path), template, **params)

    def parameter(self, name: str, file: str, path: tuple[str | int, ...], *, bound: bool = False) -> None:
        if name not in self.edition.parameters:
            self.fail(file, path, N_("there is no parameter {name} under parameters/"), name=name)
        if not bound and self.edition.parameters[name].bounds_only:
            self.fail(file, path, N_("{name} has a time without a value: it can only be a floor or a cap"), name=name)

    def programmes(self, names: Iterable[str], file: str, path: tuple[str | int, ...]) -> None:
        for name in names:
            if name not in self.edition.programmes:
                self.fail(file, path, N_("there is no programme {name}"), name=name)

    def fact(self, name: str | None, kinds: tuple[str, ...], file: str, path: tuple[str | int, ...]) -> None:
        if name is not None and (
            name not in self.edition.catalogue.facts or self.edition.catalogue.facts[name].type not in kinds
        ):
            self.fail(
                file, path, N_("{name} is not a declared fact of type {kinds}"), name=name, kinds=" / ".join(kinds)
            )

    def reading(self, name: str | None, file: str, path: tuple[str | int, ...]) -> None:
        if name is not None and name not in self.edition.readings:
            self.fail(file, path, N_("there is no reading {reading}"), reading=name)

    def expression(self, node: Node, wanted: Type, file: str, path: tuple[str | int, ...], subject: str) -> None:
        """Type an expression and check the book's own narrower rules."""
        try:
            found = check(node, self.environments[subject])
        except LawEngineError as error:
            raise LawFileError(file, self.raw.documents[file].line(path), N_("{reason}"), reason=error) from error
        if found != wanted:
            self.fail(
                file,
                path,
                N_("the expression is {found}, but {wanted} is needed here"),
                found=str(found),
                wanted=str(wanted),
            )
        for fault in _narrow(node, self.edition.catalogue):
            self.fail(file, path, fault)


def _check_programme(law: Programme, names: _Names) -> None:
    for number, condition in enumerate(law.conditions):
        path: tuple[str | int, ...] = ("entitlement", number, "require")
        names.expression(condition.node, BOOL, law.file, path, law.subject)
        for reading in (condition.window.reading, condition.window.unless_reading):
            names.reading(reading, law.file, path)
    for number, row in enumerate(law.rows):
        path = (law.row_kind, number)
        if row.node is not None:
            names.expression(row.node, BOOL, law.file, (*path, "when"), law.subject)
        if row.parameter is not None:
            names.parameter(row.parameter, law.file, path)
        for reading in (row.window.reading, row.window.unless_reading):
            names.reading(reading, law.file, path)
    for number, start in enumerate(law.start):
        names.fact(start.fact, ("date",), law.file, ("start", number))
    if law.yields is not None:
        names.fact(law.yields, ("code",), law.file, ("yields",))
    _check_amount(law, law.amount, names)


def _check_amount(law: Programme, form: Amount, names: _Names) -> None:
    path: tuple[str | int, ...] = ("amount",)
    for parameter in (form.parameter, form.at_least, form.at_most):
        if parameter is not None:
            names.parameter(parameter, law.file, path, bound=parameter != form.parameter)
    names.fact(form.fact, ("int",), law.file, path)
    names.fact(form.less, ("int",), law.file, path)
    names.fact(form.key, ("code", "int"), law.file, path)
    if form.per is not None:
        names.expression(form.per, INT, law.file, ("amount", "per"), law.subject)


def _check_rule(rule: ConcurrenceRule, number: int, names: _Names) -> None:
    file, path = "concurrence.yaml", ("rules", number)
    names.programmes(rule.among, file, path)
    for pair in rule.both:
        names.programmes(sorted(pair.one | pair.others), file, path)
        for name in sorted((pair.one | pair.others) - set(rule.among)):
            names.fail(file, path, N_("`both` names {name}, which is not among `highest`"), name=name)
    names.fact(rule.pair, ("member",), file, path)


def _narrow(node: Node, catalogue: Catalogue) -> Iterator[str]:
    """What CEL allows and a file of law does not: executors rely on it."""
    if is_interval(node, catalogue):
        yield N_("a number derived from a date may only be compared with literals, since a date may be only a year")
    if isinstance(node, In) and not _literals(node.items):
        yield N_("`in` takes a list of literals")
    if isinstance(node, Members):
        if not isinstance(node.range, Name) or node.range.name != "members":
            yield N_("only `members` can be gone through")
        if any(isinstance(item, Name) for item in walk(node.body)):
            yield N_("inside `members.…` only facts of the bound member may stand, so that a household is counted once")
    if isinstance(node, Size):
        inner = node.arg
        counted = isinstance(inner, Members) and inner.kind == "filter"
        if not counted and not (isinstance(inner, Name) and inner.name == "members"):
            yield N_("`size` counts `members` or `members.filter(…)`")
    if isinstance(node, Compare) and any(isinstance(side, ListLit) for side in children(node)):
        yield N_("a list stands only to the right of `in`")
    for child in children(node):
        if not (is_interval(child, catalogue) and _against_literals(node)):
            yield from _narrow(child, catalogue)


def _against_literals(node: Node) -> bool:
    """A comparison with literals, the one place of a number that may lie between two bounds."""
    if isinstance(node, Compare):
        return isinstance(node.left, Lit) or isinstance(node.right, Lit)
    return isinstance(node, In) and _literals(node.items)


def _literals(node: Node) -> bool:
    return isinstance(node, ListLit) and all(isinstance(item, Lit) for item in node.items)
