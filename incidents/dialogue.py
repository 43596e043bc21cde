"""Questions to the reporter and the answers, also with one whose name nobody knows."""

from uuid import uuid4

from django.db import transaction
from django.urls import reverse

from incidents import notifying
from incidents.forms.dialogue import RemarkForm
from incidents.models import Incident, Remark


@transaction.atomic
def say(incident, *, by, is_from_reporter, text, form_key):
    """Keep a remark once, however often its form is sent, and tell the other side.

    Another text under the same key, as after the back button, is a remark of its own.
    """
    remark, is_new = Remark.objects.get_or_create(
        form_key=form_key,
        defaults={
            "incident": incident,
            "by": by,
            "is_from_reporter": is_from_reporter,
            "text": text,
        },
    )
    if (remark.incident_id, remark.text) != (incident.pk, text):
        return say(
            incident,
            by=by,
            is_from_reporter=is_from_reporter,
            text=text,
            form_key=uuid4(),
        )
    if is_new:
        notifying.remark_made(remark)
    return remark


def may_write(user, incident):
    """The one who handles it and the one who reported it; nobody writes to themselves."""
    is_reporter = incident.reported_by_id == user.pk
    handles = user.has_perm("organisation.handle_incidents", incident)
    return is_open(incident) and is_reporter != handles


def is_open(incident):
    """What was imported, or reported by somebody who cannot be reached, has no other side."""
    has_reporter = incident.reported_by_id or incident.code_hash
    return bool(has_reporter) and incident.status != Incident.Status.CLOSED


def shown(user, incident, form=None):
    """What incidents/dialogue.html needs on the page of an account."""
    is_reporter = incident.reported_by_id == user.pk
    may_read = is_reporter or user.has_perm("organisation.view_incidents", incident)
    may_say = may_write(user, incident)
    return {
        "remarks": incident.dialogue.select_related("by") if may_read else [],
        "is_reporter": is_reporter,
        "remark_form": (form or RemarkForm.empty()) if may_say else None,
        "remark_url": reverse("incidents:remark", args=[incident.pk]),
    }


def shown_to_unknown(incident, form=None):
    """The same for who came by number and words: no names of those who asked."""
    return {
        "remarks": incident.dialogue.all(),
        "is_reporter": True,
        "is_public": True,
        "remark_form": (form or RemarkForm.empty()) if is_open(incident) else None,
        "remark_url": reverse("public:answer"),
    }
