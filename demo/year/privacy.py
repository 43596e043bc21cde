"""Who has read what, one request that is answered and one that waits."""

from datetime import datetime, time, timedelta

from demo.people import DEMO_WORKPLACE
from incidents.models import EmergencyAccess, Incident, Reading
from organisation.models import Role, User
from privacy import gathering, overseeing
from privacy.models import DataRequest, Extract, Finding, MonthReviewed
from sam.dates import zone

_WISH = "Jag vill veta vad som står om mig, särskilt i det som hände i våras."
_REASON = "Polisen frågar vem som blev utsatt, se deras ärende."
_READ_LATE = 9
_READ_MUCH = 46


def work(municipality, staff, *, until):
    hr = User.objects.get(email="hr@example.org")
    archivist = User.objects.get(email="arkivarie@example.org")
    employee = _employee()
    _answered(hr, employee, until)
    waiting = DataRequest.objects.register(
        by=employee,
        person=employee,
        kind=DataRequest.Kind.ACCESS,
        identity=DataRequest.Identity.LOGIN,
        wish=_WISH,
        received_on=until - timedelta(6),
    )
    Extract.objects.create(request=waiting)
    gathering.gather(waiting.pk)
    DataRequest.objects.register(
        by=archivist,
        kind=DataRequest.Kind.PUBLIC,
        received_on=until,
        wish="Alla händelser om hot på skolan i år.",
    )
    _read(hr, until)


def _employee():
    return (
        User.objects.filter(unit__name=DEMO_WORKPLACE, is_protected=False)
        .exclude(appointments__role__in=Role)
        .order_by("name")
        .first()
        or User.objects.filter(unit__name=DEMO_WORKPLACE).order_by("name").first()
    )


def _answered(hr, person, until):
    request = DataRequest.objects.register(
        by=hr,
        person=person,
        kind=DataRequest.Kind.CORRECTION,
        identity=DataRequest.Identity.KNOWN,
        wish="Det står fel dag i en händelse.",
        received_on=until - timedelta(40),
    )
    request.begin(by=hr)
    request.answer_with(
        by=hr, answer="Dagen är rättad.", corrected_at="händelsens egen sida"
    )


def _read(hr, until):
    """An ordinary week of reading, and some of it that stands out."""
    incidents = list(Incident.objects.order_by("-reported_at")[: _READ_MUCH + 4])
    noon, late = (
        datetime.combine(until - timedelta(2), time(hour), zone()) for hour in (12, 22)
    )
    readers = list(
        User.objects.filter(appointments__role=Role.MANAGER, is_active=True).order_by(
            "name"
        )[:12]
    )
    readings = [
        Reading(incident=incident, by=hr, at=noon + timedelta(seconds=40 * number))
        for number, incident in enumerate(incidents)
    ]
    for number, incident in enumerate(incidents[:_READ_LATE]):
        at = late + timedelta(minutes=number)
        readings.append(Reading(incident=incident, by=readers[0], at=at))
    readings += [
        Reading(incident=incidents[0], by=each, at=noon + timedelta(hours=2))
        for each in readers
    ]
    Reading.objects.bulk_create(readings)
    if incidents:
        EmergencyAccess.objects.create(
            incident=incidents[0], by=hr, reason=_REASON, opened_at=noon
        )
    overseeing.look_back(since=until - timedelta(3))
    officer = User.objects.get(email="dataskyddsombud@example.org")
    reviewed = Finding.objects.filter(kind=Finding.Kind.EMERGENCY).first()
    if reviewed:
        reviewed.review(by=officer, note="Stämmer med polisens begäran.")
    two_months_ago = (until.replace(day=1) - timedelta(32)).replace(day=1)
    MonthReviewed.objects.create(
        month=two_months_ago, by=officer, note="Inget att anmärka på."
    )
