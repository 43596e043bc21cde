"""Who is told of a risk: the level above where its level demands it, once for each rating.

No e-mail says what the risk is; who may read it reads it on its page.
"""

from django.db import transaction
from django.urls import reverse_lazy

from mailing import outbox
from organisation.models import Role
from organisation.roles import level_above, nearest, responsible_for
from riskassessment.models import Risk
from sam.nightly import by_itself

_REGISTER = reverse_lazy("riskassessment:risk_list")


def tell_of_all():
    """Of what was weighed in a round or in the assessment of a change, among others."""
    for risk in Risk.objects.to_raise().select_related("unit", "matrix"):
        with by_itself(risk):
            tell_above(risk)


@transaction.atomic
def tell_above(risk):
    """Tell the managers of the level above, else HR; not whoever weighed it."""
    if not risk.note_raised():
        return
    rating = risk.ratings.last()
    leading = {person.pk for person in responsible_for(risk.unit)}
    people = level_above(risk.unit, leading) or nearest([Role.HR], risk.unit)
    for person in people:
        if person.pk != rating.by_id:
            context = {"risk": risk, "path": risk.get_absolute_url()}
            about = f"risk_raised:{rating.pk}"
            outbox.send(person, "risk_raised", context, about=about, urgent=True)


def tell_of_moved(risks, *, by):
    """Tell who leads the unit that they came to, of all of them in one."""
    if not risks:
        # Somebody else has moved them meanwhile.
        return
    first, unit = risks[0], risks[0].unit
    one = len(risks) == 1
    path = first.get_absolute_url() if one else f"{_REGISTER}?unit={unit.pk}"
    move = first.moves.last()
    context = {"unit": unit, "number": len(risks), "path": path}
    for person in responsible_for(unit):
        if person != by:
            about = f"risk_moved:{move.pk}"
            outbox.send(person, "risk_moved", context, about=about)
