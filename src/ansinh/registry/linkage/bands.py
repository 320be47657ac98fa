"""Same, a person decides, different: what is done with a pair, by its probability and by what it rests on.

Probability alone never merges anybody. `same` needs something besides name and birth date – an identity number, a
relative, the commune –, needs the name to be the same name, and bears no contradiction. Everything else that is likely
enough to be worth an officer's look is asked.
"""

from __future__ import annotations

from typing import Final

SAME, ASK, DIFFERENT = "same", "ask", "different"
BANDS: Final = (SAME, ASK, DIFFERENT)
SAME_FROM: Final = 0.95  # probability
ASK_FROM: Final = 0.3

# Conditions in SQL over a pair with the level codes of `comparisons` as columns.
_NUMBER: Final = "(citizen_id in ('same', 'near') or old_id = 'same')"
# A slip in the given name is not here: it may as well be the name of a brother or a twin.
_SAME_NAME: Final = "name in ('same', 'same_without_accents', 'other_accents', 'no_middle_name', 'near_same_given')"
_SAME_BIRTH: Final = "birth in ('same', 'swapped', 'near', 'same_year_rough')"
# In another commune one relative of the same name is something only where the very day of birth is the same as well.
_BESIDES: Final = """(
    place in ('same_village', 'same_commune')
    or kin = 'two_same'
    or (kin = 'one_same' and (place = 'other_village' or birth in ('same', 'swapped')))
)"""
_CONTRADICTION: Final = f"""(
    name in ('other', 'unknown')
    or citizen_id = 'other'
    or (sex = 'other' and not {_NUMBER})
    or (birth in ('other', 'same_year') and (citizen_id <> 'same' or not {_SAME_NAME}))
)"""
# Two names that have nothing in common are two people, however much else they share: twins share all of it.
_TWO_PEOPLE: Final = f"(name = 'other' and not {_NUMBER})"

BAND_SQL: Final = f"""case
    when probability < {ASK_FROM} or {_TWO_PEOPLE} then '{DIFFERENT}'
    when probability >= {SAME_FROM} and not {_CONTRADICTION}
        and ({_NUMBER} or ({_SAME_NAME} and {_SAME_BIRTH} and {_BESIDES}))
    then '{SAME}'
    else '{ASK}'
end"""

# Someone without a number who would be the same as two people with different numbers is one of them at most.
TORN_SQL: Final = f"""
    with same as (
        select code_l as one, code_r as other, citizen_id_l as own, citizen_id_r as theirs
        from pairs where band = '{SAME}'
        union all
        select code_r, code_l, citizen_id_r, citizen_id_l from pairs where band = '{SAME}'
    )
    select distinct a.one, a.other
    from same as a join same as b on a.one = b.one and a.other <> b.other
    where a.own is null and damerau_levenshtein(a.theirs, b.theirs) > 1
"""  # noqa: S608 - words of ours
