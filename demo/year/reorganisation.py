"""A reorganisation that is decided and comes with next year."""

from datetime import date

from demo.people import DEMO_WORKPLACE
from organisation.models import User
from reorganisation.models import Part, Reorganisation, Step


def work(municipality, staff, *, until):
    """Two units that lie beside the demo's workplace become one, which is led by one of
    their managers."""
    beside = municipality.workplace(DEMO_WORKPLACE).department
    near = [
        each.unit
        for each in municipality.workplaces
        if each.department == beside and each.unit.name != DEMO_WORKPLACE
    ]
    administrator = User.objects.get(email="administrator@example.org")
    merging = Reorganisation.objects.plan(
        by=administrator,
        title=f"{near[0]} och {near[1]} blir en enhet",
        on=date(until.year + 1, 7, 1),
        reason="Kommunstyrelsens beslut om skolområden.",
    )
    step = Step.objects.create(reorganisation=merging, kind=Step.Kind.MERGE)
    Part.objects.bulk_create(
        [
            *(
                Part(step=step, order=order, unit=unit)
                for order, unit in enumerate(near[:2])
            ),
            Part(
                step=step,
                order=2,
                is_receiver=True,
                is_new=True,
                name=f"{near[0]} och {near[1].name.lower()}"[:200],
                code=f"{near[0].code}-N",
                manager=staff.managers.get(near[0].pk),
            ),
        ]
    )
    merging.note_decided(by=administrator, note="Fackligt samverkat.")
