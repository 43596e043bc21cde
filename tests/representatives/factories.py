from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from representatives.models import RepRequest, StopWork
from sam.dates import today
from tests.factories import UnitFactory, UserFactory


class RepRequestFactory(DjangoModelFactory):
    """A draft; `sent` is as it lies with the employer, `answered` with an answer."""

    class Meta:
        model = RepRequest

    unit = factory.SubFactory(UnitFactory)
    representative = factory.SubFactory(UserFactory)
    problem = "The ladder is loose."
    wants = RepRequest.Wants.MEASURES
    wanted = "A new ladder."
    answer_due_on = factory.LazyFunction(lambda: today() + timedelta(days=14))

    class Params:
        sent = factory.Trait(
            status=RepRequest.Status.SENT,
            sent_at=factory.LazyFunction(timezone.now),
            year=factory.LazyFunction(lambda: today().year),
            number=factory.Sequence(lambda n: n + 1),
        )
        answered = factory.Trait(
            sent=True,
            status=RepRequest.Status.ANSWERED,
            decision=RepRequest.Decision.YES,
            answer="It is ordered.",
            answered_at=factory.LazyFunction(timezone.now),
            answered_by=factory.SubFactory(UserFactory),
        )


class StopWorkFactory(DjangoModelFactory):
    class Meta:
        model = StopWork

    unit = factory.SubFactory(UnitFactory)
    representative = factory.SubFactory(UserFactory)
    scope = "Work on the roof."
    danger = "The railing is loose."
    stopped_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))
    year = factory.LazyFunction(lambda: today().year)
    number = factory.Sequence(lambda n: n + 1)

    class Params:
        lifted = factory.Trait(
            status=StopWork.Status.LIFTED,
            lifted_at=factory.LazyFunction(timezone.now),
            lifting=StopWork.Lifting.REMOVED,
            lifted_because="The railing is fixed.",
        )
