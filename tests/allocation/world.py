from allocation.loading import load_lists
from allocation.models import Assignment, AssignmentKind
from sam.dates import today
from tests.allocation.factories import draft, proposed


def addresses(people, school):
    """A proposal from the head to the school's manager, and a draft of the head's."""
    load_lists()
    head, manager = people["head"], people["manager"]
    from_council = draft(head, school.parent)
    from_council.propose(by=people["hr"])
    from_council.sign(by=head, confirmed=["mandate", "resources", "knowledge"])
    allocation = proposed(manager, school, by=head)
    unsigned = draft(people["employee"], school, by=manager)
    kind = AssignmentKind.objects.to_be_named().first()
    assignment = Assignment.objects.create(
        kind=kind, unit=school, name="Nurse", valid=(today(), None)
    )
    task = allocation.tasks.first()
    unit = [school.pk]
    return {
        "allocation:allocation_detail": [allocation.pk],
        "allocation:allocation_paper": [allocation.pk],
        "allocation:allocation_document": [allocation.pk],
        "allocation:allocation_act": [allocation.pk],
        "allocation:allocation_edit": [unsigned.pk],
        "allocation:task_edit": [task.pk],
        "allocation:task_withdraw": [task.pk],
        "allocation:kind_edit": [kind.pk],
        "allocation:assignment_end": [assignment.pk],
        **{
            f"allocation:{name}": unit
            for name in ("span_measure", "unit_roles", "assign", "holders")
        },
    }
