"""What the organisation tells of persons: who they are, where, in which role."""

from django.utils.translation import gettext_lazy as _

from sam.personal import Basis, Held, Part, Purpose, Reason, Recipient

PURPOSE = Purpose(
    "accounts",
    _("Accounts and roles"),
    _(
        "Who works where, in which role, and how they are reached; what one may see and do follows from it."
    ),
    (Basis.TASK, Basis.DUTY),
    (Recipient.ALL_EMPLOYEES, Recipient.ADMINISTRATORS),
)
_PROTECTED = Purpose(
    "protected_identities",
    _("Protected identities"),
    _("Name and address of people who are protected lie apart, for few readers."),
    (Basis.TASK,),
    (Recipient.COLLEAGUES, Recipient.MANAGERS),
)
_TRAIL = Purpose(
    "audit_trail",
    _("Audit trail"),
    _("Who has changed what and when, so that a record can be trusted."),
    (Basis.DUTY, Basis.TASK),
    (Recipient.MANAGERS, Recipient.OFFICER),
)
HELD = [
    Held(
        "Municipality",
        without={Reason.WORDS: "name logo", Reason.CODE: "colour"},
    ),
    Held("Committee", without={Reason.WORDS: "name"}),
    Held("Unit", without={Reason.WORDS: "name", Reason.CODE: "lineage"}),
    Held("Placement", without={Reason.WORDS: "name", Reason.CODE: "lineage"}),
    Held("Appointment", people={"user": Part.SUBJECT}),
    Held("UnitUserObjectPermission", people={"user": Part.SUBJECT}),
    Held(
        "Identity",
        people={"user": Part.SUBJECT},
        names={"name": Part.SUBJECT, "phone": Part.SUBJECT, "email": Part.SUBJECT},
        purpose=_PROTECTED,
    ),
    Held(
        "User",
        names={"name": Part.SUBJECT, "phone": Part.SUBJECT, "email": Part.SUBJECT},
        texts="title",
        without={Reason.CODE: "external_id", Reason.SECRET: "password"},
    ),
    Held("CalendarFeed", people={"user": Part.SUBJECT}),
    Held(
        "guardian.UserObjectPermission",
        people={"user": Part.SUBJECT},
        without={Reason.CODE: "object_pk"},
    ),
    Held("guardian.GroupObjectPermission", without={Reason.CODE: "object_pk"}),
    # Whose account it was stands in it as an id.
    Held("pghistory.Context", texts="metadata", purpose=_TRAIL),
]
