"""Made-up personal identification numbers that agree with province, sex and year of birth."""

from __future__ import annotations

from random import Random
from typing import Final

from synth.names import Sex

# Codes of the provinces as they were when numbers were given out: births registered before July 2025.
BIRTH_PROVINCES: Final = ("001", "015", "017", "019", "024", "025", "026", "027", "031", "034", "036", "038", "040")


def citizen_id(random: Random, province: str, sex: Sex, birth_year: int) -> str:
    """Twelve digits: province, century and sex, year, six random ones.

    Raises:
        ValueError: born before 1900 or after 2399, for which there is no digit.
    """
    century = birth_year // 100 - 19
    if not 0 <= century <= 4:
        raise ValueError(birth_year)
    return f"{province}{2 * century + (sex == 'female')}{birth_year % 100:02d}{random.randrange(10**6):06d}"
