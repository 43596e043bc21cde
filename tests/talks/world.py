from datetime import timedelta

from organisation.models import User
from sam.dates import today
from talks.models import (
    AgreedGoal,
    EarlyStep,
    EarlySupport,
    Preparation,
    SickLeave,
    SupportLink,
    Talk,
)


def addresses(people, school):
    """A talk of the employee, the preparation shared with the manager, a goal, an early
    action and a sick leave."""
    employee, manager = people["employee"], people["manager"]
    Talk.objects.log([employee], by=manager, kind="employee", held_on=today())
    talk = Talk.objects.get()
    preparation = Preparation.objects.begin(employee)
    preparation.share(by=employee, leader=manager)
    goal = AgreedGoal.objects.create(
        employee=employee,
        leader=manager,
        unit=school,
        text="A course",
        delete_on=today() + timedelta(400),
    )
    support = EarlySupport.objects.begin(
        by=manager,
        employee=employee,
        reason="own_wish",
        hr_contact=people["hr"],
        step=EarlyStep.Kind.TALK,
        due_on=today(),
    )
    leave = SickLeave.objects.register(
        by=manager, employee=employee, first_day=today(), is_expected_long=True
    )
    link = SupportLink.objects.create(title="Women's line", url="https://example.org")
    step, milestone = support.steps.get(), leave.milestones.get()
    preparing = ["", "_edit", "_share", "_unshare", "_remove"]
    return {
        "talks:unit_talks": [school.pk],
        "talks:talk_log": ["employee"],
        **{f"talks:{each}": [employee.pk] for each in ["person", "goal_add"]},
        **{
            f"talks:{each}": [talk.pk]
            for each in ["talk_undo", "talk_edit", "talk_remove", "opinion"]
        },
        "talks:remind": [school.pk],
        **{f"talks:{each}": [link.pk] for each in ["link_edit", "link_remove"]},
        **{f"talks:preparation{each}": [preparation.pk] for each in preparing},
        **{f"talks:{each}": [goal.pk] for each in ["goal_edit", "goal_remove"]},
        **{f"talks:{each}": [support.pk] for each in ["early", "step_add"]},
        "talks:early_act": [support.pk],
        "talks:consent": [support.pk],
        "talks:step_done": [support.pk, step.pk],
        **{f"talks:{each}": [leave.pk] for each in ["leave", "leave_end"]},
        "talks:milestone_done": [leave.pk, milestone.pk],
    }


def employ(number, unit, **fields):
    """So many more employees of the unit."""
    people = [
        User(
            email=f"{unit.code}-{each}@example.org", name=f"Employee {each}", unit=unit
        )
        for each in range(number)
    ]
    for person in people:
        for name, value in fields.items():
            setattr(person, name, value)
    return User.objects.bulk_create(people)
