"""The book tells its own stories: all agree, every row, refusal and rule has one, every table is decided."""

from __future__ import annotations

from collections import Counter

from lawengine.exhaust import check_tables
from lawengine.model import Edition
from lawengine.stories import tell_all, uncovered


def test_every_story_agrees_and_every_row_has_one(edition: Edition) -> None:
    told, coverage = tell_all(edition)
    assert len(told) > 300
    faults = [f"{item.story.file}:{item.story.line}: {item.faults}" for item in told if item.faults]
    assert faults == []
    assert uncovered(edition, coverage) == []


def test_every_programme_has_a_story_that_leaves_something_open(edition: Edition) -> None:
    silent = [
        law.id
        for law in edition.programmes.values()
        if not any("undetermined" in story.expect for story in law.stories)
    ]
    assert silent == []


def test_every_table_has_exactly_one_winner_at_every_date_of_change(edition: Edition) -> None:
    assert check_tables(edition) == []


def test_names_shown_to_a_reader_are_not_used_twice(edition: Edition) -> None:
    twice = [title for title, count in Counter(law.title for law in edition.programmes.values()).items() if count > 1]
    assert twice == []


def test_no_programme_needs_a_python_helper(edition: Edition) -> None:
    """GOV.UK's lesson: when more than one programme in five needs code, give up on data. Here none can."""
    assert all(law.file.endswith(".yaml") for law in edition.programmes.values())
