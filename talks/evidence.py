"""That the talks of a unit are held, for the annual wheel.

`share` is how many of the employees must have had theirs, 1 for all of them.
"""

from functools import partial

from talks.models import Talk
from talks.shares import last_talks


def talks_held(units, first, last, *, share=1, kind=Talk.Kind.EMPLOYEE, **marks):
    """{unit's key: the day of the last talk} of the units with enough of them held."""
    return {
        unit: held_on
        for unit, employees, held, held_on in last_talks(
            units, first, last, kind=kind, **marks
        )
        if held and held >= share * employees
    }


pay_talks_held = partial(talks_held, kind=Talk.Kind.PAY)
violence_asked = partial(talks_held, asked_about_violence=True)
