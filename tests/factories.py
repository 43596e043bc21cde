"""Test data: a test names only what it is about."""

from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from actionplans.models import ActionPlan, Measure, WorkEnvironmentPlan
from incidents.models import Incident
from organisation import history
from organisation.models import Committee, Level, Unit, User
from riskassessment.models import (
    Checklist,
    InspectionRound,
    Question,
    RoundChecklist,
    RoundSchedule,
    Section,
)
from sam.dates import today

FOUNDED = date(2020, 1, 1)


class CommitteeFactory(DjangoModelFactory):
    class Meta:
        model = Committee

    name = factory.Sequence(lambda n: f"Committee {n}")
    slug = factory.Sequence(lambda n: f"committee-{n}")


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = Unit

    code = factory.Sequence(lambda n: f"unit-{n}")
    name = factory.Sequence(lambda n: f"Unit {n}")
    level = Level.UNIT
    parent = None
    committee = None
    since = FOUNDED

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return history.establish(**kwargs)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    unit = None


class IncidentFactory(DjangoModelFactory):
    class Meta:
        model = Incident
        skip_postgeneration_save = True

    kind = Incident.Kind.NEAR_MISS
    unit = factory.SubFactory(UnitFactory)
    occurred_on = factory.LazyFunction(today)
    description = "A ladder fell."
    reported_by = factory.SubFactory(UserFactory)

    class Params:
        investigated = factory.Trait(
            status=Incident.Status.MEASURES,
            findings="The ladder stood on a wet floor.",
            investigated_on=factory.LazyFunction(today),
            action_plan=factory.LazyAttribute(
                lambda incident: ActionPlan.objects.create(unit=incident.unit)
            ),
        )
        closed = factory.Trait(
            investigated=True,
            status=Incident.Status.CLOSED,
            feedback_on=factory.LazyFunction(today),
            feedback_how="Workplace meeting",
            closed_at=factory.LazyFunction(timezone.now),
        )

    @factory.post_generation
    def _read_number(self, create, extracted, **kwargs):
        self.refresh_from_db(fields=["number"])


class ActionPlanFactory(DjangoModelFactory):
    class Meta:
        model = ActionPlan

    unit = factory.SubFactory(UnitFactory)


class MeasureFactory(DjangoModelFactory):
    class Meta:
        model = Measure

    plan = factory.SubFactory(ActionPlanFactory)
    unit = factory.SelfAttribute("plan.unit")
    activity = "Lay out mats"
    responsible = factory.SubFactory(UserFactory)
    created_by = factory.SelfAttribute("responsible")
    due_on = factory.LazyFunction(lambda: today() + timedelta(days=14))

    class Params:
        done = factory.Trait(
            status=Measure.Status.DONE,
            done_on=factory.LazyFunction(today),
            effect_due_on=factory.LazyFunction(lambda: today() + timedelta(days=60)),
        )
        helped = factory.Trait(
            done=True,
            status=Measure.Status.EFFECT_SUFFICIENT,
            effect_judged_on=factory.LazyFunction(today),
            effect_note="Nobody has slipped since.",
        )


class WorkEnvironmentPlanFactory(DjangoModelFactory):
    class Meta:
        model = WorkEnvironmentPlan

    unit = factory.SubFactory(UnitFactory)
    title = "Plan for the work environment"
    first_year = factory.LazyFunction(lambda: today().year)
    last_year = factory.SelfAttribute("first_year")
    created_by = factory.SubFactory(UserFactory)


class ChecklistFactory(DjangoModelFactory):
    class Meta:
        model = Checklist
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"checklist-{n}")
    version = 1
    name = "Physical work environment"
    area = "physical"
    status = "draft"
    is_offered = False

    @factory.post_generation
    def questions(self, create, extracted, **kwargs):
        """As many questions as said, two by default, in one section; then published.

        With `published=False` it stays a draft.
        """
        section = Section.objects.create(checklist=self, order=1, title="Premises")
        for order in range(extracted or 2):
            text = f"Is point {order} in order?"
            key = Question.key_of(self.code, text)
            Question.objects.create(section=section, order=order, text=text, key=key)
        if kwargs.get("published", True):
            self.publish()


class RoundScheduleFactory(DjangoModelFactory):
    class Meta:
        model = RoundSchedule

    unit = factory.SubFactory(UnitFactory)
    checklist_code = "osa"
    area = "osa"
    first_on = FOUNDED
    created_by = factory.SubFactory(UserFactory)


class InspectionRoundFactory(DjangoModelFactory):
    class Meta:
        model = InspectionRound
        skip_postgeneration_save = True

    unit = factory.SubFactory(UnitFactory)
    title = "Physical work environment"
    planned_on = factory.LazyFunction(today)
    planned_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def checklist(self, create, extracted, **kwargs):
        """Goes along the one that is named, or one of its own."""
        RoundChecklist.objects.create(
            round=self, checklist=extracted or ChecklistFactory(), order=1
        )
