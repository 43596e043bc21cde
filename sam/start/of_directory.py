"""Tasks of those who left, for the manager whom the unit has now."""

from django.db.models import Value
from django.utils.translation import gettext_lazy as _

from directory.models import HandedOver
from organisation.models import Unit
from sam.start.columns import Rest, Todo, rows_of


def left_by_others(user):
    """One task for each unit with any."""
    left = HandedOver.objects.offered_to(user)
    units = Unit.objects.filter(pk__in=left.order_by().values("unit"))
    return rows_of(
        units, "taking_over", todo="look", what=Value(""), unit="name", by=["name"]
    )


KINDS = [left_by_others]
TODO = {
    ("taking_over", "look"): Todo(
        _("Take over tasks of your unit that others had before you came"),
        "directory:take_over",
    )
}
WAITED_FOR: set[tuple[str, str]] = set()
RESTS = {
    "taking_over": Rest(_("Tasks to take over"), "directory:taken_over"),
}
