"""What requests and oversight hold of persons themselves; see sam.personal."""

from django.utils.translation import gettext_lazy as _

from sam.personal import Basis, Held, Part, Purpose, Reason, Recipient

PURPOSE = Purpose(
    "requests",
    _("Requests on personal data and for public documents"),
    _(
        "Who asks what is known about them, or for a document, gets an answer in time, and one can see later what was given."
    ),
    (Basis.DUTY,),
    (Recipient.HR, Recipient.OFFICER),
)
_OVERSIGHT = Purpose(
    "oversight",
    _("Oversight of who has read what"),
    _("Reading that stands out is looked into by the data protection officer."),
    (Basis.DUTY,),
    (Recipient.OFFICER,),
)
HELD = [
    Held("Addition", without={Reason.WORDS: "text processors security purpose"}),
    Held(
        "DataRequest",
        people={"person": Part.SUBJECT, "handler": Part.RESPONSIBLE},
        names={"name": Part.SUBJECT, "email": Part.SUBJECT, "phone": Part.SUBJECT},
        texts="wish extended_because answer corrected_at",
        without={Reason.CODE: "provisions"},
    ),
    Held("DataRequestTransition", within="request"),
    Held("KeptReading", within="request", people={"by": Part.READER}),
    Held("Handout", within="request"),
    Held("Extract", without={Reason.CODE: "chosen letters"}),
    # A copy of what stands elsewhere, for some weeks.
    Held(
        "Item",
        people={"withheld_by": Part.ACTOR},
        without={
            Reason.ELSEWHERE: "heading facts withheld_because",
            Reason.CODE: "purpose model object_id parts",
        },
    ),
    Held(
        "Passage",
        people={"reviewed_by": Part.ACTOR},
        without={Reason.ELSEWHERE: "text label spans"},
    ),
    Held(
        "Finding",
        people={
            "person": Part.SUBJECT,
            "asked_by": Part.ACTOR,
            "reviewed_by": Part.ACTOR,
        },
        texts="reason question answer note",
        without={Reason.CODE: "key"},
        purpose=_OVERSIGHT,
    ),
    Held(
        "Look",
        people={"by": Part.READER, "person": Part.SUBJECT},
        without={Reason.CODE: "what"},
        purpose=_OVERSIGHT,
    ),
    Held("MonthReviewed", purpose=_OVERSIGHT),
]
