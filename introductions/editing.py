"""Writing templates: a draft is a copy that is changed until it is published."""

from django.db import transaction
from django.db.models import Max

from introductions.models import IntroductionTemplate, TemplateStep
from ui import drafting
from ui.drafting import hold, order_after, unchanged

# What is the same for every draft.
remove, discard = drafting.remove, drafting.discard
# What its writers change of each.
STEP = ("titles", "details", "who", "after_days", "risk", "document", "course")
WRITTEN = {
    IntroductionTemplate: ("name", "unit", "occupations", "is_for_short", "languages"),
    TemplateStep: STEP,
}


def stamp(row):
    """A number that is another one when what its writers change of the row is changed."""
    return drafting.stamp(row, WRITTEN[type(row)])


def begin(*, by, **head):
    """An empty draft."""
    return IntroductionTemplate.objects.create(changed_by=by, **head)


@transaction.atomic
def make_version(template, *, by):
    """A draft with all that the template says; the one that is under way, if there is."""
    versions = IntroductionTemplate.objects.filter(series=template.series)
    # Two who do it at once get the same draft.
    list(versions.select_for_update().order_by("pk"))
    if draft := versions.filter(status="draft").first():
        return draft
    newest = versions.aggregate(newest=Max("number"))["newest"]
    head = {name: getattr(template, name) for name in WRITTEN[IntroductionTemplate]}
    draft = begin(by=by, series=template.series, number=newest + 1, **head)
    TemplateStep.objects.bulk_create(
        TemplateStep(
            template=draft,
            order=step.order,
            **{name: getattr(step, name) for name in STEP},
        )
        for step in template.steps.select_related("document")
    )
    return draft


@transaction.atomic
def change(draft, row, *, by, version, **changes):
    """Change the row, which is of the draft or the draft itself.

    `version` is the stamp of what was read; raises Stale when the row says something
    else since, and InvalidTransition when it has been removed.
    """
    hold(draft, by=by)
    current = unchanged(row, version=version, names=WRITTEN[type(row)])
    for name, value in changes.items():
        setattr(current, name, value)
    current.save(update_fields=changes)
    return current


@transaction.atomic
def add_step(draft, *, by, **what):
    hold(draft, by=by)
    return draft.steps.create(order=order_after(draft.steps), **what)


@transaction.atomic
def move(draft, step, *, by, up):
    """Let the step and its neighbour of the same time change places."""
    hold(draft, by=by)
    siblings = draft.steps.filter(after_days=step.after_days)
    drafting.change_places(step, siblings, up=up)
