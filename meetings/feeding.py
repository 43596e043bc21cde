"""What the registers say for the agenda of a meeting: of its unit and the units below.

All who work there read it: it names no person, and quotes no report. What could tell of
whom it is, is counted at most.
"""

from collections import Counter
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from actionplans import yardsticks
from actionplans.models import Escalation, Measure
from incidents.models import Incident
from meetings.models import AgendaItem, Feed, Meeting
from organisation.models import Unit
from riskassessment.models import InspectionRound, Signature
from sam.dates import today
from talks import support_figures
from ui.numbers import decimal
from ui.text import shortened

# So far back for a meeting that is the first.
BACK = timedelta(days=90)
AHEAD = timedelta(days=90)
# At most so many of a kind one by one.
SHOWN = 15
# Fewer of what concerns persons are not even counted for a workplace.
FEWEST = 5


class Span(NamedTuple):
    """What a meeting looks back at; the first day is that of the meeting before."""

    meeting: Meeting
    units: object
    first: object
    last: object


class Line(NamedTuple):
    text: str
    url: str = ""


def refill(meeting):
    """Write anew what the registers hold for each of its items, in the municipality's
    language; once the meeting is held it stays."""
    items = [item for item in meeting.items.all() if item.feed]
    span = span_of(meeting)
    with override(settings.LANGUAGE_CODE):
        for item in items:
            item.records = [line._asdict() for line in FEEDS[item.feed](span)]
    AgendaItem.objects.bulk_update(items, ["records"])


def span_of(meeting):
    before = Meeting.objects.before(meeting).first()
    return Span(
        meeting,
        Unit.objects.within([meeting.unit_id]),
        before.meets_on if before else meeting.meets_on - BACK,
        min(meeting.meets_on, today()),
    )


def is_personal(prefix=""):
    """Incidents of which even that there was one may tell of whom; also where a manager
    is part of what happened."""
    return Q(**{f"{prefix}kind__in": Incident.Kind.personal}) | Q(
        **{f"{prefix}barred__len__gt": 0}
    )


def incidents(span):
    found = Incident.objects.filter(
        unit__in=span.units,
        reported_at__date__gt=span.first,
        reported_at__date__lte=span.last,
    )
    plain = list(
        found.exclude(is_personal())
        .order_by("-occurred_on", "-number")
        .values("pk", "number", "kind", "occurred_on", "unit__name")
    )
    personal = found.filter(is_personal()).count()
    if not plain and not personal:
        return [Line(_("Nothing new is reported since the last meeting."))]
    counted = Counter(each["kind"] for each in plain)
    lines = [
        Line(f"{Incident.Kind(kind).label}: {number}")
        for kind, number in counted.most_common()
    ]
    if personal >= FEWEST or (personal and span.meeting.body_id):
        words = _("Events that are not told one by one: %(number)s")
        lines.append(Line(words % {"number": personal}))
    lines += [Line(_incident(each), _page_of(each)) for each in plain[:SHOWN]]
    return [*lines, *_more(len(plain) - SHOWN)]


def _incident(each):
    return _("%(kind)s %(number)s, %(day)s, %(unit)s") % {
        "kind": Incident.Kind(each["kind"]).label,
        "number": each["number"],
        "day": date_format(each["occurred_on"]),
        "unit": each["unit__name"],
    }


def _page_of(each):
    return reverse("incidents:detail", args=[each["pk"]])


def measures(span):
    found = Measure.objects.open().filter(unit__in=span.units).exclude(_of_closed())
    late = Q(pk__in=Measure.objects.overdue().values("pk"))
    counted = found.aggregate(open=Count("pk"), late=Count("pk", filter=late))
    summary = _("Open measures: %(open)s, of which late: %(late)s") % counted
    rows = found.order_by("due_on", "pk")[:SHOWN]
    lines = [
        Line(
            _("%(what)s (to be done %(day)s)")
            % {"what": shortened(each.activity), "day": date_format(each.due_on)}
            if each.has_deadline
            else shortened(each.activity),
            each.get_absolute_url(),
        )
        for each in rows
    ]
    return [Line(summary), *lines, *_more(counted["open"] - SHOWN)]


def _of_closed():
    """Measures that would tell of what is not told here."""
    return Q(plan__incident__isnull=False) & is_personal("plan__incident__") | Q(
        plan__agendaitem__is_closed=True
    )


def rounds(span):
    found = InspectionRound.objects.filter(unit__in=span.units)
    done = Q(carried_out_on__gt=span.first, carried_out_on__lte=span.last)
    planned = Q(
        status__in=InspectionRound.Status.walked,
        planned_on__lte=span.last + AHEAD,
    )
    rows = found.filter(done | planned).select_related("unit").order_by("planned_on")
    lines = [
        Line(
            _("%(round)s: done %(day)s")
            % {"round": each, "day": date_format(each.carried_out_on)}
            if each.carried_out_on
            else _("%(round)s: planned %(day)s")
            % {"round": each, "day": date_format(each.planned_on)},
            each.get_absolute_url(),
        )
        for each in rows[: SHOWN + 1]
    ]
    lines = lines[:SHOWN] or [Line(_("No rounds are done or planned."))]
    return [*lines, *_dissent(span)]


def _dissent(span):
    """What safety representatives have signed without agreeing; a committee reads why."""
    of_units = Q(round__unit__in=span.units) | Q(change__unit__in=span.units)
    found = Signature.objects.filter(
        of_units,
        agrees=False,
        at__date__gt=span.first,
        at__date__lte=span.last,
    ).select_related("round__unit", "change__unit")
    for each in found.order_by("-at")[:SHOWN]:
        signed = each.round or each.change
        words = _("The safety representative does not agree: %(what)s") % {
            "what": signed
        }
        if span.meeting.body_id:
            words = f"{words} – {shortened(each.comment)}"
        yield Line(words, signed.get_absolute_url())


def lifted(span):
    found = Escalation.objects.filter(origin_unit__in=span.units)
    news = Q(sent_on__gt=span.first) | Q(answered_on__gt=span.first)
    is_open = Q(status__in=Escalation.Status.open_states)
    rows = found.filter(news | is_open).exclude(
        Q(measure__plan__incident__isnull=False)
        & is_personal("measure__plan__incident__")
    )
    rows = rows.select_related("to_unit", "committee").order_by("-sent_on", "-pk")
    lines = [
        Line(
            _("%(matter)s, to %(receiver)s: %(status)s")
            % {
                "matter": each,
                "receiver": each.receiver,
                "status": each.get_decision_display() or each.get_status_display(),
            },
            each.get_absolute_url(),
        )
        for each in rows[:SHOWN]
    ]
    return lines or [Line(_("Nothing is lifted."))]


def sick_leave(span):
    """HR's figure of the nearest unit that it is of, and what is followed here; neither of
    so few that it could tell of whom."""
    return [Line(_share_of_sick_leave(span)), *map(Line, _followed_up(span))]


# The newest figure and that of a year before, of one each quarter.
_A_YEAR = 5


def _share_of_sick_leave(span):
    units = Unit.objects.filter(pk__in=span.meeting.unit.lineage)
    nearest = sorted(units, key=lambda unit: -len(unit.lineage))
    wanted = [("sick_leave", unit) for unit in nearest]
    courses = yardsticks.courses(wanted, periods=_A_YEAR)
    for unit in nearest:
        course = courses.get(("sick_leave", unit.pk), [])
        if course and course[-1].value is not None:
            return _share_in_words(unit, course)
    return _("HR has delivered no figures of sick leave.")


def _share_in_words(unit, course):
    newest, before = course[-1], course[0]
    told = {"unit": unit, "period": newest.words}
    if newest.value == yardsticks.HIDDEN:
        return _("%(unit)s, %(period)s: too few people to show") % told
    told["share"] = decimal(newest.value, 1)
    if len(course) < _A_YEAR or before.value in (None, yardsticks.HIDDEN):
        return _("%(unit)s, %(period)s: %(share)s %%") % told
    told["before"] = decimal(before.value, 1)
    return _("%(unit)s, %(period)s: %(share)s %% (a year before %(before)s %%)") % told


def _followed_up(span):
    shown = support_figures.shown().get(span.meeting.unit_id)
    if not shown:
        return [_("Too few work here to tell how many absences are followed up.")]
    return [
        _("Absences that are followed up here and go on: %(number)s")
        % {"number": shown["going_on"]},
        _("Steps that the law asks for this year: %(met)s in time, %(late)s late")
        % {"met": shown["in_time"], "late": shown["late"]},
    ]


def decisions(span):
    """What was decided at the earlier meetings, and how far its measures have come."""
    earlier = Meeting.objects.before(span.meeting).filter(
        meets_on__gte=span.last - timedelta(days=365)
    )
    done = ~Q(action_plan__measures__status__in=Measure.Status.open_states)
    items = (
        AgendaItem.objects.decided()
        .filter(meeting__in=earlier.order_by().values("pk"), is_closed=False)
        .annotate(
            number_of_measures=Count("action_plan__measures"),
            number_done=Count("action_plan__measures", filter=done),
        )
        .filter(number_of_measures__gt=0)
        .order_by("-meeting__meets_on", "order")
    )
    lines = [
        Line(
            _("%(item)s: %(done)s of %(all)s measures done")
            % {
                "item": each,
                "done": each.number_done,
                "all": each.number_of_measures,
            },
            each.get_absolute_url(),
        )
        for each in items[:SHOWN]
    ]
    return lines or [Line(_("No measures were decided at earlier meetings."))]


def _more(number):
    if number <= 0:
        return []
    return [Line(_("and %(number)s more") % {"number": number})]


FEEDS = {
    Feed.INCIDENTS: incidents,
    Feed.MEASURES: measures,
    Feed.ROUNDS: rounds,
    Feed.LIFTED: lifted,
    Feed.SICK_LEAVE: sick_leave,
    Feed.DECISIONS: decisions,
}
