"""A full answer as JSON text: what is common to all answers is written once, the rest goes in between."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from lawengine.answers import Answers, Judged, Part
from lawengine.closure import Verdict
from lawengine.household import Household

_write = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
_TRUTHS = {True: "true", False: "false", None: "null"}
# Stands for conditions until they are put in; its text with the bare quotes can be inside no string of JSON.
_GAP = -1
_GAP_TEXT = f'"conditions": {_GAP}'
Texts = dict[str, str]
"""`"fact": value` by fact, of one person on one day."""


class AnswerText:
    """Writes answers of one plan. Create once per plan."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._conditions = {name: _conditions(part) for name, part in answers.parts.items()}

    def text(self, judged: Sequence[Judged], household: Household) -> str:
        """The same as `json.dumps(answers.answer(…), ensure_ascii=False)`, letter for letter."""
        results, written = [], []
        for person in judged:
            facts: dict[date, Texts] = {}
            for verdict in person.verdicts:
                written.append(self._written(person, verdict, facts.setdefault(verdict.day, {})))
                results.append(self._answers.result(person, verdict, household, _GAP))
        first, *others = _write(self._answers.whole(judged, results)).split(_GAP_TEXT)
        filled = [f'"conditions": [{text}]{other}' for text, other in zip(written, others, strict=True)]
        return "".join([first, *filled])

    def _written(self, person: Judged, verdict: Verdict, texts: Texts) -> str:
        tests = verdict.tests
        parts = []
        for test, before, between, names in self._conditions[verdict.programme.id]:
            for name in names:
                if name not in texts:
                    value = self._answers.reasoner.shown(name, person.facts, verdict.day)
                    texts[name] = f"{_write(name)}: {_write(value)}"
            facts = ", ".join([texts[name] for name in names])
            parts.append(f"{before}{_TRUTHS[tests[test]]}{between}{facts}}}}}")
        return ", ".join(parts)


def _conditions(part: Part) -> list[tuple[int, str, str, tuple[str, ...]]]:
    """Of each condition: its test, the text before its value, the text between value and facts, the facts."""
    return [
        (
            item.test,
            f'{{"id": {_write(item.id)}, "label": {_write(item.label)}, "value": ',
            f', "cite": {_write(cite)}, "facts": {{',
            names,
        )
        for item, cite, names in part.conditions
    ]
