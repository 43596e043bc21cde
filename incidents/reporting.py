from uuid import uuid4

from django.db import transaction

from attachments import photos as attached
from incidents import notifying
from incidents.models import Incident
from organisation.models import Role
from organisation.roles import nearest


@transaction.atomic
def report(*, by, unit, form_key, photos=(), **fields):
    """Save what a person reports and tell those who act on it.

    One form makes one incident, however many times it is sent; with another text, as
    after the browser's back button, it is a report of its own, so that none is lost. The
    nearest manager is proposed as responsible, also when that is the reporter.
    """
    manager = next(iter(nearest([Role.MANAGER, Role.HEAD], unit)), None)
    incident, is_new = Incident.objects.get_or_create(
        reported_by=by,
        form_key=form_key,
        defaults={**fields, "unit": unit, "responsible": manager},
    )
    if incident.description != fields["description"]:
        return report(by=by, unit=unit, form_key=uuid4(), photos=photos, **fields)
    if is_new:
        incident.photos.set([attached.keep(photo, by) for photo in photos])
        notifying.incident_reported(incident)
    return incident
