from collections.abc import Callable

from django.db.models import Exists, F, OuterRef, Q, TextField, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from recognition.models import Award, JuryMember, Nomination, Score
from sam.dates import today
from sam.start.columns import Rest, Todo, first_of, rows_of

Status = Award.Status


def awards(user):
    """What the jury has to judge, the chair to publish and HR to close."""
    seat = JuryMember.objects.filter(award=OuterRef("pk"), person=user)
    given = Score.objects.filter(nomination=OuterRef("pk"), member__person=user)
    waiting = Nomination.objects.standing().filter(~Exists(given), award=OuterRef("pk"))
    judging = Q(status=Status.JUDGING)
    judge = judging & Q(Exists(seat)) & Q(Exists(waiting))
    publish = judging & Q(Exists(seat.filter(is_chair=True))) & ~Q(Exists(waiting))
    managed = Award.objects.managed_by(user).order_by().values("pk")
    is_over = Q(status=Status.NOMINATING, closes_on__lt=today())
    close = is_over & Q(pk__in=managed)
    return rows_of(
        Award.objects.filter(judge | publish | close),
        "award",
        todo=first_of(judge=judge, publish=publish, default="close"),
        what=Concat("name", Value(" "), "year", output_field=TextField()),
        due_on=F("closes_on"),
        by=["closes_on"],
    )


KINDS: list[Callable] = [awards]
TODO: dict[tuple[str, str], Todo] = {
    ("award", "judge"): Todo(
        _("Read the nominations and give points: %(what)s"),
        "recognition:scores",
        _("Nominations to judge"),
    ),
    ("award", "publish"): Todo(
        _("Publish the winner: %(what)s"),
        "recognition:award_detail",
        _("A winner to publish"),
    ),
    ("award", "close"): Todo(
        _("Give the nominations to the jury: %(what)s"),
        "recognition:award_detail",
        _("Nominations to close"),
    ),
}
WAITED_FOR: set[tuple[str, str]] = set()
RESTS: dict[str, Rest] = {"award": Rest(_("Prizes"), "recognition:award_list")}
