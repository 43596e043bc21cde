"""What is proposed for the agenda of a meeting: what waits, and what the year asks for."""

from collections.abc import Callable
from typing import NamedTuple

from django.utils.translation import gettext as _

from meetings import expecting, feeding, mailbox
from meetings.models import AgendaItem, MailboxMatter, StandingItem, Topic
from organisation.models import Municipality


class Proposal(NamedTuple):
    key: str
    words: str
    take: Callable
    is_ticked: bool = True


def proposals(meeting):
    found = [*_standing(meeting), *_postponed(meeting)]
    if meeting.body:
        found += [*_matters(meeting), *_of_the_year(meeting)]
    return found


def _standing(meeting):
    had = set(meeting.items.values_list("title", flat=True))
    for each in StandingItem.objects.filter(template=meeting.template_id):
        if each.title not in had:
            yield Proposal(f"standing-{each.pk}", each.title, _Standing(each))


class _Standing(NamedTuple):
    standing: StandingItem

    def __call__(self, meeting, *, by):
        each = self.standing
        meeting.add_item(
            title=each.title,
            background=each.background,
            feed=each.feed,
            topic=each.topic,
        )
        feeding.refill(meeting)


def _postponed(meeting):
    earlier = type(meeting).objects.before(meeting)
    items = AgendaItem.objects.filter(
        meeting__in=earlier.order_by().values("pk"),
        status=AgendaItem.Status.POSTPONED,
        next_one=None,
    )
    for each in items:
        words = _("Postponed: %(item)s") % {"item": each}
        yield Proposal(f"postponed-{each.pk}", words, _Postponed(each))


class _Postponed(NamedTuple):
    item: AgendaItem

    def __call__(self, meeting, *, by):
        old = self.item
        new = meeting.add_item(
            previous=old,
            **{name: getattr(old, name) for name in AgendaItem.PREPARED},
        )
        new.attachments.set(old.attachments.all())
        # What was sent follows to where it is treated now.
        for matter in old.matters.all():
            MailboxMatter.objects.filter(pk=matter.pk).update(item=new)


def _matters(meeting):
    for each in meeting.body.matters.untreated().order_by("received_at"):
        words = _("From the mailbox: %(matter)s") % {"matter": each}
        yield Proposal(f"matter-{each.pk}", words, _Matter(each))


class _Matter(NamedTuple):
    matter: MailboxMatter

    def __call__(self, meeting, *, by):
        self.matter.put_on_agenda(by=by, meeting=meeting)
        mailbox.moved(self.matter)


def _of_the_year(meeting):
    """What the committee has not got yet this year, unless it stands on this agenda."""
    here = set(meeting.items.values_list("topic", flat=True))
    country, year = Municipality.objects.country(), meeting.meets_on.year
    for each in expecting.control_list(meeting.body, year, country=country):
        topic = each.expected.topic
        if not each.number and topic not in here:
            words = _("Not yet this year: %(topic)s") % {"topic": topic.label}
            take = _OfTheYear(topic, each.expected.treated)
            yield Proposal(f"topic-{topic}", words, take, is_ticked=False)


class _OfTheYear(NamedTuple):
    topic: Topic
    kind: str

    def __call__(self, meeting, *, by):
        meeting.add_item(title=str(self.topic.label), topic=self.topic, kind=self.kind)
