"""Who is told what about a round, and when. No subject names a person or what was found."""

from django.urls import reverse

from mailing import outbox
from organisation.models import Role
from organisation.roles import holders, nearest, responsible_for
from riskassessment.models import Participant

_REPRESENTATIVES = (
    Participant.Part.SAFETY_REPRESENTATIVE,
    Participant.Part.CHIEF_REPRESENTATIVE,
)


def invited(round, participants):
    """Tell those who have an account, but not who planned it; each invitation once."""
    for participant in participants:
        if participant.person_id and participant.person_id != round.planned_by_id:
            _send(
                participant.person,
                "round_invited",
                round,
                about=f"round_invited:{participant.pk}",
                path=_agenda(round),
            )


def day_changed(round):
    """Tell all who are asked when it is now; each change once, also back and forth."""
    change = round.events.latest("pgh_id")
    _tell_all(round, "round_day_changed", about=f"round_day_changed:{change.pk}")


def cancelled(round, transition):
    about = f"round_cancelled:{transition.pk}"
    _tell_all(round, "round_cancelled", about=about, besides=transition.by_id)


def resumed(round, transition):
    about = f"round_resumed:{transition.pk}"
    _tell_all(round, "round_day_changed", about=about, besides=transition.by_id)


def handed_over(round):
    """Ask the safety representatives to review it, each time that it is handed over."""
    transition = round.transitions.last()
    for person in reviewers(round) - {transition.by}:
        _send(
            person, "round_to_review", round, about=f"round_to_review:{transition.pk}"
        )


def handed_back(round, transition):
    for person in leaders(round) - {transition.by}:
        about = f"round_handed_back:{transition.pk}"
        _send(person, "round_handed_back", round, about=about)


def signed(round):
    signature = round.signatures.get()
    for person in (leaders(round) | reviewers(round)) - {signature.by}:
        _send(person, "round_signed", round, about=f"round_signed:{round.pk}")


def closed(round):
    transition = round.transitions.last()
    for person in (leaders(round) | reviewers(round)) - {transition.by}:
        _send(person, "round_closed", round, about=f"round_closed:{round.pk}")


def comes_soon(round):
    """Remind who leads it and all who are asked; once for each day that it is set to."""
    about = f"round_reminder:{round.pk}:{round.planned_on}"
    _tell_all(round, "round_reminder", about=about)


def is_late(round, *, on):
    """Remind who leads it that the day has passed."""
    for person in leaders(round):
        _send(person, "round_late", round, about=f"round_late:{round.pk}:{on}")


def leaders(round):
    """Those who answer for its unit, and who else asked for it and still may lead it."""
    asked = round.participants.filter(part=Participant.Part.MANAGER)
    people = {
        round.planned_by,
        *(each.person for each in asked.select_related("person")),
    }
    return {
        *responsible_for(round.unit),
        *(
            person
            for person in people
            if person and person.has_perm("organisation.handle_rounds", round)
        ),
    }


def reviewers(round):
    """The unit's safety representatives, and those of the invited who still are that."""
    standing = holders(Role.SAFETY_REPRESENTATIVE, round.unit)
    asked = set(
        round.participants.filter(part__in=_REPRESENTATIVES).values_list(
            "person", flat=True
        )
    )
    return {
        *nearest([Role.SAFETY_REPRESENTATIVE], round.unit),
        *(person for person in standing if person.pk in asked),
    }


def _tell_all(round, template, *, about, besides=None):
    asked = round.participants.filter(person__is_active=True).exclude(person=besides)
    people = {each.person for each in asked.select_related("person")}
    people |= {person for person in leaders(round) if person.pk != besides}
    for person in people:
        _send(person, template, round, about=about, path=_agenda(round))


def _agenda(round):
    """The page that those may read too who see no other rounds."""
    return reverse("riskassessment:agenda", args=[round.pk])


def _send(person, template, round, *, about, path=None):
    outbox.send(
        person,
        template,
        {"round": round, "path": path or round.get_absolute_url()},
        about=about,
    )


def planned_by_itself(person, rounds):
    """Tell of rounds that the program has planned, all of one night in one message."""
    first, path = rounds[0], reverse("riskassessment:round_list")
    outbox.send(
        person,
        "rounds_planned",
        {
            "round": first,
            "rounds": rounds,
            "path": path if len(rounds) > 1 else first.get_absolute_url(),
        },
        about=f"rounds_planned:{first.pk}",
    )
