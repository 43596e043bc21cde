"""A prize with a winner from last year, and this year's with nominations."""

from datetime import time, timedelta

from demo.people import DEMO_WORKPLACE
from recognition.models import Award, JuryMember, Nomination
from sam.dates import moment

_NAME = "Arbetsmiljöpriset"
_CRITERIA = (
    "Till en enhet eller grupp som har gjort sin arbetsplats bättre att arbeta på, och "
    "visat vilken inställning som ligger bakom."
)
# (place, group, what they have done, with which attitude) of last year and of this one.
_NOMINATED = {
    1: [
        (
            "Bergslidens äldreboende",
            "nattpersonalen",
            "De lägger tio minuter varje natt på att gå igenom vad som var tungt.",
            "Alla får säga till, och ingen behöver vara duktig ensam.",
        ),
        (
            DEMO_WORKPLACE,
            "",
            "De har gjort om rastvärdsschemat så att ingen går ensam på skolgården.",
            "De frågar den som berörs innan de bestämmer.",
        ),
    ],
    0: [
        (
            DEMO_WORKPLACE,
            "arbetslaget i årskurs 4–6",
            "De planerar tillsammans varje torsdag och tackar nej till annat då.",
            "De skyddar varandras tid.",
        ),
        (
            "Biblioteket Torget",
            "",
            "De övar varje månad på vad de gör när någon blir hotfull.",
            "Den som är rädd får säga det högt.",
        ),
    ],
}
# So long after the last day to nominate the winner is known.
_JUDGED = timedelta(days=30)


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
                unit=municipality.workplace(name).unit,
                group=group,
                motivation=motivation,
                attitudes=attitudes,
                nominated_by=by,
            )
            for (name, group, motivation, attitudes), by in zip(
                _NOMINATED[years], (employee, colleague), strict=True
            )
        )
        if years:
            _publish(award, nominations[0], by=staff.hr)


def _publish(award, winner, *, by):
    for member in award.jury.all():
        for number, each in enumerate(award.nominations.all()):
            member.scores.create(nomination=each, points=5 - number)
    award.publish(by=by, winner=winner, winner_motivation=winner.motivation)
    published_on = award.closes_on + _JUDGED
    Award.objects.filter(pk=award.pk).update(published_on=published_on)
    award.transitions.update(at=moment(published_on, time(10)))
