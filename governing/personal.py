"""What governing documents tell of persons; see sam.personal."""

from django.utils.translation import gettext_lazy as _

from sam.personal import Basis, Held, Part, Purpose, Reason, Recipient

PURPOSE = Purpose(
    "governing",
    _("Policies and routines, read and gone through"),
    _("Who answers for a document, and that the employees know it."),
    (Basis.DUTY,),
    (Recipient.MANAGERS, Recipient.HR, Recipient.COLLEAGUES),
)
HELD = [
    Held(
        "DocumentVersion",
        within="document",
        names={"decided_by": Part.ACTOR},
        without={Reason.WORDS: "what_is_new"},
    ),
    Held("VersionTransition", within="document_version"),
    Held("VersionText", within="version", without={Reason.WORDS: "title body"}),
    Held(
        "GoverningDocument",
        people={"owner": Part.RESPONSIBLE},
        without={Reason.WORDS: "title", Reason.CODE: "themes law"},
    ),
    Held("LocalAddition", within="document", texts="body discussed_in"),
    Held("Acknowledgement", people={"person": Part.SUBJECT}),
    Held("GoneThrough", texts="taken_part note no_measure_reason"),
    Held("GoneThroughTransition", within="gone_through"),
    Held("ControlReview", texts="taken_part found"),
]
