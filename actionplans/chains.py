"""The way that a lifted matter has gone, as it is shown and as a file."""

from itertools import groupby
from typing import NamedTuple

from django.utils.translation import gettext as _

from actionplans.models import Escalation
from attachments.spreadsheets import workbook

CHUNK = 2_000


class Chain(NamedTuple):
    """The steps of a matter that the reader may see, from where it arose."""

    steps: list

    @property
    def first(self):
        return self.steps[0]

    @property
    def line(self):
        """Its stations for the row of steps, without those who would not have it."""
        last = self.steps[-1]
        gone = [each for each in self.steps if each.is_open or each.decision]
        way = gone or [last]
        return [
            str(self.first.origin_unit),
            *(str(each.receiver) for each in way),
            _("Answer"),
        ]

    @property
    def place(self):
        """Which of the stations it is at; counted from one."""
        is_answered = self.first.status == Escalation.Status.ANSWERED
        return len(self.line) if is_answered else len(self.line) - 1


def of_step(step, visible):
    """All of the step's matter that is among the visible; itself as it is given."""
    steps = visible.filter(chain=step.chain).with_places()
    rows = steps.select_related("sent_by").order_by("created_at", "pk")
    return Chain([step if each == step else each for each in rows])


def of_source(source, user):
    """What was lifted of a measure or a risk, for its page, the latest first."""
    steps = source.escalations.visible_to(user).with_places()
    rows = steps.order_by("chain", "created_at", "pk")
    chains = [Chain(list(each)) for _key, each in groupby(rows, key=lambda s: s.chain)]
    return sorted(chains, key=lambda each: each.first.created_at, reverse=True)


def subjects_for(step, user):
    """The measure and risks that it is about, of those that the person may see anyhow."""
    return [
        each
        for each in step.subjects()
        if type(each).objects.visible_to(user).filter(pk=each.pk).exists()
    ]


def as_file(steps):
    """The steps as a spreadsheet, however many, in a little memory."""
    return workbook(_("Lifted matters"), _rows(steps))


def _rows(steps):
    yield [
        _("What it is about"),
        _("Theme"),
        _("What is lacking"),
        _("Arose in"),
        _("From"),
        _("To"),
        _("Sent on"),
        _("Status"),
        _("Why it cannot be solved where it is"),
        _("What is asked for"),
        _("Decision"),
        _("Answer"),
        _("Answered on"),
        _("Paragraph of the minutes"),
        _("Registry number"),
    ]
    for step in steps.with_places().iterator(chunk_size=CHUNK):
        yield [
            step.matter,
            step.get_theme_display(),
            step.get_lacks_display(),
            str(step.origin_unit),
            str(step.from_unit),
            str(step.receiver),
            step.sent_on,
            step.get_status_display(),
            step.reason,
            step.wanted,
            step.get_decision_display(),
            step.answer,
            step.answered_on,
            step.paragraph,
            step.registry_number,
        ]
