"""When what the year asks for was last done: {unit's id: day} of those where it was.

`units` is a queryset of units; a day counts from the first to the last. One query each.
"""

from django.db.models import Max

from meetings.models import Body, GroupAgreement, Kind, Meeting, YearlyStatement


def workplace_meetings(units, first, last):
    return _last(Meeting.objects.held_in(units, first, last).of_employees())


def codetermination_meetings(units, first, last):
    meetings = Meeting.objects.held_in(units, first, last)
    return _last(meetings.filter(kind=Kind.CODETERMINATION))


def tool_dialogues(units, first, last):
    """Workplace meetings at which a tool for dialogue was used."""
    meetings = Meeting.objects.held_in(units, first, last).of_employees()
    return _last(meetings.filter(tool__isnull=False))


def cooperation_meetings(units, first, last):
    """Of the bodies of the units themselves: co-operation groups and committees."""
    meetings = Meeting.objects.held_in(units, first, last).filter(kind=Kind.BODY)
    return _last(meetings.exclude(body__kind=Body.Kind.OTHER))


def yearly_discussions(units, first, last):
    """Danish yearly discussions that hold all that they must, and are approved."""
    meetings = Meeting.objects.held_in(units, first, last)
    return _last(meetings.filter(kind=Kind.DISCUSSION, status=Meeting.Status.APPROVED))


def yearly_statements(units, first, last):
    """Of committees of the units themselves: the day on which a statement was approved."""
    statements = YearlyStatement.objects.filter(
        body__unit__in=units, approved_on__range=(first, last)
    )
    rows = statements.order_by().values("body__unit").annotate(day=Max("approved_on"))
    return dict(rows.values_list("body__unit", "day"))


def group_agreements(units, first, last):
    agreements = GroupAgreement.objects.filter(
        unit__in=units, agreed_on__range=(first, last)
    )
    rows = agreements.order_by().values("unit").annotate(day=Max("agreed_on"))
    return {row["unit"]: row["day"] for row in rows}


def _last(meetings):
    rows = meetings.order_by().values("unit").annotate(day=Max("meets_on"))
    return {row["unit"]: row["day"] for row in rows}
