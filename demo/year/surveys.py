"""The employee survey of two years, how the workplaces follow it up, and one that is open."""

import random
from datetime import date, timedelta

from actionplans.models import ActionPlan, Measure
from demo.dating import dated_as_told
from demo.people import DEMO_ADMINISTRATION, DEMO_WORKPLACE
from organisation.models import Unit
from sam.dates import moment
from surveys import participation
from surveys.closing import work_out
from surveys.loading import load_questionnaires
from surveys.models import (
    AnswerSheet,
    FollowUp,
    FollowUpEdition,
    FreeText,
    Matter,
    MunicipalMeasure,
    Questionnaire,
    Recipient,
    Survey,
    SurveyTheme,
    SurveyTransition,
    SurveyUnit,
)
from surveys.opening import part_of, working

_WORDS = [
    "Fler möten där vi hinner prata om hur vi arbetar.",
    "Att någon svarar när systemet ligger nere.",
    "Lugnare schema på fredagarna.",
    "En plats där man kan sitta ostört.",
    "Att introduktionen av vikarier blir bättre.",
]
_NOTES = [
    "Vi är nöjda med stödet mellan kollegor. Vi vill få mer tid till gemensam planering.",
    "Det vi pratade mest om var hur ofta arbetet avbryts.",
    "Vi vet vad som förväntas, men har svårt att hinna.",
]
# (what, the theme that it is about)
_MEASURES = [
    ("Boka en timme gemensam planering i veckan", "Ansvar och engagemang"),
    ("Gå igenom uppdraget på varje arbetsplatsträff", "Helhetssyn"),
    ("Lägg upp en plan för kompetensutveckling", "Kompetens"),
    (
        "Inför en stående punkt om förslag från medarbetarna",
        "Öppet klimat och delaktighet",
    ),
    ("Se över bemanningen när det är som mest att göra", "Krav och resurser"),
]
# Enough to be shown for itself.
_AT_DEMO_WORKPLACE = 31
_VAGUE = "Åtgärderna är för allmänna. Skriv vem som gör vad, och när."
Status = FollowUp.Status


def work(municipality, staff, *, until):
    load_questionnaires()
    year = until.year if until > date(until.year, 6, 15) else until.year - 1
    surveys = _Surveys(municipality, staff, until)
    before = surveys.hold(year - 1)
    surveys.decide(before)
    surveys.hold(year)
    surveys.begin()


class _Surveys:
    def __init__(self, tree, people, until):
        self._tree, self._people, self._until = tree, people, until
        self._random = random.Random("surveys")
        self._questionnaire = Questionnaire.objects.get(code="medarbetarskap")
        self._questions = list(self._questionnaire.questions())
        # How good it is to work there: the same from one year to the next, nearly.
        self._moods: dict = {}

    def hold(self, year):
        """Asked in February and March, worked out, and followed up in May."""
        closed_on = date(year, 3, 31)
        survey = self._survey(
            "Medarbetarenkät",
            self._tree.root,
            year=year,
            opens_on=date(year, 2, 15),
            closes_on=closed_on,
            status=Survey.Status.PUBLISHED,
            closed_on=closed_on,
        )
        parts = self._parts(survey, Unit.objects.all())
        self._answer(survey, parts)
        participation.count(survey, parts)
        work_out(survey, parts)
        self._log(survey, year)
        self._follow_up(survey, parts)
        return survey

    def begin(self):
        """A short one in one administration, which is open."""
        unit = self._tree.administrations[DEMO_ADMINISTRATION]
        survey = self._survey(
            "Pulsmätning",
            unit,
            year=self._until.year,
            opens_on=self._until - timedelta(days=7),
            closes_on=self._until + timedelta(days=14),
            status=Survey.Status.OPEN,
        )
        units = Unit.objects.within([unit.pk])
        people = list(working(units).values_list("pk", "unit"))
        counts: dict = {}
        for _person, where in people:
            counts[where] = counts.get(where, 0) + 1
        SurveyUnit.objects.bulk_create(
            part_of(survey, each, recipients=counts.get(each.pk, 0)) for each in units
        )
        mine = {self._people.managers[each.pk].pk for each in self._demo_units()}
        answering = [
            (person, where, person not in mine and self._random.random() < 0.45)
            for person, where in people
            if person != self._people.hr.pk
        ]
        Recipient.objects.bulk_create(
            Recipient(survey=survey, person_id=person, unit_id=where, has_answered=done)
            for person, where, done in answering
            if where is not None
        )
        AnswerSheet.objects.bulk_create(
            AnswerSheet(survey=survey, unit_id=where, answers=self._answers(3.6))
            for _person, where, done in answering
            if done
        )

    def decide(self, survey):
        """What the council was told, and what was decided, the year before."""
        for kind, title, decision in (
            ("council", "Information", f"KS 61/{survey.year % 100}"),
            ("measures", "Åtgärder efter", f"CESAM 12/{survey.year % 100}"),
        ):
            Matter.objects.create(
                survey=survey,
                unit=survey.unit,
                kind=kind,
                title=f"{title} {survey}",
                text="Resultatet och vad arbetsplatserna har valt att arbeta med.",
                status=Matter.Status.DECIDED,
                decision=decision,
                decided_on=date(survey.year, 9, 18),
                created_by=self._people.hr,
            )

    def _survey(self, name, unit, **what):
        last = what["closes_on"]
        survey = Survey.objects.create(
            name=name,
            unit=unit,
            questionnaire=self._questionnaire,
            languages=self._questionnaire.languages,
            minimum_group=5,
            minimum_for_texts=15,
            low_index=60,
            follow_up_due_on=max(date(last.year, 5, 31), last),
            created_by=self._people.hr,
            **what,
        )
        themes = {each.group.theme for each in self._questions if each.group.theme}
        SurveyTheme.objects.bulk_create(
            SurveyTheme(survey=survey, theme=each, name=each.name, order=each.order)
            for each in themes
        )
        return survey

    def _parts(self, survey, units):
        """So many work at each place, most of them without an account in the demo."""
        workplaces = {found.unit.pk for found in self._tree.workplaces}
        parts = {}
        for unit in units:
            number = self._random.choice([4, 7, 9, 12, 14, 18, 22, 27])
            if unit in self._demo_units():
                number = _AT_DEMO_WORKPLACE
            here = number if unit.pk in workplaces else 0
            answered = sum(self._random.random() < 0.8 for _person in range(here))
            parts[unit.pk] = part_of(
                survey, unit, by_code=here, answered_by_code=answered
            )
        SurveyUnit.objects.bulk_create(parts.values())
        return parts

    def _answer(self, survey, parts):
        sheets, texts = [], []
        written = next(each for each in self._questions if each.is_text)
        for pk, part in parts.items():
            mood = self._moods.setdefault(pk, self._random.uniform(3.0, 4.4))
            for _person in range(part.answered_by_code):
                answers = self._answers(mood)
                sheets.append(AnswerSheet(survey=survey, unit_id=pk, answers=answers))
                if self._random.random() < 0.15:
                    text = self._random.choice(_WORDS)
                    texts.append(
                        FreeText(survey=survey, unit_id=pk, question=written, text=text)
                    )
        AnswerSheet.objects.bulk_create(sheets, batch_size=2_000)
        FreeText.objects.bulk_create(texts, batch_size=2_000)

    def _answers(self, mood):
        return {
            str(each.pk): self._random.choice(["yes", "no"])
            if each.kind == "yes_no"
            else str(min(5, max(1, round(self._random.gauss(mood, 0.9)))))
            for each in self._questions
            if not each.is_text
        }

    def _log(self, survey, year):
        days = {
            "open": survey.opens_on,
            "closed": survey.closes_on,
            "published": date(year, 4, 20),
        }
        before = Survey.Status.DRAFT
        with dated_as_told(SurveyTransition):
            for status, day in days.items():
                survey.transitions.create(
                    from_status=before,
                    to_status=status,
                    by=self._people.hr,
                    at=moment(day),
                )
                before = status

    def _follow_up(self, survey, parts):
        """Most have sent their work; the demo's workplace waits to have its signed."""
        themes = {each.name: each for each in survey.themes.all()}
        demo = {unit.pk for unit in self._demo_units()}
        is_over = survey.year < self._until.year
        follow_ups, plans, measures, chosen, marked = [], [], [], [], []
        for pk, part in parts.items():
            if not part.number_asked:
                continue
            status = self._status(is_over=is_over, is_demo=pk in demo)
            works = status != Status.OPEN or pk in demo
            plan = ActionPlan(unit_id=pk) if works else None
            follow_up = FollowUp(
                survey=survey, unit_id=pk, status=status, action_plan=plan
            )
            follow_ups.append(follow_up)
            if not works:
                continue
            plans.append(plan)
            self._write(follow_up)
            for activity, theme in self._random.sample(_MEASURES, 2):
                chosen.append((follow_up, themes[theme]))
                measure = self._measure(plan, activity, theme, is_over=is_over)
                measures.append(measure)
                if self._random.random() < 0.06:
                    marked.append((measure, follow_up))
        ActionPlan.objects.bulk_create(plans)
        FollowUp.objects.bulk_create(follow_ups)
        Measure.objects.bulk_create(measures)
        FollowUp.themes.through.objects.bulk_create(
            FollowUp.themes.through(followup=follow_up, surveytheme=theme)
            for follow_up, theme in chosen
        )
        MunicipalMeasure.objects.bulk_create(
            MunicipalMeasure(
                measure=measure,
                follow_up=follow_up,
                reason="Kräver pengar som enheten inte har.",
                marked_by=self._people.hr,
            )
            for measure, follow_up in marked
        )
        self._editions(follow_ups, chosen, measures)

    def _status(self, *, is_over, is_demo):
        if is_over:
            return Status.READ
        if is_demo:
            return Status.OPEN
        return self._random.choices(
            [Status.READ, Status.SENT, Status.RETURNED, Status.OPEN], [12, 6, 1, 3]
        )[0]

    def _write(self, follow_up):
        """The meeting in May, and who has signed it."""
        year = follow_up.survey.year
        follow_up.held_on = date(year, 5, self._random.randint(4, 24))
        follow_up.note = self._random.choice(_NOTES)
        follow_up.asked_to_sign = True
        if follow_up.status == Status.OPEN:
            return
        follow_up.signed_by = self._people.representatives[follow_up.unit_id]
        follow_up.signed_at = moment(follow_up.held_on + timedelta(days=2))
        follow_up.sent_on = follow_up.held_on + timedelta(days=3)
        if follow_up.status == Status.RETURNED:
            follow_up.answer, follow_up.edition = _VAGUE, 2

    def _measure(self, plan, activity, theme, *, is_over):
        manager = self._people.managers[plan.unit_id]
        due_on = date(self._until.year - is_over, 10, self._random.randint(1, 30))
        done = {}
        if is_over:
            helped = self._random.random() < 0.7
            done = {
                "status": "effect_sufficient" if helped else "effect_insufficient",
                "done_on": due_on,
                "effect_due_on": due_on + timedelta(days=60),
                "effect_judged_on": due_on + timedelta(days=75),
                "effect_note": "Vi märker skillnad." if helped else "Det räckte inte.",
            }
        return Measure(
            plan=plan,
            unit_id=plan.unit_id,
            origin="survey",
            activity=activity,
            focus_area=theme,
            responsible=manager,
            created_by=manager,
            due_on=max(due_on, self._until + timedelta(days=20))
            if not is_over
            else due_on,
            **done,
        )

    def _editions(self, follow_ups, chosen, measures):
        """What was sent, as it was sent."""
        themes: dict = {}
        for follow_up, theme in chosen:
            themes.setdefault(follow_up.pk, []).append(theme.name)
        by_plan: dict = {}
        for measure in measures:
            by_plan.setdefault(measure.plan_id, []).append(measure)
        FollowUpEdition.objects.bulk_create(
            FollowUpEdition(
                follow_up=each,
                number=1,
                sent_by=self._people.managers[each.unit_id],
                content={
                    "held_on": str(each.held_on),
                    "themes": themes[each.pk],
                    "note": each.note,
                    "measures": [
                        {
                            "activity": one.activity,
                            "responsible": one.responsible.name,
                            "due": str(one.due_on),
                        }
                        for one in by_plan[each.action_plan_id]
                    ],
                    "signed_by": each.signed_by.name,
                    "signature_note": "",
                    "unsigned_because": "",
                },
            )
            for each in follow_ups
            if each.status != Status.OPEN
        )

    def _demo_units(self):
        return [self._tree.workplace(DEMO_WORKPLACE).unit]
