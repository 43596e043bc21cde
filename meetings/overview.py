"""How many meetings were held, unit by unit and body by body."""

from datetime import date

from django import forms
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from meetings.models import Attendance, Kind, Meeting
from meetings.models.templates import OF_UNIT
from organisation.forms import InUnitForm
from organisation.models import Unit, UnitPermission
from sam.dates import today
from ui.paging import page_of

_PRESENT = Attendance.objects.present().filter(meeting=OuterRef("pk"))


def counted(meetings):
    """{unit: {"planned", "held", "with_tool", "with_representative"}}, in one query."""
    held = Q(status__in=Meeting.Status.held_states)
    representative = Exists(_PRESENT.filter(role=Attendance.Role.SAFETY_REPRESENTATIVE))
    rows = (
        meetings.exclude(status=Meeting.Status.CANCELLED)
        .annotate(has_representative=representative)
        .order_by()
        .values("unit")
        .annotate(
            planned=Count("pk"),
            held=Count("pk", filter=held),
            with_tool=Count("pk", filter=held & Q(tool__isnull=False)),
            with_representative=Count("pk", filter=held & Q(has_representative=True)),
        )
    )
    return {row["unit"]: row for row in rows}


def of_workplace(user):
    """The person's own workplace this year; nothing when no meeting is planned."""
    if not user.unit_id:
        return None
    meetings = Meeting.objects.of_employees().filter(
        unit=user.unit_id, meets_on__year=today().year
    )
    return counted(meetings).get(user.unit_id)


def of_bodies(bodies, year):
    """{body: {"held", "coming"}} of the year, in one query."""
    meetings = Meeting.objects.filter(body__in=bodies, meets_on__year=year)
    rows = (
        meetings.order_by()
        .values("body")
        .annotate(
            held=Count("pk", filter=Q(status__in=Meeting.Status.held_states)),
            coming=Count("pk", filter=Q(status__in=Meeting.Status.coming_states)),
        )
    )
    return {row["body"]: row for row in rows}


def lacking(body, counts):
    """How many meetings of the year are neither held nor planned, of those that must be."""
    if not body.meetings_a_year:
        return 0
    return max(0, body.meetings_a_year - counts["held"] - counts["coming"])


class MatrixForm(InUnitForm):
    permission = UnitPermission.VIEW_YEAR
    field_order = ["kind", "year", "show", "unit"]

    kind = forms.ChoiceField(
        label=_("Kind of meeting"),
        choices=[(kind.value, kind.label) for kind in OF_UNIT],
        required=False,
    )
    year = forms.TypedChoiceField(
        label=_("Year"),
        choices=lambda: [
            (y, str(y)) for y in range(today().year, today().year - 6, -1)
        ],
        coerce=int,
        empty_value=None,
        required=False,
    )
    show = forms.ChoiceField(
        label=_("Show"),
        choices=[("", _("All units")), ("none", _("Units with none held"))],
        required=False,
    )

    def __init__(self, data, *, user):
        self.user = user
        super().__init__(data, user=user)

    @property
    def shown_year(self):
        return self.cleaned_data.get("year") or today().year

    @property
    def shown_kind(self):
        return self.cleaned_data.get("kind") or Kind.WORKPLACE

    def page(self, query):
        """Units in the order of their names, each with its `counts`."""
        year = self.shown_year
        meetings = Meeting.objects.filter(
            kind=self.shown_kind, meets_on__range=(date(year, 1, 1), date(year, 12, 31))
        )
        units = Unit.objects.existing().permitting(self.user, self.permission)
        units = self.in_unit(units.select_related("parent"), path="pk")
        if self.cleaned_data.get("show") == "none":
            held = meetings.held().filter(unit=OuterRef("pk"))
            units = units.filter(~Exists(held))
        page = page_of(units, query, by="name")
        counts = counted(meetings.filter(unit__in=[unit.pk for unit in page]))
        nothing = dict.fromkeys(
            ["planned", "held", "with_tool", "with_representative"], 0
        )
        for unit in page:
            unit.counts = counts.get(unit.pk, nothing)
        return page
