"""What the allocation of tasks tells of persons; see sam.personal."""

from django.utils.translation import gettext_lazy as _

from sam.personal import Basis, Held, Part, Purpose, Reason, Recipient

PURPOSE = Purpose(
    "allocation",
    _("Who holds which task"),
    _(
        "Tasks of the work environment are allocated in writing to those who have the knowledge, the means and the authority."
    ),
    (Basis.DUTY,),
    (Recipient.MANAGERS, Recipient.HR, Recipient.ALL_EMPLOYEES),
)
HELD = [
    Held("AllocationTask", without={Reason.WORDS: "text explanation"}),
    Held("AllocatedTask", within="allocation", texts="return_reason"),
    Held(
        "TaskAllocation",
        people={"allocator": Part.ACTOR, "receiver": Part.SUBJECT},
        texts="limited_to lacks",
    ),
    Held("TaskAllocationTransition", within="allocation"),
    Held("AssignmentKind", without={Reason.WORDS: "name description_url"}),
    Held(
        "Assignment",
        people={"person": Part.SUBJECT},
        names={"name": Part.SUBJECT, "phone": Part.SUBJECT},
    ),
    Held("HeadCount", people={"manager": Part.SUBJECT}),
    Held("SpanCaseTransition", within="case"),
]
