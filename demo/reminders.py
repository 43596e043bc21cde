"""Who has been reminded of measures whose date has passed or is near, without any e-mail."""

from datetime import timedelta
from functools import cache

from actionplans.models import Measure, Reminder
from organisation.models import Unit
from organisation.roles import appointments_by_unit, level_above, responsible_for
from organisation.workdays import next_workday

Step = Reminder.Step
# After the day that it is to be done, or its effect can be judged.
_ABOUT_DATE = {Step.COMING: -7, Step.LATE: 1, Step.LATE_MANAGER: 7, Step.LATE_ABOVE: 21}
_ABOUT_EFFECT = {Step.EFFECT: 0, Step.EFFECT_MANAGER: 14}
_BATCH = 1000


def remind(*, until):
    """As the nights until then would have done it."""
    reminding = _Reminding(until)
    soon = until + timedelta(days=7)
    dated = Measure.objects.open().with_deadline().filter(due_on__lte=soon)
    for measure in dated:
        reminding.tell(measure, measure.due_on, _ABOUT_DATE)
    for measure in Measure.objects.awaiting_effect().filter(effect_due_on__lte=until):
        reminding.tell(measure, measure.effect_due_on, _ABOUT_EFFECT)
    # What was lifted and is done since.
    done = Measure.objects.exclude(done_on=None).exclude(escalations=None)
    for measure in done.distinct():
        reminding.tell(measure, measure.due_on, {Step.COMING: -7})
    Reminder.objects.bulk_create(reminding.rows, _BATCH)


class _Reminding:
    def __init__(self, until):
        self._until, self.rows = until, []
        self._units, self._among = Unit.objects.in_bulk(), appointments_by_unit()
        self._workday, self._leaders = cache(next_workday), cache(self._leaders_of)

    def tell(self, measure, day, steps):
        for step, days in steps.items():
            on = self._workday(day + timedelta(days=days))
            # Never of what is decided later than that.
            if measure.created_at.date() < on <= self._until:
                for person in self._receivers(measure, step):
                    self.rows.append(
                        Reminder(
                            measure=measure,
                            step=step,
                            for_day=day,
                            recipient_id=person,
                            noted_on=on,
                            told_on=on,
                        )
                    )

    def _receivers(self, measure, step):
        if step in Step.to_responsible:
            return [measure.responsible_id]
        managers, above = self._leaders(measure.unit_id)
        return above if step == Step.LATE_ABOVE else managers

    def _leaders_of(self, unit):
        unit = self._units[unit]
        managers = responsible_for(unit, among=self._among)
        theirs = [each.pk for each in managers]
        above = level_above(unit, theirs, among=self._among)
        return theirs, [each.pk for each in above]
