"""What a unit has in meetings and bodies, for a reorganisation."""

from django.utils.translation import gettext_lazy as _

from meetings.models import Body, GroupAgreement, MailboxMatter, Meeting
from organisation.belongings import Belonging, reassign, reassign_unless


def _move_bodies(bodies, *, to, by, reason):
    """Their meetings to come carry the new unit; those that were held stay where they were."""
    left = _unless_named_so(bodies, to=to, by=by, reason=reason)
    moved = [body for body in bodies if body not in left]
    Meeting.objects.coming().filter(body__in=moved).update(unit=to)
    return left


_unless_named_so = reassign_unless(
    ["name"], _("The unit already has one of that name.")
)

BELONGINGS = [
    Belonging("bodies", _("Bodies"), lambda: Body.objects.existing(), _move_bodies),
    Belonging(
        "meetings",
        _("Meetings to come"),
        lambda: Meeting.objects.coming().filter(body=None),
        reassign,
    ),
    Belonging(
        "agreements",
        _("Agreements of workplaces"),
        lambda: GroupAgreement.objects.in_force(),
        reassign,
    ),
    # Word for word as they were sent.
    Belonging(
        "mailbox_matters",
        _("Matters in mailboxes about the unit"),
        lambda: MailboxMatter.objects.unanswered(),
    ),
    Belonging(
        "matters_sent_on",
        _("Matters that were sent on to the unit"),
        lambda: MailboxMatter.objects.unanswered(),
        path="sent_to_unit",
    ),
]
