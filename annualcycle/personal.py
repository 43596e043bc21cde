"""What the year's work tells of persons; see sam.personal."""

from django.utils.translation import gettext_lazy as _

from sam.personal import Basis, Held, Purpose, Reason, Recipient

PURPOSE = Purpose(
    "year",
    _("The year's work and inspections"),
    _("What is to be done in the year, and what an authority has found."),
    (Basis.DUTY,),
    (Recipient.MANAGERS, Recipient.REPRESENTATIVES, Recipient.HR),
)
HELD = [
    Held("AuthorityInspection", texts="subject demands note"),
    Held("InspectionTransition", within="inspection"),
    Held("OverviewDecision", texts="decision", without={Reason.FIGURES: "figure"}),
    Held(
        "Activity",
        without={Reason.WORDS: "title description", Reason.CODE: "law template_item"},
    ),
    Held("Occurrence", within="activity", texts="note", without={Reason.CODE: "link"}),
    Held("ActivityReminder"),
]
