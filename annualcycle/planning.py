"""Which units are to do what in a year: written down as rows, so that thousands of units are
counted by the database, and that what a year was is not changed by what comes after."""

from django.db import connection, transaction

from annualcycle.models import Activity, Occurrence
from sam.dates import today

# Of a unit and what hangs below it: the times that are asked of which units. As statements,
# for it makes tens of thousands of rows at once.
_WANTED = """
WITH wanted AS (
    SELECT asked.activity, unit.id AS unit, asked.number, asked.starts_on, asked.due_on
    FROM unnest(%(activities)s::uuid[], %(owners)s::uuid[], %(levels)s::text[],
                %(numbers)s::int[], %(starts)s::date[], %(ends)s::date[])
        AS asked (activity, owner, level, number, starts_on, due_on)
    JOIN organisation_unit unit ON unit.closed_on IS NULL AND (
        (asked.level = '' AND unit.id = asked.owner)
        OR (unit.level = asked.level AND unit.lineage @> ARRAY[asked.owner]))
)
"""
_PLAN = (
    _WANTED
    + """
INSERT INTO annualcycle_occurrence AS known
    (id, activity_id, unit_id, year, number, starts_on, due_on, status, note, link)
SELECT gen_random_uuid(), activity, unit, %(year)s, number, starts_on, due_on,
    'open', '', ''
FROM wanted
ON CONFLICT (activity_id, unit_id, year, number) DO UPDATE
    SET starts_on = excluded.starts_on, due_on = excluded.due_on
    WHERE known.status = 'open' AND (known.starts_on, known.due_on)
        IS DISTINCT FROM (excluded.starts_on, excluded.due_on)
"""
)
_CLEAR = (
    _WANTED
    + """
DELETE FROM annualcycle_occurrence known
WHERE known.year = %(year)s AND known.status = 'open' AND known.activity_id = ANY(%(all)s)
    AND NOT EXISTS (
        SELECT FROM wanted WHERE wanted.activity = known.activity_id
            AND wanted.unit = known.unit_id AND wanted.number = known.number)
"""
)


def years_ahead():
    """Those that are planned: this one and the next."""
    return today().year, today().year + 1


def plan_all():
    """Bring the years ahead into step with the activities and with the units that there
    are; safe to repeat."""
    for year in years_ahead():
        plan_year(Activity.objects.all(), year)


def forget(units):
    """Take away what is open in units that are to be as if they had never been."""
    unsaid = Occurrence.objects.filter(status=Occurrence.Status.OPEN)
    unsaid.filter(unit__in=units).delete()


@transaction.atomic
def plan_year(activities, year):
    """What is done or set aside stays; what is open becomes as the activities say now."""
    activities = list(activities)
    asked = [
        (activity, number, *window)
        for activity in activities
        if activity.comes_in(year)
        for number, window in enumerate(activity.windows(year), 1)
    ]
    named = {
        "year": year,
        "all": [activity.pk for activity in activities],
        "activities": [activity.pk for activity, *_rest in asked],
        "owners": [activity.unit_id for activity, *_rest in asked],
        "levels": [activity.level for activity, *_rest in asked],
        "numbers": [number for _activity, number, *_window in asked],
        "starts": [starts_on for *_rest, starts_on, _due_on in asked],
        "ends": [due_on for *_rest, due_on in asked],
    }
    with connection.cursor() as cursor:
        cursor.execute(_CLEAR, named)
        cursor.execute(_PLAN, named)


@transaction.atomic
def add(*, by, unit, first_year=None, **what):
    """A new activity, planned in the units at once."""
    year = first_year or today().year
    activity = Activity.objects.create(
        unit=unit, first_year=year, counted_from=year, created_by=by, **what
    )
    _plan_ahead([activity])
    return activity


@transaction.atomic
def change(activity, *, by, version, from_year, **what):
    """Write it anew from the year on; what is done already stays done.

    Gives the activity that holds from then on. Raises Stale and InvalidTransition.
    """
    following = activity.change(by=by, version=version, from_year=from_year, **what)
    if following != activity:
        done = Occurrence.objects.filter(activity=activity, year__gte=from_year)
        done.exclude(status=Occurrence.Status.OPEN).update(activity=following)
    _plan_ahead({activity, following})
    return following


@transaction.atomic
def end(activity, *, version, last_year):
    activity.end(version=version, last_year=last_year)
    _plan_ahead([activity])


def _plan_ahead(activities):
    for year in years_ahead():
        plan_year(activities, year)
