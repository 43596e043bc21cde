"""Decisions of bodies on a row, as pages show them and as they are written down."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from actionplans.beside import Line, Told
from meetings.forms.rulings import RulingForm
from meetings.models import Ruling
from sam.sent import sent
from ui.acting import form_page


def part(row, user, *, add_url=""):
    """The line of decisions, each with its case where the person may read it."""
    rulings = Ruling.objects.on(row).seen_by(user)
    return Told(
        _("Treated in"),
        [_line(ruling) for ruling in rulings],
        _("Add a decision"),
        add_url,
    )


def _line(ruling):
    url = ruling.item.get_absolute_url() if ruling.item_is_seen else ""
    detail = " · ".join(filter(None, [date_format(ruling.decided_on), ruling.note]))
    return Line(str(ruling), url, detail)


def add_page(request, row, *, unit):
    """For the row's own room, which has seen to it that the person may write of it."""
    return form_page(
        request,
        RulingForm(row, sent(request), by=request.user, unit=unit),
        title=_("What a body made of it"),
        button=_("Save"),
        back=row.get_absolute_url(),
        back_words=row,
        done=_("Saved."),
        to=row.get_absolute_url(),
    )


def of_plan(plan, user, *, can_handle):
    add_url = reverse("meetings:ruling_add", args=[plan.pk]) if can_handle else ""
    return part(plan, user, add_url=add_url)
