"""What was done about each incident, from the report until it is closed."""

from datetime import time, timedelta
from random import Random
from uuid import UUID

from demo import investigations
from demo.details import DetailsDrawer
from demo.notices import NoticesDrawer
from demo.reporters import Reporters
from demo.turns import DIALOGUES
from incidents.models import Code, Incident, IncidentTransition, Remark
from sam.dates import moment

Event, Kind, Severity = IncidentTransition.Event, Incident.Kind, Incident.Severity
Status = Incident.Status
_NIGHT, _DAWN, _MORNING = time(3), time(6, 30), time(9, 30)
_TOLD_HOW = [
    "Arbetsplatsträff",
    "Enskilt samtal",
    "Arbetsplatsträff och enskilt samtal",
    "Mejl och samtal med berörda",
]
_TOLD_WHOM = {
    Incident.Affected.SELF: "Den som rapporterade och arbetslaget",
    Incident.Affected.EMPLOYEE: "Den som drabbades och arbetslaget",
    Incident.Affected.SEVERAL: "Alla som berördes",
    Incident.Affected.NOBODY: "Alla på arbetsplatsen",
}
_TOLD_IN_PRIVATE = "De berörda, var för sig", "Enskilda samtal"
# How often it is serious in the law's words: broken bones and blows to the head, all else.
_GRAVE, _GRAVE_IS_SERIOUS, _IS_SERIOUS = {"020", "050"}, 0.25, 0.025
# Nobody judges whether these were serious danger to life or health.
_NOT_JUDGED = (Kind.RISK_OBSERVATION, Kind.IMPROVEMENT)
# Somebody begins with it within so many days, before it goes to the level above.
_MOST_DAYS_UNTOUCHED = 6
_RAISED_AFTER = 7
# How often the reporter is asked something.
_ASKED = 0.01


class Cases:
    """Tells of one incident after the other what was done about it."""

    def __init__(self, tree, people, posters, *, records, seed, until):
        self._random = Random(seed)
        self._records, self._people, self._until = records, people, until
        self._codes = {(code.list, code.code): code for code in Code.objects.all()}
        self._reporters = Reporters(self._random, tree, people, posters)
        self._details = DetailsDrawer(self._random, self._codes, until=until)
        self._notices = NoticesDrawer(self._random, until=until)

    def tell(self, happening):
        """From the report on, through measures and their effect, as far as it has come.

        The steps follow each other at fixed shares of the time from report to closing.
        """
        incident = self._report(happening)
        has_details = self._tell_details(incident, happening)
        self._look_into(incident, happening)
        # Last, for by now it is known what was found.
        if has_details:
            for notice in self._notices.draw(incident, happening.turn):
                self._notify(notice)
        self._talk(incident, happening.turn)

    def _report(self, happening):
        unit, story = happening.workplace.unit, happening.story
        incident = Incident(
            id=self._uuid(),
            kind=happening.kind,
            is_violence=story.is_violence,
            unit=unit,
            occurred_on=happening.occurred_at.date(),
            occurred_time=happening.occurred_at.time(),
            place=story.place,
            description=story.report.description,
            immediate_action=story.report.immediate_action,
            language=story.report.language,
            reported_at=happening.reported_at,
            responsible=self._people.managers[unit.pk],
        )
        self._reporters.report(incident, happening)
        self._records.begin(incident)
        self._receive(incident, happening)
        return incident

    def _receive(self, incident, happening):
        """It comes to the manager, or to the level above."""
        turn = happening.turn
        self._become_known(incident, turn)
        if turn.is_serious or self._is_serious(happening):
            self._judge_serious(incident)
        if turn.manager_is_part:
            self._keep_from_manager(incident, happening.workplace)
        self._raise(incident, happening.workplace, turn.raised)

    def _become_known(self, incident, turn):
        if turn.is_just_known:
            incident.known_at = moment(self._until, _DAWN)
            return
        hours = timedelta(hours=self._random.uniform(0.2, 14))
        known_at = incident.reported_at + hours
        if known_at < moment(self._until, _DAWN) and not turn.raised:
            incident.known_at = known_at

    def _is_serious(self, happening):
        if happening.kind in _NOT_JUDGED:
            return False
        harm, story = happening.story.harm, happening.story
        is_grave = harm and harm.injury_type in _GRAVE
        may_be = harm or story.is_violence or happening.kind == Kind.NEAR_MISS
        share = _GRAVE_IS_SERIOUS if is_grave else _IS_SERIOUS
        return bool(may_be) and self._random.random() < share

    def _judge_serious(self, incident):
        """By the manager, as soon as it is known."""
        if incident.known_at:
            incident.severity = Severity.SERIOUS
            self._records.log(
                incident,
                Event.SEVERITY_JUDGED,
                incident.known_at,
                note=str(Severity.SERIOUS.label),
            )

    def _tell_details(self, incident, happening):
        story = happening.story
        if not (
            story.harm
            or story.is_violence
            or incident.severity
            or incident.kind == Kind.VICTIMISATION
        ):
            return False
        self._records.add(self._details.draw(incident, happening))
        return True

    def _keep_from_manager(self, incident, workplace):
        """The level above receives it, and lets the head of the administration handle it."""
        head = self._people.managers[workplace.administration.pk]
        incident.manager_part = Incident.ManagerPart.INVOLVED
        incident.barred = [incident.responsible.pk]
        above = self._people.managers[workplace.department.pk]
        incident.responsible = head
        at = incident.reported_at + timedelta(days=1)
        self._records.log(incident, "", at, by=above, note=_now_responsible(head))

    def _raise(self, incident, workplace, times):
        """To the department, then to the administration, by the calendar."""
        units = [workplace.department, workplace.administration][:times]
        for number, unit in enumerate(units, start=1):
            day = incident.reported_at.date() + timedelta(_RAISED_AFTER * number + 1)
            incident.responsible = self._people.managers[unit.pk]
            incident.raised_at = moment(day, _NIGHT)
            note = _now_responsible(incident.responsible)
            self._records.log(
                incident, Event.RAISED, incident.raised_at, by=None, note=note
            )

    def _look_into(self, incident, happening):
        reported = happening.reported_at.date()
        days = (happening.closes_at.date() - reported).days
        untouched = min(_MOST_DAYS_UNTOUCHED, max(1, round(days * 0.08)))
        began = reported + timedelta(days=untouched)
        if began > self._until or happening.turn.raised:
            return
        self._records.move(incident, Status.INVESTIGATING, moment(began, _MORNING))
        concluded = reported + timedelta(days=max(2, round(days * 0.2)))
        if concluded > self._until:
            return
        self._conclude(incident, happening, on=concluded)
        if happening.closes_at.date() < self._until:
            self._close(incident, happening)

    def _conclude(self, incident, happening, *, on):
        story = happening.story
        incident.findings = story.finding
        incident.cause = self._codes[Code.List.DEVIATION, story.situation["cause"]]
        incident.severity = incident.severity or Severity.NOT_SERIOUS
        incident.investigated_on = on
        incident.action_plan = self._records.measures.plan_for(incident.unit, on)
        self._records.move(incident, Status.MEASURES, moment(on, _MORNING))
        representative = self._people.representatives[incident.unit_id]
        self._records.add(
            investigations.drawn(
                self._random, incident, happening, representative=representative, on=on
            )
        )
        for words in story.measures:
            self._act(incident, happening, words, on=on)

    def _act(self, incident, happening, words, *, on):
        reported, closes = happening.reported_at.date(), happening.closes_at.date()
        steps = {
            step: reported + timedelta(days=round((closes - reported).days * share))
            for step, share in {
                "due": 0.5,
                "start": 0.3,
                "done": happening.done_at_share,
                "effect": 0.75,
                "judge": 0.85,
            }.items()
        }
        measure = self._records.measures.add(
            incident.action_plan,
            words,
            by=incident.responsible,
            on=on,
            due_on=steps["due"],
        )
        if steps["start"] <= self._until:
            self._records.measures.start(measure, on=steps["start"])
        if steps["done"] <= self._until:
            self._records.measures.finish(
                measure, on=steps["done"], effect_due_on=steps["effect"]
            )
        if steps["judge"] < self._until:
            self._records.measures.judge(measure, on=steps["judge"])

    def _close(self, incident, happening):
        incident.feedback_on = happening.closes_at.date()
        incident.feedback_to = _TOLD_WHOM[incident.affected]
        incident.feedback_how = self._random.choice(_TOLD_HOW)
        if incident.kind == Kind.VICTIMISATION:
            incident.feedback_to, incident.feedback_how = _TOLD_IN_PRIVATE
        incident.summary = _summary(happening.story)
        incident.closed_at = happening.closes_at
        self._records.move(
            incident, Status.CLOSED, happening.closes_at, incident.feedback_how
        )

    def _notify(self, notice):
        self._records.add(notice)
        if notice.sent_at:
            note = f"{notice.rule.upper()}: {notice.reference}"
            self._records.log(
                notice.incident, Event.NOTICE_SENT, notice.sent_at, note=note
            )
        if notice.contacted_on:
            at, note = moment(notice.contacted_on, _MORNING), notice.rule.upper()
            self._records.log(notice.incident, Event.NOTICE_ANSWERED, at, note=note)

    def _talk(self, incident, turn):
        dialogue = turn.dialogue
        if not dialogue and incident.reported_by and self._random.random() < _ASKED:
            dialogue = self._random.choice(DIALOGUES)
        if incident.responsible == incident.reported_by:
            return
        for day, (is_from_reporter, text) in enumerate(dialogue, start=1):
            at = incident.reported_at + timedelta(days=day)
            if at.date() < self._until:
                self._say(incident, is_from_reporter, text, at)

    def _say(self, incident, is_from_reporter, text, at):
        remark = Remark(
            incident=incident,
            by=incident.reported_by if is_from_reporter else incident.responsible,
            is_from_reporter=is_from_reporter,
            text=text,
            form_key=self._uuid(),
            at=at,
        )
        self._records.add(remark)

    def _uuid(self):
        return UUID(int=self._random.getrandbits(128), version=4)


def _now_responsible(person):
    return f"Ansvarig: {person.name}"


def _summary(story):
    """What happened and what was done about it, naming nobody."""
    done = [activity for activity, _goal, _control in story.measures]
    if not done:
        return f"{story.situation['summary']} Inga fler åtgärder behövdes."
    return f"{story.situation['summary']} Vi har gjort detta: {'; '.join(done)}."
