"""Measures that helped, shared as good examples a while after their effect was judged."""

import tomllib
from datetime import time, timedelta

from actionplans.models import Example, Measure
from actionplans.sharing import topics_of
from demo.dating import dated_as_told
from demo.tree import DATA
from sam.dates import moment

_ROWS = tomllib.loads((DATA / "examples.toml").read_text())["examples"]
_SHARED_AFTER = timedelta(days=20)
_AFTERNOON = time(13)


def share(*, until):
    examples = [
        _example(row, measure)
        for row in _ROWS
        if (measure := _helpful(row["activity"], until))
    ]
    with dated_as_told(Example):
        Example.objects.bulk_create(examples)


def _helpful(activity, until):
    """The latest of those measures that has helped for so long."""
    helped = Measure.objects.filter(
        activity=activity,
        status=Measure.Status.EFFECT_SUFFICIENT,
        effect_judged_on__lte=until - _SHARED_AFTER,
    )
    return helped.with_source().order_by("-effect_judged_on", "unit__code").first()


def _example(row, measure):
    at = moment(measure.effect_judged_on + _SHARED_AFTER, _AFTERNOON)
    return Example(
        measure=measure,
        control=measure.control,
        topics=topics_of(measure),
        contact=measure.responsible,
        shared_by=measure.responsible,
        shared_at=at,
        **{name: row[name] for name in ("title", "problem", "done", "effect")},
    )
