"""Prizes of the north school, one open for nominations and one with the jury."""

from datetime import timedelta

from recognition.models import Award, JuryMember, Nomination
from sam.dates import today


def award(unit, *, by, **what):
    said = {
        "name": "Prize",
        "year": 2026,
        "criteria": "Good practice.",
        "opens_on": today() - timedelta(days=5),
        "closes_on": today() + timedelta(days=5),
        "status": "nominating",
    }
    return Award.objects.create(unit=unit, created_by=by, **said | what)


def addresses(people, school):
    hr, manager = people["hr"], people["manager"]
    nominating = award(school, by=hr)
    judging = award(school, by=hr, year=2025, status="judging")
    JuryMember.objects.create(award=judging, person=manager, is_chair=True)
    member = JuryMember.objects.create(award=judging, person=people["safety_rep"])
    nomination = Nomination.objects.create(
        award=judging,
        unit=school,
        motivation="They talk.",
        attitudes="They listen.",
        nominated_by=people["employee"],
    )
    return {
        "recognition:award_detail": [judging.pk],
        "recognition:award_edit": [judging.pk],
        "recognition:award_act": [judging.pk],
        "recognition:jury_add": [judging.pk],
        "recognition:jury_remove": [judging.pk, member.pk],
        "recognition:scores": [judging.pk],
        "recognition:nominate": [nominating.pk],
        "recognition:nomination_detail": [nomination.pk],
        "recognition:nomination_withdraw": [nomination.pk],
    }
