from collections.abc import Callable

from django.db.models import F, Min, OuterRef, Q, Subquery, Value
from django.utils.translation import gettext_lazy as _

from organisation.models import Unit
from retention.models import Item, Package, Run, Warning
from retention.rights import keeps
from sam.start.columns import Rest, Todo, rows_of


def soon_to_go(user):
    """For who leads a unit: one task for all that is soon to be destroyed there."""
    warned = Warning.objects.owned_by(user).filter(unit=OuterRef("pk")).order_by()
    first = warned.values("unit").annotate(day=Min("due_on")).values("day")
    units = Unit.objects.annotate(first_due=Subquery(first))
    return rows_of(
        units.filter(first_due__isnull=False),
        "warned_of",
        todo="look",
        what=F("name"),
        unit=F("name"),
        due_on=F("first_due"),
        by=["first_due"],
    )


def runs(user):
    """For the archivist: what is proposed and nobody has confirmed."""
    proposed = Run.objects.filter(status=Run.Status.PROPOSED)
    return rows_of(
        proposed if keeps(user) else proposed.none(),
        "destruction",
        todo="confirm",
        what=Value(""),
        unit=Value(""),
        due_on=F("on"),
        by=["on"],
    )


def failed(user):
    """For the archivist: what could not be destroyed and waits for their word."""
    items = Item.objects.in_trouble().failed()
    runs = Run.objects.filter(pk__in=items.values("run"))
    return rows_of(
        runs if keeps(user) else runs.none(),
        "destruction",
        todo="try_again",
        what=Value(""),
        unit=Value(""),
        by=["proposed_at"],
    )


def packages(user):
    """For the archivist: what was fetched and the archive has not confirmed."""
    fetched = Package.objects.filter(Q(received_on=None), fetched_at__isnull=False)
    return rows_of(
        fetched if keeps(user) else fetched.none(),
        "package",
        todo="receipt",
        what=Value(""),
        unit=Value(""),
        by=["fetched_at"],
    )


KINDS: list[Callable] = [soon_to_go, runs, failed, packages]
TODO: dict[tuple[str, str], Todo] = {
    ("warned_of", "look"): Todo(
        _("See what is soon to be destroyed: %(what)s"),
        "retention:unit_warnings",
        _("Records soon to be destroyed"),
    ),
    ("destruction", "confirm"): Todo(
        _("Confirm a proposed destruction, or call it off"),
        "retention:run_detail",
        _("A destruction to confirm"),
    ),
    ("destruction", "try_again"): Todo(
        _("See why records could not be destroyed, and try again"),
        "retention:run_detail",
        _("Records that could not be destroyed"),
    ),
    ("package", "receipt"): Todo(
        _("Note that the e-archive has received a package"),
        "retention:archive_detail",
        _("A package that waits for a receipt"),
    ),
}
WAITED_FOR: set[tuple[str, str]] = set()
RESTS: dict[str, Rest] = {
    "warned_of": Rest(_("Soon to be destroyed"), "retention:warning_list"),
    "destruction": Rest(_("Destruction"), "retention:run_list"),
    "package": Rest(_("E-archive"), "retention:archive_list"),
}
