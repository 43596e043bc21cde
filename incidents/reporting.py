from uuid import uuid4

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import get_language

from attachments import photos as attached
from incidents import codewords, notices, notifying
from incidents.models import Incident
from incidents.models.incident import SEARCH_CONFIGS
from organisation.models import Role
from organisation.roles import in_charge, level_above, nearest, responsible_for


@transaction.atomic
def report(*, by=None, unit, form_key, photos=(), words=(), **fields):
    """Save what a person reports and tell those who act on it.

    One form makes one incident, however many times it is sent; with anything else in it,
    as after the browser's back button, it is a report of its own, so that none is lost.
    `words` are those by which a reporter without an account finds it again.
    """
    barred, receivers = _receivers(unit, **_of_manager(fields))
    responsible = next(iter(receivers), None)
    told = {**fields, "unit": unit}
    incident, is_new = Incident.objects.get_or_create(
        reported_by=by,
        form_key=form_key,
        defaults={
            **told,
            **_found_by(words),
            "barred": barred,
            "responsible": responsible,
            "language": _language(),
            # Who reports it knows of it.
            "known_at": timezone.now() if by and by == responsible else None,
        },
    )
    if is_new:
        incident.photos.set([attached.keep(photo, by) for photo in photos])
        notifying.incident_reported(incident, receivers)
        notices.raise_for(incident)
    elif any(getattr(incident, name) != value for name, value in told.items()):
        return report(by=by, form_key=uuid4(), photos=photos, words=words, **told)
    return incident


def _of_manager(fields):
    names = ["manager_part", "is_for_hr"]
    return {name: fields.get(name) for name in names}


def _receivers(unit, *, manager_part, is_for_hr):
    """Whom it is kept from, and who receives it, the responsible first.

    The nearest manager, also when that is the reporter; where it concerns the managers,
    those of the level above, or HR: then it is kept from the level above too.
    """
    if not manager_part:
        return [], responsible_for(unit)
    barred = [person.pk for person in in_charge(unit)]
    above = level_above(unit, barred)
    if not is_for_hr:
        return barred, above
    return [*barred, *(person.pk for person in above)], nearest([Role.HR], unit)


def _found_by(words):
    """The number is fetched first: a row that is never changed leaves no trace of by whom."""
    if not words:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('incident_number')")
        (number,) = cursor.fetchone()
    return {"number": number, "code_hash": codewords.hashed(number, words)}


def _language():
    """The form's language stands for the text's: search stems words by it."""
    language = (get_language() or "")[:2]
    return language if language in SEARCH_CONFIGS else "sv"
