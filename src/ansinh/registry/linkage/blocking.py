"""Which records are compared at all: those that share a key. A rule admits few strangers; all rules miss little."""

from __future__ import annotations

from typing import Any, Final

from splink import block_on

# Columns that two records must share. A rule that took in a whole province's "Nguyễn Thị Lan" would never end: names
# stand with a commune, a date or a relative.
RULES: Final = (
    ("citizen_id",),
    ("old_id",),
    ("name_key", "birth_parts"),
    ("name_key", "commune", "birth_year"),
    ("name_key", "commune", "village_key"),
    ("name_key", "father_key"),
    ("name_key", "mother_key"),
    ("name_key", "head_key", "birth_year"),
    ("birth_parts", "commune", "given_key"),
    ("birth_parts", "commune", "village_key"),
    ("birth_parts", "mother_key"),
    ("birth_year", "commune", "family_key", "given_key"),
)


def blocking_rules() -> list[Any]:
    """The rules for Splink, without the pairs that an earlier rule has found."""
    return [block_on(*columns) for columns in RULES]
