"""What courses and certificates tell of persons; see sam.personal."""

from django.utils.translation import gettext_lazy as _

from sam.personal import Basis, Held, Part, Purpose, Reason, Recipient

PURPOSE = Purpose(
    "knowledge",
    _("Courses and certificates"),
    _("Who has tasks or dangerous work has the training that the law demands."),
    (Basis.DUTY,),
    (Recipient.MANAGERS, Recipient.HR),
)
HELD = [
    Held("Course", without={Reason.WORDS: "name basis"}),
    Held("CourseRequirement", without={Reason.WORDS: "occupation"}),
    Held(
        "Certificate",
        people={"person": Part.SUBJECT},
        texts="note",
        files="file",
    ),
    Held("PlannedCourse", people={"person": Part.SUBJECT}, texts="wish answer"),
    Held(
        "CertificateImport",
        without={Reason.FLEETING: "sheet file_name", Reason.CODE: "columns"},
    ),
    Held("RememberedColumns", without={Reason.CODE: "headings columns"}),
    Held("CertificateReminder"),
]
