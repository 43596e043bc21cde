"""For the annual wheel: when workplaces last went through what they should, in days."""

from django.db.models import Max

from governing.models import GoneThrough, GoverningDocument, Kind, Theme


def gone_through(what):
    """A function (units, first, last) -> {unit_pk: date} for a document, a kind or a theme.

    The date is the last day in the span on which the unit went through any version of it.
    """
    concerns = _concerning(what)

    def find(units, first, last):
        held = GoneThrough.objects.standing().filter(
            unit__in=units.order_by().values("pk"),
            held_on__gte=first,
            held_on__lte=last,
            **concerns,
        )
        return dict(held.order_by().values_list("unit").annotate(Max("held_on")))

    return find


def _concerning(what):
    match what:
        case GoverningDocument():
            return {"document_version__document": what}
        case Theme():
            return {"document_version__document__themes__contains": [what]}
        case Kind():
            return {"document_version__document__kind": what}
    raise ValueError(f"{what!r} is no document, kind or theme")


policy_against_victimisation = gone_through(Theme.VICTIMISATION)
violence_prevention = gone_through(Theme.VIOLENCE)
work_environment_policy = gone_through(Theme.WORK_ENVIRONMENT)
