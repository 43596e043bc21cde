"""What a committee's yearly statement holds of the records (AML § 7-2, 6).

Law does not say what stands in it; this is what practice has.
"""

from collections import Counter
from datetime import date

from django.conf import settings
from django.db.models import Count, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from actionplans.models import Measure, PlanGoal, WorkEnvironmentPlan
from incidents.models import Incident
from meetings.feeding import FEWEST, is_personal
from meetings.models import AgendaItem, Membership, Topic
from organisation.models import Unit
from riskassessment.models import InspectionRound


def approve(statement, *, by, approved_on, item=None):
    """What the records say then is kept with it, in the municipality's language."""
    with override(settings.LANGUAGE_CODE):
        records = records_of(statement)
    statement.approve(by=by, approved_on=approved_on, records=records, item=item)


def records_of(statement):
    """[{"title", "lines"}]: as they are now, or as they were when it was approved."""
    if statement.records is not None:
        return statement.records
    body, year = statement.body, statement.year
    first, last = date(year, 1, 1), date(year, 12, 31)
    units, items = Unit.objects.within([body.unit_id]), list(_items(body, year))
    sections = [
        (_("Members"), _members(body, first, last)),
        (_("Meetings"), _meetings(body, year)),
        (_("Cases"), _cases(items)),
        (_("What has come of the decisions"), _decisions(items)),
        (_("Accidents, near misses and diseases"), _incidents(units, year)),
        (_("Rounds"), _rounds(units, first, last)),
        (_("Plans of the units"), _plans(units, year)),
        (_("Goals of the year"), _goals(body, year)),
        *_by_topic(items),
    ]
    return [
        {"title": title, "lines": lines or [_("Nothing is recorded.")]}
        for title, lines in sections
    ]


def _members(body, first, last):
    members = Membership.objects.filter(body=body).during(first, last)
    return [
        f"{each}, {each.get_function_display()}"
        + (f", {each.get_side_display()}" if each.side else "")
        + _in_part(each, first, last)
        for each in members.select_related("person").in_order()
    ]


def _in_part(member, first, last):
    """From when, or until when, for one who did not sit there all the year."""
    lower, upper = member.valid.lower, member.valid.upper
    words = []
    if lower > first:
        words.append(_("from %(day)s") % {"day": date_format(lower)})
    if upper and upper <= last:
        words.append(_("until %(day)s") % {"day": date_format(upper)})
    return f" ({', '.join(words)})" if words else ""


def _meetings(body, year):
    held = body.meetings.held().filter(meets_on__year=year).order_by("meets_on")
    days = [date_format(each.meets_on) for each in held]
    if not days:
        return []
    return [
        _("%(number)s meetings were held.") % {"number": len(days)},
        ", ".join(days),
    ]


def _items(body, year):
    """What it dealt with behind no closed doors."""
    return AgendaItem.objects.filter(
        body=body,
        is_closed=False,
        meeting__meets_on__year=year,
        meeting__status__in=["held", "approved"],
    ).order_by("year", "number")


def _cases(items):
    kinds = [AgendaItem.Sort.DECISION, AgendaItem.Sort.REFERENCE]
    return [
        _in_words(each)
        for each in items
        if each.number is not None and each.kind in kinds
    ]


def _in_words(item):
    return f"{item}: {item.decision}" if item.decision else str(item)


def _decisions(items):
    measures = Measure.objects.filter(plan__agendaitem__in=items)
    is_open = Q(status__in=Measure.Status.open_states)
    numbers = measures.aggregate(all=Count("pk"), open=Count("pk", filter=is_open))
    if not numbers["all"]:
        return []
    words = _("%(done)s of %(all)s measures are done.")
    return [words % {"done": numbers["all"] - numbers["open"], "all": numbers["all"]}]


def _incidents(units, year):
    plain, personal, violence = Counter(), Counter(), 0
    found = Incident.objects.filter(unit__in=units, occurred_on__year=year).order_by()
    groups = found.annotate(is_personal=is_personal()).values_list(
        "is_personal", "kind", "is_violence"
    )
    for is_of_one, kind, is_violence, number in groups.annotate(Count("pk")):
        if is_of_one:
            personal[kind] += number
        else:
            plain[kind] += number
            violence += number if is_violence else 0
    lines = [
        f"{Incident.Kind(kind).label}: {number}" for kind, number in plain.most_common()
    ]
    if violence:
        lines.append(_("Of these threats and violence: %(n)s") % {"n": violence})
    for kind, number in personal.most_common():
        label = Incident.Kind(kind).label
        few = _("%(kind)s: fewer than five") % {"kind": label}
        lines.append(f"{label}: {number}" if number >= FEWEST else few)
    return lines


def _rounds(units, first, last):
    number = InspectionRound.objects.filter(
        unit__in=units, carried_out_on__range=(first, last)
    ).count()
    return [_("%(number)s rounds were carried out.") % {"number": number}]


def _plans(units, year):
    existing = units.filter(closed_on=None)
    plans = WorkEnvironmentPlan.objects.of_year(year).exclude(status="draft")
    counted = existing.aggregate(
        all=Count("pk"),
        planned=Count("pk", filter=Q(pk__in=plans.order_by().values("unit"))),
    )
    return [_("%(planned)s of %(all)s units have a decided plan.") % counted]


def _goals(body, year):
    goals = PlanGoal.objects.filter(
        plan__unit=body.unit_id, plan__first_year__lte=year, plan__last_year__gte=year
    ).exclude(plan__status="draft")
    return [
        f"{goal}: {goal.get_outcome_display() or _('not yet judged')}"
        for goal in goals.order_by("plan", "order")
    ]


def _by_topic(items):
    """What the committee itself has dealt with of these."""
    for topic in [
        Topic.SICK_LEAVE,
        Topic.HEALTH_SERVICE,
        Topic.AUTHORITY,
        Topic.TRAINING,
        Topic.SURVEY,
    ]:
        own = [_in_words(each) for each in items if each.topic == topic]
        yield str(topic.label), own
