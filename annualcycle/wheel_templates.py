"""Wheels and goals to begin with, country by country: `wheel_data/*.toml`, in the country's
own language. What is taken from one is the municipality's, to change as it likes."""

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.db import transaction

from actionplans.models import Goal
from annualcycle import planning
from annualcycle.models import Activity
from organisation.models import Role
from sam.dates import today

_DATA = Path(__file__).with_name("wheel_data")


class Template(NamedTuple):
    """One file; its name counts its versions."""

    name: str
    country: str
    language: str
    title: str
    about: str
    goals: list
    activities: list

    @property
    def items(self):
        """(code, what, is a goal) in the order of the file's kinds."""
        goals = [(self.key(each), each["text"], True) for each in self.goals]
        return goals + [
            (self.key(each), each["title"], False) for each in self.activities
        ]

    def key(self, item):
        return f"{self.name}:{item['code']}"


@cache
def all_templates():
    return [_read(path) for path in sorted(_DATA.glob("*.toml"))]


def _read(path):
    told = tomllib.loads(path.read_text())
    return Template(
        path.stem,
        told["country"],
        told["language"],
        told["title"],
        told["about"],
        told.get("goal", []),
        told.get("activity", []),
    )


def of_country(country):
    return [each for each in all_templates() if each.country == country]


def named(name, country):
    """None for a name of no template of the country."""
    return next((each for each in of_country(country) if each.name == name), None)


def taken(unit):
    """Keys of the items that the unit has already, from this template or another: two of
    them may ask for the same, in the same words."""
    activities = Activity.objects.filter(unit=unit, last_year=None)
    known = dict(activities.values_list("title", "template_item"))
    same = {
        template.key(item)
        for template in all_templates()
        for item in template.activities
        if item["title"] in known
    }
    goals = Goal.objects.filter(unit=unit).values_list("template_item", flat=True)
    return {*known.values(), *goals, *same}


@transaction.atomic
def take(template, keys, *, unit, by, first_year=None):
    """Put the chosen items into the unit's wheel and among its goals; how many were new.

    They hold from the year, this one unless another is given.
    """
    first_year = first_year or today().year
    keys = set(keys) - taken(unit)
    goals = [
        _goal(template, each, unit=unit, by=by, first_year=first_year)
        for each in template.goals
        if template.key(each) in keys
    ]
    of_unit = Goal.objects.filter(unit=unit).exclude(template_item="")
    known = {goal.template_item: goal for goal in of_unit}
    activities = Activity.objects.bulk_create(
        _activity(template, each, known, unit=unit, by=by, first_year=first_year)
        for each in template.activities
        if template.key(each) in keys
    )
    for year in planning.years_ahead():
        planning.plan_year(activities, year)
    return len(goals) + len(activities)


def _goal(template, item, *, unit, by, first_year):
    direction = item.get("direction", "")
    target = item.get("target")
    return Goal.objects.set(
        by=by,
        unit=unit,
        text=item["text"],
        criterion=item.get("criterion", ""),
        theme=item.get("theme", ""),
        first_year=first_year,
        measured_by="readings" if direction else "statement",
        direction=direction,
        scale=item.get("scale", ""),
        decimals=item.get("decimals", 0),
        template_item=template.key(item),
        target=None if target is None else Decimal(str(target)),
    )


def _activity(template, item, goals, *, unit, by, first_year):
    first_month, last_month = item["months"]
    return Activity(
        unit=unit,
        title=item["title"],
        description=item.get("description", ""),
        first_month=first_month,
        last_month=last_month,
        level=item.get("level", ""),
        role=Role(item["role"]),
        times=item.get("times", 1),
        every=item.get("every", 1),
        evidence=item.get("evidence", ""),
        law=item.get("law", ""),
        goal=goals.get(f"{template.name}:{item.get('goal')}"),
        first_year=first_year,
        counted_from=first_year,
        template_item=template.key(item),
        created_by=by,
    )
