import factory
from factory.django import DjangoModelFactory

from meetings.models import AgendaTemplate, Body, DialogTool, Meeting
from sam.dates import today
from tests.factories import UnitFactory, UserFactory


class BodyFactory(DjangoModelFactory):
    class Meta:
        model = Body
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Safety committee {n}")
    kind = Body.Kind.SAFETY
    unit = factory.SubFactory(UnitFactory)
    meetings_a_year = 4

    @factory.post_generation
    def secretary(self, create, extracted, **kwargs):
        if extracted:
            self.seat(person=extracted, function="secretary")

    @factory.post_generation
    def chair(self, create, extracted, **kwargs):
        if extracted:
            self.seat(person=extracted, function="chair", side="employer")

    @factory.post_generation
    def member(self, create, extracted, **kwargs):
        if extracted:
            self.seat(person=extracted, function="member", side="employees")


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = Meeting

    kind = factory.LazyAttribute(lambda row: "body" if row.body else "workplace")
    body = None
    unit = factory.LazyAttribute(
        lambda row: row.body.unit if row.body else UnitFactory()
    )
    meets_on = factory.LazyFunction(today)
    planned_by = factory.SubFactory(UserFactory)


class DialogToolFactory(DjangoModelFactory):
    class Meta:
        model = DialogTool

    name = factory.Sequence(lambda n: f"Talk about the workload {n}")
    publisher = "Parterna"
    url = "https://example.org/tool"
    theme = "arbetsbelastning"
    minutes = 30


class AgendaTemplateFactory(DjangoModelFactory):
    class Meta:
        model = AgendaTemplate

    name = factory.Sequence(lambda n: f"Agenda {n}")
    kind = "workplace"
