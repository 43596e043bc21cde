"""Tasks of those who left, for the manager whom the unit has now; and addresses that do not
work, for the administrator."""

from django.db.models import F, Value
from django.utils.translation import gettext_lazy as _

from directory.models import HandedOver
from mailing.models import Message
from organisation.models import Unit, UnitPermission, User
from organisation.permissions import holds_everywhere
from sam.start.columns import Rest, Todo, rows_of


def left_by_others(user):
    """One task for each unit with any."""
    left = HandedOver.objects.offered_to(user)
    units = Unit.objects.filter(pk__in=left.order_by().values("unit"))
    return rows_of(
        units, "taking_over", todo="look", what=Value(""), unit="name", by=["name"]
    )


def unreached(user):
    """People to whom no e-mail arrives; those with a protected identity without the name."""
    failed = Message.objects.of_dead_addresses()
    runs = holds_everywhere(user, UnitPermission.MANAGE_ORGANISATION)
    people = User.objects.filter(is_active=True, pk__in=failed.values("recipient"))
    return rows_of(
        people if runs else people.none(),
        "unreached",
        todo="put_right",
        what=F("name"),
        unit="unit__name",
        by=["name"],
    )


KINDS = [left_by_others, unreached]
TODO = {
    ("taking_over", "look"): Todo(
        _("Take over tasks of your unit that others had before you came"),
        "directory:take_over",
    ),
    ("unreached", "put_right"): Todo(
        _("Put the e-mail address right: %(what)s"),
        "directory:person_detail",
        _("An e-mail address that does not work"),
    ),
}
WAITED_FOR: set[tuple[str, str]] = set()
RESTS = {
    "taking_over": Rest(_("Tasks to take over"), "directory:taken_over"),
    "unreached": Rest(_("Accounts"), "directory:person_list"),
}
