"""What talks, early action and sick leave tell of persons; see sam.personal."""

from django.utils.translation import gettext_lazy as _

from sam.personal import Basis, Held, Part, Purpose, Reason, Recipient

PURPOSE = Purpose(
    "talks",
    _("Talks, early action and sick leave"),
    _(
        "That talks are held, that the employer acts early at signs of ill health, and that the dates of the law are kept. Neither diagnoses nor what was said are kept."
    ),
    (Basis.DUTY, Basis.EMPLOYMENT_LAW),
    (Recipient.MANAGERS, Recipient.HR, Recipient.OFFICER),
)
_READ_LOG = Purpose(
    "read_log_of_talks",
    _("Log of who has read an early action"),
    _("Who opens an early action is logged, so that misuse is found."),
    (Basis.DUTY,),
    (Recipient.OFFICER,),
)
HELD = [
    Held(
        "EarlySupport",
        people={"employee": Part.SUBJECT, "hr_contact": Part.RESPONSIBLE},
        health="reason outcome",
    ),
    Held("EarlySupportTransition", within="support"),
    Held(
        "EarlyReading", within="support", people={"by": Part.READER}, purpose=_READ_LOG
    ),
    Held("EarlyStep", within="support", health="kind"),
    Held("TalkTemplate", without={Reason.WORDS: "sections"}),
    Held(
        "Preparation",
        people={"employee": Part.SUBJECT, "leader": Part.RECIPIENT},
        texts="parts",
    ),
    Held(
        "AgreedGoal",
        people={"employee": Part.SUBJECT, "leader": Part.RESPONSIBLE},
        texts="text",
    ),
    Held("SupportLink", without={Reason.WORDS: "title url note"}),
    Held("SickLeave", people={"employee": Part.SUBJECT}, health="first_day ended_on"),
    Held("LeaveMilestone", within="leave"),
    Held("Talk", people={"employee": Part.SUBJECT, "leader": Part.RESPONSIBLE}),
]
