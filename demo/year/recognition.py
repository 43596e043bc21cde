"""A prize with a winner from last year, and this year's with nominations."""

from datetime import timedelta

from demo.people import DEMO_WORKPLACE
from recognition.models import Award, JuryMember, Nomination

_NAME = "Arbetsmiljöpriset"
_CRITERIA = (
    "Till en enhet eller grupp som har gjort sin arbetsplats bättre att arbeta på, och "
    "visat vilken inställning som ligger bakom."
)
_NOMINATED = [
    (
        "nattpersonalen",
        "De lägger tio minuter varje natt på att gå igenom vad som var tungt.",
        "Alla får säga till, och ingen behöver vara duktig ensam.",
    ),
    (
        "",
        "De har gjort om schemat tillsammans så att ingen arbetar ensam på kvällen.",
        "De frågar den som berörs innan de bestämmer.",
    ),
]


def work(municipality, staff, *, until):
    unit = municipality.root
    place = municipality.workplace(DEMO_WORKPLACE).unit
    employee, colleague, *_others = staff.employees[place.pk]
    for years, status in [(1, Award.Status.JUDGING), (0, Award.Status.NOMINATING)]:
        award = Award.objects.create(
            unit=unit,
            name=_NAME,
            year=until.year - years,
            criteria=_CRITERIA,
            opens_on=until - timedelta(days=20 + 365 * years),
            closes_on=until - timedelta(days=-20 + 365 * years),
            status=status,
            created_by=staff.hr,
        )
        JuryMember.objects.create(award=award, person=staff.hr, is_chair=True)
        JuryMember.objects.create(award=award, person=staff.managers[place.pk])
        nominations = Nomination.objects.bulk_create(
            Nomination(
                award=award,
                unit=place,
                group=group,
                motivation=motivation,
                attitudes=attitudes,
                nominated_by=by,
            )
            for (group, motivation, attitudes), by in zip(
                _NOMINATED, (employee, colleague), strict=True
            )
        )
        if years:
            _publish(award, nominations[0], by=staff.hr)


def _publish(award, winner, *, by):
    for member in award.jury.all():
        for number, each in enumerate(award.nominations.all()):
            member.scores.create(nomination=each, points=5 - number)
    award.publish(by=by, winner=winner, winner_motivation=winner.motivation)
