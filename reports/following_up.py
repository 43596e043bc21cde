"""That a unit has sent in its part of the year's reports, for the annual wheel."""

from django.db.models import DateField, Max
from django.db.models.functions import TruncDate

from reports.models import Report, ReportTransition


def submitted(units, first, last):
    """{unit's id: the last day on which it sent in a report that stands}.

    One that was sent back waits to be sent in again.
    """
    standing = Report.objects.filter(unit__in=units).exclude(
        status__in=Report.WRITTEN_IN
    )
    sent = ReportTransition.objects.filter(
        report__in=standing,
        to_status=Report.Status.SUBMITTED,
        at__date__range=(first, last),
    )
    day = Max(TruncDate("at"), output_field=DateField())
    return dict(sent.order_by().values_list("report__unit").annotate(day=day))
