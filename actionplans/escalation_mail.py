"""Who is told of what was lifted. No subject says what it is about, or names a person."""

from actionplans.models.escalations import committees_recorded_by
from mailing import outbox
from organisation.models import Role, UnitPermission
from organisation.permissions import granted_units
from organisation.roles import nearest, responsible_for


def receivers(step):
    """The managers of the unit, else HR; for a committee, which has no account, those who
    write down what it decides."""
    if step.committee_id:
        return [*_recording(Role.HEAD, step), *_recording(Role.HR, step)]
    return _leaders(step.to_unit) or nearest([Role.HR], step.to_unit)


def _recording(role, step):
    """The nearest with the role who may write it down: a committee may have more units."""
    unit = step.from_unit
    while unit:
        people = [
            each
            for each in nearest([role], unit)
            if committees_recorded_by(each).filter(pk=step.committee_id).exists()
        ]
        if people:
            return people
        unit = unit.parent
    return []


def senders(step):
    """The managers of the unit that sent it, and who did it while they may see to it."""
    people = _leaders(step.from_unit)
    sender = step.sent_by
    granted = granted_units(sender, UnitPermission.HANDLE_MEASURES)
    if granted.reaches(step.from_unit, UnitPermission.HANDLE_MEASURES):
        people = [*people, sender]
    return people or nearest([Role.HR], step.from_unit)


def _leaders(unit):
    """Who leads it; nobody works in a unit that is closed, so there the level above."""
    while unit.closed_on and unit.parent:
        unit = unit.parent
    return responsible_for(unit)


def tell_receivers(template, step, *, besides=None, about=""):
    _tell(receivers(step), template, step, besides=besides, about=about)


def tell_senders(template, step, *, besides=None):
    _tell(senders(step), template, step, besides=besides)


def _tell(people, template, step, *, besides, about=""):
    """Once for each person and each move of the step, `besides` being who made it."""
    move = step.transitions.count()
    about = about or f"{template}:{step.pk}:{move}"
    context = {"step": step, "path": step.get_absolute_url()}
    for person in dict.fromkeys(people):
        if person != besides:
            outbox.send(person, template, context, about=about)
