"""Reorganisations as their pages make them, without the pages."""

from reorganisation.importing import running
from reorganisation.models import Part, Reorganisation, Step


def reorganisation(by, on, title="New schools"):
    return Reorganisation.objects.plan(by=by, on=on, title=title)


def step(of, kind, *sources, into=(), new=(), name="", **what):
    """`into` are units that are there, `new` the names of new ones."""
    made = Step.objects.create(
        reorganisation=of, kind=kind, order=of.steps.count(), **what
    )
    for order, unit in enumerate(sources):
        Part.objects.create(step=made, order=order, unit=unit, name=name)
    for order, unit in enumerate(into):
        Part.objects.create(step=made, order=order, unit=unit, is_receiver=True)
    for order, called in enumerate(new, start=len(into)):
        Part.objects.create(
            step=made,
            order=order,
            name=called,
            code=called.lower().replace(" ", "-"),
            level="unit",
            is_new=True,
            is_receiver=True,
        )
    return made


def carry_out(started):
    started.move_to("importing", done=0)
    running.go_on(started, language="en")
    started.refresh_from_db()
    assert started.status == "done", started.error
    return started
