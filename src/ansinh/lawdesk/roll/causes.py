"""Why a line of the roll moved: a fact that changed, an age reached, another level, a new rate, or the list."""

from __future__ import annotations

from collections.abc import Iterator

from ansinh.kernel.messages import _
from ansinh.kernel.words_of_money import grouped
from ansinh.lawdesk.roll.archive import Kept, KeptLine, KeptPerson, plain_facts
from ansinh.lawdesk.roll.asked import facts_of_programme
from ansinh.lawdesk.roll.keys import bad_people, name_and_birth, number_of
from ansinh.lawdesk.roll.model import Finding, Outcome, Roll
from ansinh.lawdesk.roll.tables import failing_words
from ansinh.lawdesk.roll.thresholds import Threshold, thresholds
from ansinh.lawdesk.roll.wording import fact_label, missing_words, programme_title, value_words
from ansinh.lawdesk.wording import day_in_words
from lawengine.dates import Span, month_bounds
from lawengine.difference import Movement
from lawengine.plan import PlannedProgramme, Status
from lawengine.qualify import later_day


class Causes:
    """Looks up both months for each movement."""

    def __init__(self, roll: Roll, kept: Kept) -> None:
        self.roll, self.kept = roll, kept
        self.catalogue = roll.plan.catalogue
        self.now = {outcome.key: outcome for outcome in roll.outcomes}
        self.bad = {bad.key: bad for bad in reversed(roll.intake.bad) if bad.key}
        said = bad_people(roll.intake, dict(self.catalogue.facts))
        self.bad_named = {name_and_birth(*said[bad.number]): bad for bad in reversed(roll.intake.bad)}
        self.was_bad = {bad.key: bad for bad in reversed(kept.bad) if bad.key}
        self.was_bad_named = {name_and_birth(bad.name, bad.facts): bad for bad in reversed(kept.bad)}
        for named in (self.bad_named, self.was_bad_named):
            named.pop("", None)
        self.lines: dict[tuple[str, str], KeptLine] = {(line.key, line.programme): line for line in kept.lines}
        self.asked = {item.id: facts_of_programme(roll.plan, item) for item in roll.plan.programmes}
        self.considered = frozenset(kept.summary["programmes"])
        self.thresholds = {item.id: _of_programme(roll, item) for item in roll.plan.programmes}
        self.days = month_bounds(kept.month)[1], roll.plan.question.on

    def who(self, key: str) -> tuple[str, str, str]:
        """Name, identity number and commune, as this month's list has them, else the earlier one's."""
        outcome = self.now.get(key)
        person = outcome.person if outcome else self.kept.people[key]
        return person.name, number_of(person.id), person.commune

    def of(self, item: Movement) -> Iterator[str]:
        """The causes of one movement in words; there is always one."""
        outcome, before = self.now.get(item.person), self.kept.people.get(item.person)
        if outcome is None:
            yield self._gone(item.person)
        elif before is None:
            yield self._come(outcome)
        elif item.kind == "new" and item.programme not in self.considered:
            yield _("the earlier roll did not consider this programme")
        else:
            found = list(self._explained(item, outcome, before))
            yield from found or [_("the law as it was applied differs (edition, province, reading or decision date)")]

    def _come(self, outcome: Outcome) -> str:
        bad = self.was_bad.get(outcome.key)
        if bad is not None:
            return _("the row could not be read last time (row {row})").format(row=bad.row)
        bad = self.was_bad_named.get(name_and_birth(outcome.person.name, plain_facts(outcome.facts)))
        if bad is not None:
            template = _("a row of the same name and birth date could not be read last time (row {row})")
            return template.format(row=bad.row)
        return _("new on the list")

    def _gone(self, key: str) -> str:
        bad = self.bad.get(key)
        if bad is not None:
            reason = bad.problems[0].reason
            return _("the row cannot be read this month (row {row}: {reason})").format(row=bad.number, reason=reason)
        person = self.kept.people[key]
        bad = self.bad_named.get(name_and_birth(person.name, person.facts))
        if bad is not None:
            template = _("a row of the same name and birth date cannot be read this month (row {row}: {reason})")
            return template.format(row=bad.number, reason=bad.problems[0].reason)
        return _("no longer on the list")

    def _explained(self, item: Movement, outcome: Outcome, before: KeptPerson) -> Iterator[str]:
        yield from self._facts(item.programme, outcome, before)
        yield from self._ages(item.programme, outcome)
        finding = next((each for each in outcome.findings if each.reasoning.programme == item.programme), None)
        if item.kind == "stopped":
            yield from self._stopped(finding)
        elif item.kind == "new":
            yield from self._instead(outcome)
        elif finding is not None:
            yield from self._level_or_rate(item, finding)

    def _facts(self, programme: str, outcome: Outcome, before: KeptPerson) -> Iterator[str]:
        """What changed among the facts that this programme tests; the others are nobody's business on this line."""
        now, asked = plain_facts(outcome.facts), self.asked.get(programme, frozenset())
        for name in self.catalogue.facts:
            if name in asked and now.get(name) != before.facts.get(name):
                yield _("{fact}: {now} → {then}").format(
                    fact=fact_label(name, self.catalogue),
                    now=value_words(name, before.facts.get(name), self.catalogue),
                    then=value_words(name, now.get(name), self.catalogue),
                )

    def _ages(self, programme: str, outcome: Outcome) -> Iterator[str]:
        for item in self.thresholds.get(programme, ()):
            born = outcome.facts.get(item.source)
            if not isinstance(born, Span):
                continue
            day = later_day(born.hi, *((item.bound, 0) if item.years else (0, item.bound)))
            if self.days[0] < day <= self.days[1]:
                yield _("{fact}: {value} reached on {day}").format(
                    fact=fact_label(item.fact, self.catalogue), value=item.bound, day=day_in_words(day.isoformat())
                )

    def _stopped(self, finding: Finding | None) -> Iterator[str]:
        if finding is None:
            yield _("the programme is not in force or was not asked this month")
        elif finding.reasoning.status is Status.REFUSED:
            yield _("not met: {label} ({cites})").format(
                label=failing_words(finding.reasoning), cites=finding.reasoning.cites
            )
        elif finding.reasoning.status is Status.UNDETERMINED:
            missing = missing_words(finding.reasoning.missing)
            yield _("cannot be told yet; missing: {facts}").format(facts=missing)
        else:
            yield _("another is paid: {rule}").format(rule=finding.reasoning.aside)

    def _instead(self, outcome: Outcome) -> Iterator[str]:
        now = {item.reasoning.programme for item in outcome.paid}
        for key, programme in self.lines:
            if key == outcome.key and programme not in now:
                yield _("instead of: {programme}").format(programme=programme_title(programme, self.roll.edition))

    def _level_or_rate(self, item: Movement, finding: Finding) -> Iterator[str]:
        before, found = self.lines[item.person, item.programme], finding.reasoning
        if before.level != found.row:
            yield _("level: {before} → {now} ({cites})").format(
                before=before.level_label, now=found.row_label, cites=found.cites
            )
        else:
            yield _("the rate changed: {before} → {now} đồng ({cites})").format(
                before=grouped(item.before), now=grouped(item.after), cites=found.cites
            )


def _of_programme(roll: Roll, programme: PlannedProgramme) -> tuple[Threshold, ...]:
    """Ages at which something changes in a programme."""
    tests = [item.test for item in programme.conditions] + [row.test for row in programme.rows if row.test is not None]
    return thresholds((roll.plan.expressions[test] for test in tests), roll.plan.catalogue)
