from collections.abc import Callable

from django.db.models import Case, F, Q, TextField, Value, When
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from knowledge.models import Certificate
from organisation.roles import MANAGERS
from sam.start.columns import Rest, Todo, first_of, rows_of

# So many days before a certificate runs out it lies on the pages.
AHEAD = 60


def certificates(user):
    """Own ones that run out or have, and those of people in the units that one leads."""
    led = user.appointments.in_force().filter(role__in=MANAGERS).order_by()
    mine = Q(person=user)
    rows = Certificate.objects.of_people_here().latest()
    rows = rows.filter(mine | Q(person__unit__in=led.values("unit")))
    soon = rows.expiring(AHEAD).values("pk").union(rows.expired().values("pk"))
    found = Certificate.objects.filter(pk__in=soon, course__is_offered=True)
    return rows_of(
        found,
        "certificate",
        todo=first_of(renew=mine, default="see_to"),
        what=Case(
            When(mine, then=F("course__name")),
            default=Concat(
                "course__name", Value(", "), "person__name", output_field=TextField()
            ),
            output_field=TextField(),
        ),
        unit="person__unit__name",
        due_on=F("last_on"),
        by=["last_on"],
    )


KINDS: list[Callable] = [certificates]
TODO: dict[tuple[str, str], Todo] = {
    ("certificate", "renew"): Todo(
        _("Renew your certificate: %(what)s"),
        "knowledge:certificate_detail",
        _("A certificate runs out"),
    ),
    ("certificate", "see_to"): Todo(
        _("A certificate runs out: %(what)s"),
        "knowledge:certificate_detail",
        _("A certificate runs out"),
    ),
}
WAITED_FOR: set[tuple[str, str]] = set()
RESTS: dict[str, Rest] = {
    "certificate": Rest(
        _("Certificates that run out"), "knowledge:certificate_list?show=expiring"
    ),
}
